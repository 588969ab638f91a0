/// Covariates column by column, with mean 0 and variance 1.
struct ScaledColumns: Sendable {
    let count: Int
    let rows: Int
    private let values: [Double]
    /// Standard deviations; nil for a column that does not vary.
    private let scales: [Double?]

    init(_ covariates: [[Double]]) {
        count = covariates.first?.count ?? 0
        rows = covariates.count
        var (values, scales): ([Double], [Double?]) = ([], [])
        for column in 0..<count {
            let mean = CompensatedSum.of(covariates.lazy.map { $0[column] }) / Double(rows)
            let centred = covariates.map { $0[column] - mean }
            let variance = CompensatedSum.of(centred.lazy.map { $0 * $0 }) / Double(rows)
            let scale = variance > 1e-18 * max(1, mean * mean) ? variance.squareRoot() : nil
            scales.append(scale)
            values += scale.map { scale in centred.map { $0 / scale } } ?? Array(repeating: 0, count: rows)
        }
        (self.values, self.scales) = (values, scales)
    }

    private init(count: Int, rows: Int, values: [Double], scales: [Double?]) {
        (self.count, self.rows, self.values, self.scales) = (count, rows, values, scales)
    }

    /// Some rows on the scale of all.
    func subset(_ places: [Int]) -> ScaledColumns {
        let values = (0..<count).flatMap { column in places.map { self.values[column * rows + $0] } }
        return ScaledColumns(count: count, rows: places.count, values: values, scales: scales)
    }

    func unscaled(_ scaled: [Double]) -> [Double] {
        zip(scaled, scales).map { $1.map { [value = $0] in value / $0 } ?? 0 }
    }

    /// Σⱼ βⱼ xⱼ of each row.
    func predictors(_ scaled: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: rows)
        values.withUnsafeBufferPointer { values in
            for column in 0..<count where scaled[column] != 0 {
                let (start, factor) = (column * rows, scaled[column])
                for row in 0..<rows { sums[row] += factor * values[start + row] }
            }
        }
        return sums
    }

    /// Four sums side by side, which a processor adds at once.
    func product(_ column: Int, _ other: [Double]) -> Double {
        values.withUnsafeBufferPointer { values in
            other.withUnsafeBufferPointer { other in
                var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
                let start = column * rows
                var row = 0
                while row + 4 <= rows {
                    a += values[start + row] * other[row]
                    b += values[start + row + 1] * other[row + 1]
                    c += values[start + row + 2] * other[row + 2]
                    d += values[start + row + 3] * other[row + 3]
                    row += 4
                }
                while row < rows {
                    a += values[start + row] * other[row]
                    row += 1
                }
                return (a + b) + (c + d)
            }
        }
    }

    /// Σ over rows of weight · one · other.
    func weightedProduct(_ one: Int, _ other: Int, _ weights: [Double]) -> Double {
        values.withUnsafeBufferPointer { values in
            weights.withUnsafeBufferPointer { weights in
                var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
                let (first, second) = (one * rows, other * rows)
                var row = 0
                while row + 4 <= rows {
                    a += weights[row] * values[first + row] * values[second + row]
                    b += weights[row + 1] * values[first + row + 1] * values[second + row + 1]
                    c += weights[row + 2] * values[first + row + 2] * values[second + row + 2]
                    d += weights[row + 3] * values[first + row + 3] * values[second + row + 3]
                    row += 4
                }
                while row < rows {
                    a += weights[row] * values[first + row] * values[second + row]
                    row += 1
                }
                return (a + b) + (c + d)
            }
        }
    }

    /// The values of one column.
    func column(_ place: Int) -> ArraySlice<Double> { values[place * rows..<(place + 1) * rows] }
}
