/// The factor L of a positive definite matrix A = LLᵀ.
struct CholeskyFactor {
    private let size: Int
    /// Lower triangle, row-major in a full square.
    private var lower: [Double]

    /// Nil when the matrix is not positive definite; only its lower triangle is read.
    init?(_ matrix: [Double], size: Int) {
        self.size = size
        lower = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = lower[row * size + column]
                for k in 0..<column { sum -= lower[row * size + k] * lower[column * size + k] }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[row * size + row] = sum.squareRoot()
                } else {
                    lower[row * size + column] = sum / lower[column * size + column]
                }
            }
        }
    }

    /// x with Ax = b.
    func solve(_ b: [Double]) -> [Double] {
        var x = b
        for row in 0..<size {
            for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
            x[row] /= lower[row * size + row]
        }
        return solveTransposed(x)
    }

    /// x with Lᵀx = b: of b with independent unit variances, x has the covariance A⁻¹.
    func solveTransposed(_ b: [Double]) -> [Double] {
        var x = b
        for row in stride(from: size - 1, through: 0, by: -1) {
            for k in row + 1..<size { x[row] -= lower[k * size + row] * x[k] }
            x[row] /= lower[row * size + row]
        }
        return x
    }
}
