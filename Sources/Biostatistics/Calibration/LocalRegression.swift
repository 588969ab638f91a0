import Foundation

/// Local quadratic regression with tricube weights, evaluated exactly where it is asked.
///
/// The neighbourhood of a point are the ⌊span · n + 10⁻⁵⌋ nearest observations; its radius is the distance of the last.
/// Equals R `loess(y ~ x, span, degree = 2, control = loess.control(surface = "direct"))`.
/// Source: Cleveland and Devlin, J Am Stat Assoc 83 (1988) 596.
struct LocalRegression {
    /// Ascending.
    private let x: ContiguousArray<Double>
    private let y: ContiguousArray<Double>
    private let neighbours: Int

    /// Pairs in ascending order of x; the span lies in 0...1.
    init(sorted x: ContiguousArray<Double>, _ y: ContiguousArray<Double>, span: Double = 0.75) {
        self.x = x
        self.y = y
        neighbours = min(x.count, Int(Double(x.count) * span + 1e-5))
    }

    /// The curve at points in ascending order; nil where a neighbourhood has no width.
    func values(at points: some Sequence<Double>) -> [Double]? {
        guard neighbours > 0 else { return nil }
        var start = 0
        var values: [Double] = []
        for point in points {
            while start + neighbours < x.count, x[start + neighbours] - point < point - x[start] { start += 1 }
            let radius = max(point - x[start], x[start + neighbours - 1] - point)
            guard radius > 0 else { return nil }
            values.append(fit(at: point, radius: radius, from: start))
        }
        return values
    }

    /// The weighted least-squares quadratic at its centre, by polynomials orthogonal over the neighbourhood.
    ///
    /// A degree that the distinct neighbours do not support is left out.
    private func fit(at point: Double, radius: Double, from start: Int) -> Double {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                let window = LocalWindow(x, y, start..<(start + neighbours), centre: point, radius: radius)
                return window.quadraticAtCentre()
            }
        }
    }
}

/// The observations around one point, their distances scaled to the radius.
private struct LocalWindow {
    private let x: UnsafeBufferPointer<Double>
    private let y: UnsafeBufferPointer<Double>
    private let places: Range<Int>
    private let centre: Double
    private let radius: Double

    init(
        _ x: UnsafeBufferPointer<Double>,
        _ y: UnsafeBufferPointer<Double>,
        _ places: Range<Int>,
        centre: Double,
        radius: Double
    ) {
        self.x = x
        self.y = y
        self.places = places
        self.centre = centre
        self.radius = radius
    }

    /// Two passes: weighted moments about the centre give the polynomials, residual products the fit.
    func quadraticAtCentre() -> Double {
        let (mean, height) = means()
        var (s2, s3, sy) = (0.0, 0.0, 0.0)
        each { u, y, w in
            let v = u - mean
            s2 += w * v * v
            s3 += w * v * v * v
            sy += w * v * (y - height)
        }
        guard s2 > 1e-28 else { return height }
        let linear = sy / s2
        let shift = s3 / s2
        let total = weight()
        var (q2, qy) = (0.0, 0.0)
        each { u, y, w in
            let v = u - mean
            let q = v * v - shift * v - s2 / total
            q2 += w * q * q
            qy += w * q * (y - height - linear * v)
        }
        let start = height - linear * mean
        guard q2 > 1e-28 else { return start }
        return start + qy / q2 * (mean * mean + shift * mean - s2 / total)
    }

    private func weight() -> Double {
        var total = 0.0
        each { _, _, w in total += w }
        return total
    }

    private func means() -> (u: Double, y: Double) {
        var (total, su, sy) = (0.0, 0.0, 0.0)
        each { u, y, w in
            total += w
            su += w * u
            sy += w * y
        }
        return (su / total, sy / total)
    }

    @inline(__always)
    private func each(_ body: (_ u: Double, _ y: Double, _ weight: Double) -> Void) {
        for place in places {
            let u = (x[place] - centre) / radius
            let size = abs(u)
            guard size < 1 else { continue }
            let cube = 1 - size * size * size
            body(u, y[place], cube * cube * cube)
        }
    }
}
