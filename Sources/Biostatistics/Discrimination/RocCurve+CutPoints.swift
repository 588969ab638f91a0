extension RocCurve {
    /// Every point of the largest Youden index, highest threshold first.
    ///
    /// Compared as whole numbers, so that ties are true ties. Source: Youden, Cancer 3 (1950) 32.
    public var youdenPoints: [Point] {
        best { Int128($0.truePositives) * Int128(controlCount) - Int128($0.falsePositives) * Int128(caseCount) }
    }

    /// Every point nearest to sensitivity 1 and specificity 1, highest threshold first.
    ///
    /// Compared as whole numbers. Source: Perkins and Schisterman, Am J Epidemiol 163 (2006) 670, who advise against it.
    public var closestToPerfect: [Point] {
        best {
            let missed = Int128(caseCount - $0.truePositives) * Int128(controlCount)
            let alarms = Int128($0.falsePositives) * Int128(caseCount)
            return -(missed * missed + alarms * alarms)
        }
    }

    /// Sensitivity plus specificity minus one.
    public func youdenIndex(at point: Point) -> Double {
        let gain = Int128(point.truePositives) * Int128(controlCount) - Int128(point.falsePositives) * Int128(caseCount)
        return Double(gain) / (Double(caseCount) * Double(controlCount))
    }

    /// The largest sensitivity of a point with at least this specificity, no interpolation; 0 where only nobody passes.
    public func sensitivity(atSpecificity target: Double) -> Double {
        points.last { specificity(at: $0) >= target }.map(sensitivity) ?? 0
    }

    /// The largest specificity of a point with at least this sensitivity, no interpolation.
    ///
    /// Exists for every target in 0...1, because everybody positive has sensitivity 1.
    public func specificity(atSensitivity target: Double) -> Double {
        if target <= 0 { return 1 }
        return points.first { sensitivity(at: $0) >= target }.map(specificity) ?? 0
    }

    private func best(_ merit: (Point) -> Int128) -> [Point] {
        var best: [Point] = []
        var highest = Int128.min
        for point in points {
            let value = merit(point)
            if value > highest {
                highest = value
                best.removeAll(keepingCapacity: true)
            }
            if value == highest { best.append(point) }
        }
        return best
    }
}
