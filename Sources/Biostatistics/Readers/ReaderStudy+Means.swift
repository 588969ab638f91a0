/// A measure averaged over readers, with bootstrap intervals over readers and cases together.
public struct MeanOverReaders: Sendable, Equatable {
    /// Mean of the readers with such cases in the first arm.
    public let first: Estimate
    /// Mean of the readers with such cases in the second arm.
    public let second: Estimate
    /// Mean of second minus first over the readers with such cases in both arms.
    public let difference: Estimate
    /// Replicates in which one of the three did not exist, left out of its interval.
    public let undefinedReplicates: Int
}

extension ReaderStudy {
    /// Every measure averaged over readers, each reader counting once, with percentile intervals.
    ///
    /// A replicate draws as many readers as there are and, apart from them, as many diseased and as many healthy cases,
    /// all with replacement; a reader's share is then over the cases drawn that he read. So incomplete blocks are
    /// allowed, and the prevalence stays that of the study. The interval is on the safe side, because noise that belongs
    /// to single readings is counted up to three times. Limits are type 7 quantiles. Replicate r draws from the seed's
    /// output r, readers first, then diseased, then healthy cases, each in the order of their names.
    /// Source: Owen, Annals of Applied Statistics 1 (2007) 386, the pigeonhole bootstrap.
    public func means(replicates: Int = 2000, seed: UInt64, level: Double = 0.95) -> [Measure: MeanOverReaders] {
        precondition(replicates > 0, "at least one replicate")
        let observed = ReaderMeanSums(self, ReaderResample(of: self))
        var drawn: [Measure: [[Double]]] = [:]
        for replicate in 0..<replicates {
            let sums = ReaderMeanSums(self, ReaderResample(of: self, seed: seed, replicate: UInt64(replicate)))
            for measure in Measure.allCases {
                let values = sums.values(measure)
                var lists = drawn[measure] ?? [[], [], []]
                for (place, value) in values.enumerated() { if let value { lists[place].append(value) } }
                drawn[measure] = lists
            }
        }
        return Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { measure in
                let lists = drawn[measure] ?? []
                let estimates = zip(observed.values(measure), lists).map { value, list in
                    Self.estimate(value, AscendingValues(list), level: level)
                }
                let mean = MeanOverReaders(
                    first: estimates[0],
                    second: estimates[1],
                    difference: estimates[2],
                    undefinedReplicates: replicates - (lists.map(\.count).min() ?? 0)
                )
                return (measure, mean)
            }
        )
    }

    private static func estimate(_ value: Double?, _ replicates: AscendingValues, level: Double) -> Estimate {
        guard let value else { return .notEstimable(.noObservations) }
        guard !replicates.isEmpty else { return .value(value, interval: nil) }
        let tail = NormalDistribution.tail(level: level)
        let interval = Interval(
            lower: replicates.quantile(tail),
            upper: replicates.quantile(1 - tail),
            level: level,
            method: .readerCaseBootstrap
        )
        return .value(value, interval: interval)
    }
}

extension IntervalMethod {
    /// Percentiles over readers and cases drawn together.
    public static let readerCaseBootstrap = IntervalMethod("bootstrap over readers and cases, percentile")
}
