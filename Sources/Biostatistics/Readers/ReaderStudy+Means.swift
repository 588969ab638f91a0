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
        let observed = MeanSums(self, Resample(of: self))
        var drawn: [Measure: [[Double]]] = [:]
        for replicate in 0..<replicates {
            let sums = MeanSums(self, Resample(of: self, seed: seed, replicate: UInt64(replicate)))
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

/// How often each reader and each case counts.
private struct Resample {
    let readers: [Int]
    let cases: [Int]

    /// Everybody once.
    init(of study: ReaderStudy) {
        readers = study.readers.map { _ in 1 }
        cases = study.cases.map { _ in 1 }
    }

    init(of study: ReaderStudy, seed: UInt64, replicate: UInt64) {
        var generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(seed, replicate: replicate))
        var readers = study.readers.map { _ in 0 }
        for _ in readers { readers[generator.index(below: readers.count)] += 1 }
        var cases = study.cases.map { _ in 0 }
        for truth in [true, false] {
            let places = study.truths.indices.filter { study.truths[$0] == truth }
            for _ in places { cases[places[generator.index(below: places.count)]] += 1 }
        }
        self.readers = readers
        self.cases = cases
    }
}

/// Sums over readers of their shares, by measure: first arm, second arm, difference.
private struct MeanSums {
    private var sums: [ReaderStudy.Measure: [(sum: Double, count: Double)]] = [:]

    init(_ study: ReaderStudy, _ resample: Resample) {
        for reader in study.readers.indices where resample.readers[reader] > 0 {
            let one = RightCalls(study.calls(of: reader, in: .first), study.truths, resample.cases)
            let other = RightCalls(study.calls(of: reader, in: .second), study.truths, resample.cases)
            for measure in ReaderStudy.Measure.allCases {
                let (first, second) = (one.share(measure), other.share(measure))
                let difference = first.flatMap { first in second.map { $0 - first } }
                add([first, second, difference], times: Double(resample.readers[reader]), to: measure)
            }
        }
    }

    private mutating func add(_ values: [Double?], times: Double, to measure: ReaderStudy.Measure) {
        var list = sums[measure] ?? Array(repeating: (0, 0), count: values.count)
        for (place, value) in values.enumerated() {
            guard let value else { continue }
            list[place].sum += times * value
            list[place].count += times
        }
        sums[measure] = list
    }

    func values(_ measure: ReaderStudy.Measure) -> [Double?] {
        (sums[measure] ?? Array(repeating: (0, 0), count: 3)).map { $0.count > 0 ? $0.sum / $0.count : nil }
    }
}

/// A reader's weighted calls in one arm.
private struct RightCalls {
    private var right = (healthy: 0, diseased: 0)
    private var all = (healthy: 0, diseased: 0)

    init(_ calls: [ReaderStudy.Call], _ truths: [Bool], _ weights: [Int]) {
        for call in calls {
            let weight = weights[call.place]
            if truths[call.place] {
                all.diseased += weight
                right.diseased += call.isRight ? weight : 0
            } else {
                all.healthy += weight
                right.healthy += call.isRight ? weight : 0
            }
        }
    }

    func share(_ measure: ReaderStudy.Measure) -> Double? {
        switch measure {
        case .accuracy:
            Proportion(events: right.healthy + right.diseased, total: all.healthy + all.diseased).estimate
        case .sensitivity: Proportion(events: right.diseased, total: all.diseased).estimate
        case .specificity: Proportion(events: right.healthy, total: all.healthy).estimate
        }
    }
}

extension IntervalMethod {
    /// Percentiles over readers and cases drawn together.
    public static let readerCaseBootstrap = IntervalMethod("bootstrap over readers and cases, percentile")
}
