/// A p-chart: the proportions of successive periods against control limits that the first of them set.
///
/// Limits are exact binomial quantiles, so that they hold in small periods too, where the usual centre ± 3 standard
/// errors would lie below 0 or call a single event a signal. The centre is taken as known, as usual for such charts.
public struct ProportionChart: Sendable, Equatable {
    /// One period.
    public struct Point: Sendable, Equatable {
        /// Events among observations; a period may be empty.
        public let counts: Proportion
        /// Counts of events that chance would give; nil where there is nothing to judge, or no centre.
        public let limits: ClosedRange<Int>?
        /// Whether it is one of a run of at least ``ProportionChart/runLength`` on one side of the centre.
        public let isInRun: Bool

        /// Fewer events than the lower limit.
        public var isBelow: Bool { limits.map { counts.events < $0.lowerBound } ?? false }
        /// More events than the upper limit.
        public var isAbove: Bool { limits.map { counts.events > $0.upperBound } ?? false }
        /// Whether the period gives an alarm of any kind.
        public var isSignal: Bool { isBelow || isAbove || isInRun }
        /// The limits as proportions.
        public var limitShares: ClosedRange<Double>? {
            limits.map { limits in
                Double(limits.lowerBound) / Double(counts.total)...Double(limits.upperBound) / Double(counts.total)
            }
        }
    }

    /// Beyond each limit lies at most this chance: that of a normal value beyond three standard deviations.
    public static let tail = NormalDistribution.cumulative(-3)
    /// So many periods in a row on one side of the centre are a signal.
    public static let runLength = 8

    /// What the baseline periods hold together; its share is the centre line.
    public let baseline: Proportion
    /// How many periods with observations the baseline has.
    public let baselinePeriods: Int
    /// In the order given.
    public let points: [Point]

    /// The centre line; nil where nothing was observed.
    public var centre: Double? { baseline.estimate }

    /// A chart of periods in their order; the first with observations, up to `baselinePeriods`, are the baseline.
    ///
    /// Limits agree with R `qbinom(c(pnorm(-3), pnorm(3)), n, p)`. A run passes over empty periods, and a period that
    /// lies on the centre ends it. Source: Montgomery, Introduction to Statistical Quality Control, §7.3; Nelson, J Qual
    /// Technol 16 (1984) 237, with 8 in place of 9.
    ///
    /// - Precondition: `baselinePeriods` is at least 1.
    public init(_ periods: [Proportion], baselinePeriods: Int) {
        precondition(baselinePeriods >= 1, "a baseline has at least one period")
        let first = periods.filter { $0.total > 0 }.prefix(baselinePeriods)
        let baseline = Proportion(
            events: first.map(\.events).reduce(0, +),
            total: first.map(\.total).reduce(0, +)
        )
        let runs = Self.runs(periods, around: baseline)
        self.baseline = baseline
        self.baselinePeriods = first.count
        points = zip(periods, runs).map { counts, isInRun in
            Point(counts: counts, limits: Self.limits(counts.total, centre: baseline.estimate), isInRun: isInRun)
        }
    }

    private static func limits(_ total: Int, centre: Double?) -> ClosedRange<Int>? {
        guard total > 0, let centre else { return nil }
        let lower = BinomialDistribution.quantile(tail, trials: total, probability: centre)
        let upper = BinomialDistribution.quantile(1 - tail, trials: total, probability: centre)
        return lower...max(lower, upper)
    }

    /// For each period whether it belongs to a long run; compared in whole numbers, so that nothing is rounded.
    private static func runs(_ periods: [Proportion], around centre: Proportion) -> [Bool] {
        var isInRun = Array(repeating: false, count: periods.count)
        var run: [Int] = []
        var side = 0
        func close() {
            if run.count >= runLength { for index in run { isInRun[index] = true } }
            run = []
        }
        for (index, period) in periods.enumerated() where period.total > 0 {
            let own = (period.events * centre.total - centre.events * period.total).signum()
            if own != side { close() }
            side = own
            if own != 0 { run.append(index) }
        }
        close()
        return isInRun
    }
}
