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
        var window = LocalWindow(size: neighbours)
        var start = 0
        var values: [Double] = []
        for point in points {
            while start + neighbours < x.count, x[start + neighbours] - point < point - x[start] { start += 1 }
            let radius = max(point - x[start], x[start + neighbours - 1] - point)
            guard radius > 0 else { return nil }
            values.append(window.quadratic(x, y, from: start, centre: point, radius: radius))
        }
        return values
    }
}

/// The observations around one point: distances in units of the radius, and weights; kept from point to point.
private struct LocalWindow {
    private var distances: ContiguousArray<Double>
    private var weights: ContiguousArray<Double>

    init(size: Int) {
        distances = ContiguousArray(repeating: 0, count: size)
        weights = distances
    }

    /// The weighted least-squares quadratic at the centre, by polynomials orthogonal over the neighbourhood.
    ///
    /// A degree that the distinct neighbours do not support is left out.
    mutating func quadratic(
        _ x: ContiguousArray<Double>,
        _ y: ContiguousArray<Double>,
        from start: Int,
        centre: Double,
        radius: Double
    ) -> Double {
        distances.withUnsafeMutableBufferPointer { u in
            weights.withUnsafeMutableBufferPointer { w in
                x.withUnsafeBufferPointer { x in
                    for k in u.indices {
                        u[k] = (x[start + k] - centre) / radius
                        w[k] = Self.tricube(abs(u[k]))
                    }
                }
                return y.withUnsafeBufferPointer { y in
                    Self.fit(UnsafeBufferPointer(u), UnsafeBufferPointer(w), y.baseAddress.map { $0 + start })
                }
            }
        }
    }

    private static func tricube(_ size: Double) -> Double {
        let cube = max(0, 1 - size * size * size)
        return cube * cube * cube
    }

    private static func fit(
        _ u: UnsafeBufferPointer<Double>,
        _ w: UnsafeBufferPointer<Double>,
        _ y: UnsafePointer<Double>?
    ) -> Double {
        guard let y else { return 0 }
        var (total, su, sy) = (0.0, 0.0, 0.0)
        for k in u.indices {
            total += w[k]
            su += w[k] * u[k]
            sy += w[k] * y[k]
        }
        let (mean, height) = (su / total, sy / total)
        var (s2, s3, linear) = (0.0, 0.0, 0.0)
        for k in u.indices {
            let v = u[k] - mean
            s2 += w[k] * v * v
            s3 += w[k] * v * v * v
            linear += w[k] * v * (y[k] - height)
        }
        guard s2 > 1e-28 else { return height }
        let (slope, shift, spread) = (linear / s2, s3 / s2, s2 / total)
        var (q2, curve) = (0.0, 0.0)
        for k in u.indices {
            let v = u[k] - mean
            let q = v * v - shift * v - spread
            q2 += w[k] * q * q
            curve += w[k] * q * (y[k] - height - slope * v)
        }
        let start = height - slope * mean
        return q2 > 1e-28 ? start + curve / q2 * (mean * mean + shift * mean - spread) : start
    }
}
