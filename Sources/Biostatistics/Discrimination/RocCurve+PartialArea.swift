extension RocCurve {
    /// The area under the part of the curve whose specificity lies in a range within 0...1, by trapezoids.
    ///
    /// Equals R `pROC::auc(partial.auc = )` with the focus on specificity.
    public func partialArea(specificity range: ClosedRange<Double>) -> Double {
        let (from, to) = (1 - range.upperBound, 1 - range.lowerBound)
        var area = CompensatedSum()
        var (x0, y0) = (0.0, 0.0)
        for point in points {
            let x1 = Double(point.falsePositives) / Double(controlCount)
            let y1 = sensitivity(at: point)
            let (left, right) = (max(x0, from), min(x1, to))
            if right > left {
                let slope = (y1 - y0) / (x1 - x0)
                let sides = 2 * y0 + slope * ((left - x0) + (right - x0))
                area.add((right - left) * sides / 2)
            }
            (x0, y0) = (x1, y1)
        }
        return area.value
    }

    /// The partial area brought to the scale on which no discrimination is one half and perfect is one.
    ///
    /// Refused below the diagonal, where it has no meaning, and for a range without width.
    /// Equals R `pROC::auc(partial.auc.correct = TRUE)`. Source: McClish, Med Decis Making 9 (1989) 190.
    public func correctedPartialArea(specificity range: ClosedRange<Double>) -> Result<Double, NotEstimable> {
        let (width, middle) = (range.upperBound - range.lowerBound, 1 - (range.lowerBound + range.upperBound) / 2)
        guard width > 0 else { return .failure(.zeroDenominator("the width of the range of specificity")) }
        let chance = width * middle
        let area = partialArea(specificity: range)
        // Rounding must not put the diagonal below itself.
        guard area >= chance - 1e-14 else {
            return .failure(.undefined("the curve lies below the diagonal there"))
        }
        return .success((1 + (area - chance) / (width - chance)) / 2)
    }
}
