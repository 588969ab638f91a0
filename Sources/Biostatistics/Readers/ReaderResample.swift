/// How often each reader and each case counts.
struct ReaderResample {
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
struct ReaderMeanSums {
    private var sums: [ReaderStudy.Measure: [(sum: Double, count: Double)]] = [:]

    init(_ study: ReaderStudy, _ resample: ReaderResample) {
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
