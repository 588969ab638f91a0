/// Mean and spread of some values.
struct CentredMoments {
    let count: Int
    let mean: Double?
    /// Sum of squares about the mean.
    let squares: Double

    init(_ values: [Double]) {
        count = values.count
        let mean = values.isEmpty ? nil : CompensatedSum.of(values) / Double(values.count)
        self.mean = mean
        squares = mean.map { mean in CompensatedSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) }) } ?? 0
    }

    /// With n − 1; nil for fewer than two values.
    var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }
    var varianceOfMean: Double? { variance.map { $0 / Double(count) } }
}
