/// Features with mean 0 and variance 1 by column, behind a leading column of ones.
struct StandardisedFeatures {
    let rows: Int
    /// Columns with the leading one.
    let columns: Int
    /// Row-major.
    let values: [Double]
    private let means: [Double]
    /// One over the standard deviation; 0 for a column that never varies, which so drops out.
    private let factors: [Double]

    /// - Precondition: at least one row, all rows of one length.
    init(_ features: [[Float]]) {
        let count = Double(features.count)
        let width = features[0].count
        let means = (0..<width).map { column in features.reduce(0) { $0 + Double($1[column]) } / count }
        let factors = (0..<width).map { column in
            let variance = features.reduce(0) { sum, row in
                sum + (Double(row[column]) - means[column]) * (Double(row[column]) - means[column])
            }
            let deviation = (variance / count).squareRoot()
            return deviation > 1e-9 * max(1, abs(means[column])) ? 1 / deviation : 0
        }
        values = features.flatMap { row in
            [1] + (0..<width).map { (Double(row[$0]) - means[$0]) * factors[$0] }
        }
        rows = features.count
        columns = width + 1
        self.means = means
        self.factors = factors
    }

    /// The linear predictor of one row.
    func predictor(_ row: Int, _ coefficients: [Double]) -> Double {
        let start = row * columns
        var sum = 0.0
        for column in 0..<columns { sum += values[start + column] * coefficients[column] }
        return sum
    }

    /// The same linear function on the features as they were given.
    func unstandardised(_ coefficients: [Double]) -> (bias: Double, weights: [Double]) {
        let weights = zip(coefficients.dropFirst(), factors).map(*)
        return (coefficients[0] - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }, weights)
    }
}
