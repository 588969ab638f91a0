/// Cleveland's lowess without robustness steps: local lines with tricube weights, evaluated at every observation.
///
/// Equals R `lowess(x, y, f = 2/3, iter = 0, delta = 0)`. Source: Cleveland, J Am Stat Assoc 74 (1979) 829.
struct LocalLine {
    /// Ascending.
    private let x: ContiguousArray<Double>
    private let y: ContiguousArray<Double>
    private let neighbours: Int

    /// Pairs in ascending order of x; the span lies in 0...1.
    init(sorted x: ContiguousArray<Double>, _ y: ContiguousArray<Double>, span: Double = 2.0 / 3) {
        self.x = x
        self.y = y
        neighbours = max(min(2, x.count), min(x.count, Int(Double(x.count) * span + 1e-7)))
    }

    /// The curve at observed points in ascending order.
    func values(at points: some Sequence<Double>) -> [Double] {
        guard let first = x.first, let last = x.last else { return [] }
        var start = 0
        return points.map { point in
            while start + neighbours < x.count, x[start + neighbours] - point < point - x[start] { start += 1 }
            let radius = max(point - x[start], x[start + neighbours - 1] - point)
            return fit(at: point, radius: radius, from: start, range: last - first)
        }
    }

    private func fit(at point: Double, radius: Double, from start: Int, range: Double) -> Double {
        let weighted = weights(at: point, radius: radius, from: start)
        var (total, sx, sy) = (0.0, 0.0, 0.0)
        for (offset, w) in weighted.enumerated() {
            total += w
            sx += w * x[start + offset]
            sy += w * y[start + offset]
        }
        let (centre, height) = (sx / total, sy / total)
        var (s2, sxy) = (0.0, 0.0)
        for (offset, w) in weighted.enumerated() {
            let v = x[start + offset] - centre
            s2 += w * v * v
            sxy += w * v * y[start + offset]
        }
        // The program's own rule of when the points are too close together for a slope.
        guard (s2 / total).squareRoot() > 0.001 * range else { return height }
        return height + (point - centre) * sxy / s2
    }

    /// Tricube weights, 1 within a thousandth of the radius and 0 beyond 0.999 of it, ties at the far end included.
    private func weights(at point: Double, radius: Double, from start: Int) -> ContiguousArray<Double> {
        var weights = ContiguousArray<Double>()
        weights.reserveCapacity(neighbours)
        for place in start..<x.count {
            let distance = abs(x[place] - point)
            if distance > 0.999 * radius {
                if x[place] > point { break }
                weights.append(0)
                continue
            }
            if distance <= 0.001 * radius {
                weights.append(1)
            } else {
                let share = distance / radius
                let cube = 1 - share * share * share
                weights.append(cube * cube * cube)
            }
        }
        return weights
    }
}
