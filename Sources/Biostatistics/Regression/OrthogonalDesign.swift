/// The columns of a linear model made orthogonal, so that Newton's equations stay well conditioned in any units.
///
/// X = Q R by Gram–Schmidt, run twice; the columns of Q have mean square 1. A column that the ones before it determine
/// (what is left of it is below 10⁻¹¹ of its length, as in R `glm`) is left out.
struct OrthogonalDesign: Sendable, Equatable {
    /// Rows one after the other, `rank` values each.
    let values: ContiguousArray<Double>
    /// How many independent columns there are.
    let rank: Int
    /// Which of the columns given are independent, ascending.
    let kept: [Int]
    /// Columns of the upper triangle R of the kept columns over their scales.
    private let triangle: [[Double]]
    /// A power of two near the largest magnitude of every kept column: no square leaves the range, no digit is lost.
    private let scales: [Double]

    /// Columns of equal length `count`.
    init(columns: [[Double]], count: Int) {
        var basis: [ContiguousArray<Double>] = []
        var kept: [Int] = []
        var triangle: [[Double]] = []
        var scales: [Double] = []
        for (index, column) in columns.enumerated() {
            let scale = column.reduce(0) { max($0, abs($1)) }.binade
            guard scale > 0 else { continue }
            var rest = ContiguousArray(column.map { $0 / scale })
            let length = Self.length(rest)
            var shares = Array(repeating: 0.0, count: basis.count + 1)
            for _ in 0..<2 { for (k, unit) in basis.enumerated() { shares[k] += Self.remove(unit, from: &rest) } }
            let left = Self.length(rest)
            guard left > 1e-11 * length else { continue }
            for i in rest.indices { rest[i] /= left }
            shares[basis.count] = left
            basis.append(rest)
            triangle.append(shares)
            kept.append(index)
            scales.append(scale)
        }
        self.kept = kept
        self.triangle = triangle
        self.scales = scales
        rank = basis.count
        values = Self.interleaved(basis, count: count)
    }

    /// The coefficients of the kept columns from those of the orthogonal ones: R⁻¹ γ.
    func coefficients(_ gamma: [Double]) -> [Double] {
        zip(scaledCoefficients(gamma), scales).map { $0 / $1 }
    }

    private func scaledCoefficients(_ gamma: [Double]) -> [Double] {
        var beta = gamma
        for j in beta.indices.reversed() {
            beta[j] /= triangle[j][j]
            for i in 0..<j { beta[i] -= triangle[j][i] * beta[j] }
        }
        return beta
    }

    /// Their covariance matrix: R⁻¹ C R⁻ᵀ.
    func covariance(_ inner: [[Double]]) -> [[Double]] {
        let scaled = scaledCovariance(inner)
        return scaled.indices.map { i in scaled.indices.map { j in scaled[i][j] / scales[i] / scales[j] } }
    }

    /// Their standard errors, also where squares of them are too large or small for a double.
    func standardErrors(_ inner: [[Double]]) -> [Double] {
        let scaled = scaledCovariance(inner)
        return scaled.indices.map { scaled[$0][$0].squareRoot() / scales[$0] }
    }

    private func scaledCovariance(_ inner: [[Double]]) -> [[Double]] {
        let half = Self.transposed(inner.map(scaledCoefficients))
        return Self.transposed(half.map(scaledCoefficients))
    }

    /// Root mean square.
    private static func length(_ column: ContiguousArray<Double>) -> Double {
        (column.reduce(0.0) { $0 + $1 * $1 } / Double(column.count)).squareRoot()
    }

    /// Takes a unit column's share out of another and returns the share.
    private static func remove(_ unit: ContiguousArray<Double>, from rest: inout ContiguousArray<Double>) -> Double {
        var sum = CompensatedSum()
        for i in rest.indices { sum.add(unit[i] * rest[i]) }
        let share = sum.value / Double(rest.count)
        for i in rest.indices { rest[i] -= share * unit[i] }
        return share
    }

    private static func interleaved(_ basis: [ContiguousArray<Double>], count: Int) -> ContiguousArray<Double> {
        var values = ContiguousArray(repeating: 0.0, count: basis.count * count)
        for (j, unit) in basis.enumerated() {
            for i in unit.indices { values[i * basis.count + j] = unit[i] }
        }
        return values
    }

    private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
        matrix.indices.map { i in matrix.map { $0[i] } }
    }
}
