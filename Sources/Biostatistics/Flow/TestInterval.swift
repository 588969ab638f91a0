/// How long after the index test the reference standard came, in some patients.
///
/// STARD 2015, item 22: the time between both, in which the disease may come or go.
public struct TestInterval: Sendable, Equatable {
    /// The intervals in days.
    public let days: ContinuousSummary
    /// Those outside the window among all intervals; nil where no window is declared.
    public let outside: Proportion?

    /// All intervals are finite and at least 0; the bounds of the window, in days, belong to it.
    public init(days: [Double], window: ClosedRange<Double>? = nil) {
        precondition(days.allSatisfy { $0 >= 0 }, "no reference standard before the index test")
        self.days = ContinuousSummary(days)
        outside = window.map { window in
            Proportion(events: days.count { !window.contains($0) }, total: days.count)
        }
    }
}
