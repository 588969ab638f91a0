/// Values in ascending order, for quantiles as R makes them by default.
struct AscendingValues {
    private let values: [Double]

    init(_ values: [Double]) { self.values = values.sorted() }

    var isEmpty: Bool { values.isEmpty }

    /// R `quantile(type = 7)`, with its rounding: a group's edge must fall on the same side of a patient as there.
    func quantile(_ share: Double) -> Double {
        let place = Double(values.count - 1) * share
        let index = 1 + place
        let low = index.rounded(.down)
        let (below, above) = (values[Int(low) - 1], values[Int(index.rounded(.up)) - 1])
        let weight = index - low
        return weight > 0 && above != below ? (1 - weight) * below + weight * above : below
    }
}
