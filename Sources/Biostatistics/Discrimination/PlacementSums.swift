/// Sums over one class of its members' doubled placements: how many of the other class lie on the right side, ties half.
///
/// Doubled they are whole numbers, so that sums, squares and differences are exact: equal placements have a variance of
/// exactly zero, whatever their number. Exact while cases times controls stay below 2⁶³.
struct PlacementSums: Sendable, Equatable {
    private(set) var count = 0
    private(set) var sum: UInt128 = 0
    private(set) var squares: UInt128 = 0

    /// Adds members who share a placement.
    mutating func add(_ doubled: Int, times: Int) {
        let (value, times) = (UInt128(truncatingIfNeeded: doubled), UInt128(truncatingIfNeeded: times))
        count &+= Int(truncatingIfNeeded: times)
        sum &+= value &* times
        squares &+= value &* value &* times
    }

    /// The variance of the mean placement as a share of the other class; nil for fewer than two members.
    func varianceOfMean(others: Int) -> Double? {
        guard count > 1 else { return nil }
        let n = UInt128(count)
        return Self.scaled(Double(n * squares - sum * sum), count: count, others: others)
    }

    /// n Σxy − Σx Σy of doubled placements as a covariance of mean shares.
    static func scaled(_ numerator: Double, count: Int, others: Int) -> Double {
        let (n, m) = (Double(count), 2 * Double(others))
        return numerator / (n * n * (n - 1)) / (m * m)
    }
}
