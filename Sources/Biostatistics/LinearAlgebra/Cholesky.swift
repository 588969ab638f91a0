import Foundation

/// The factor L of a symmetric positive definite matrix A = L Lᵀ, as the normal equations of small models give.
///
/// Models here have a few dozen columns at most, so forty lines do what would otherwise need a system's LAPACK.
struct Cholesky {
    /// Rows of the lower triangle.
    private let factor: [[Double]]

    /// Nil where a pivot, relative to its diagonal, falls to `tolerance` or below: the columns depend on each other.
    init?(_ matrix: [[Double]], tolerance: Double = 1e-11) {
        var factor: [[Double]] = []
        for (i, row) in matrix.enumerated() {
            var line = Array(repeating: 0.0, count: i + 1)
            for j in 0...i {
                var sum = row[j]
                for k in 0..<j { sum -= line[k] * (j < i ? factor[j][k] : line[k]) }
                if j < i {
                    line[j] = sum / factor[j][j]
                } else {
                    guard sum > tolerance * row[i], sum.isFinite else { return nil }
                    line[i] = sum.squareRoot()
                }
            }
            factor.append(line)
        }
        self.factor = factor
    }

    /// The x with A x = b.
    func solve(_ b: [Double]) -> [Double] {
        var x = b
        for i in factor.indices {
            for k in 0..<i { x[i] -= factor[i][k] * x[k] }
            x[i] /= factor[i][i]
        }
        for i in factor.indices.reversed() {
            for k in (i + 1)..<max(i + 1, factor.count) { x[i] -= factor[k][i] * x[k] }
            x[i] /= factor[i][i]
        }
        return x
    }

    /// A⁻¹, such as a covariance matrix from an information matrix.
    var inverse: [[Double]] {
        let columns = factor.indices.map { column in
            solve(factor.indices.map { $0 == column ? 1 : 0 })
        }
        return factor.indices.map { i in factor.indices.map { j in columns[j][i] } }
    }

    /// log |A|.
    var logDeterminant: Double { factor.reduce(0) { $0 + 2 * log($1[$1.count - 1]) } }

    /// bᵀ A⁻¹ b.
    func quadraticForm(_ b: [Double]) -> Double { zip(b, solve(b)).reduce(0) { $0 + $1.0 * $1.1 } }
}
