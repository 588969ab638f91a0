import Biostatistics
import Foundation
import Measuring

extension Chapter {
    /// Exponential times, half of them censored, no two alike.
    static let survival = Chapter(
        write: { folder in
            let data = FollowedPatients(count: 1_000_000)
            try folder.write(data.followUp.times, as: "times-1000000")
            try folder.write(data.followUp.events.map { $0 ? 1 : 0 }, as: "events-1000000")
            try folder.write(data.risks, as: "risks-1000000")
        },
        measurements: { folder in
            let data = try FollowedPatients(folder, count: 1_000_000)
            return [data.kaplanMeier, data.logRank, data.concordance]
        },
        growth: {
            [1_000, 10_000, 100_000, 1_000_000, 10_000_000].flatMap { n in
                let data = FollowedPatients(count: n)
                return [data.kaplanMeier, data.logRank, data.concordance]
            }
        }
    )
}

/// Follow-up, and a risk that shortens it.
private struct FollowedPatients {
    let followUp: FollowUp
    let risks: [Double]
    /// 1 for those at more than average risk.
    let groups: [Int]

    /// Invented patients, the same ones on every machine.
    init(count: Int) {
        var generator = Xoshiro256StarStar(seed: UInt64(count))
        var (times, events, risks): ([Double], [Bool], [Double]) = ([], [], [])
        for _ in 0..<count {
            let risk = generator.normal()
            let event = -log(1 - generator.uniform()) / exp(0.5 * risk)
            let censoring = -log(1 - generator.uniform())
            times.append(min(event, censoring))
            events.append(event <= censoring)
            risks.append(risk)
        }
        self.init(FollowUp(times: times, events: events), risks)
    }

    init(_ folder: DataFolder, count: Int) throws {
        let events = try folder.read("events-\(count)").map { $0 == 1 }
        self.init(FollowUp(times: try folder.read("times-\(count)"), events: events), try folder.read("risks-\(count)"))
    }

    private init(_ followUp: FollowUp, _ risks: [Double]) {
        (self.followUp, self.risks) = (followUp, risks)
        groups = risks.map { $0 > 0 ? 1 : 0 }
    }

    /// The curve; of it, the lower limit at time 1.
    var kaplanMeier: TimedWork {
        TimedWork(analysis: "kaplan_meier", n: risks.count) {
            KaplanMeier(followUp).survival(at: 1).interval?.lower ?? 0
        }
    }

    /// The statistic of two groups.
    var logRank: TimedWork {
        TimedWork(analysis: "logrank", n: risks.count) {
            let comparison = LogRank(followUp, groups: groups, groupCount: 2).comparison()
            return (try? comparison.test().get().statistic) ?? 0
        }
    }

    /// The lower limit of Harrell's C, which needs the standard error.
    var concordance: TimedWork {
        TimedWork(analysis: "concordance", n: risks.count) {
            Concordance.harrell(followUp, risk: risks).estimate.interval?.lower ?? 0
        }
    }
}
