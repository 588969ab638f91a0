import Biostatistics
import Measuring

extension Chapter {
    /// Scores of a rare outcome: one case in ten, a shift of one standard deviation.
    static let discrimination = Chapter(
        write: { folder in
            for n in [20_000, 100_000, 1_000_000] {
                let data = ScoredPatients(count: n)
                try folder.write(data.labels.map { $0 ? 1 : 0 }, as: "labels-\(n)")
                try folder.write(data.scores, as: "scores-\(n)")
                try folder.write(data.others, as: "others-\(n)")
            }
        },
        measurements: { folder in
            let (small, middle, large) = (
                try ScoredPatients(folder, count: 20_000), try ScoredPatients(folder, count: 100_000),
                try ScoredPatients(folder, count: 1_000_000)
            )
            return [large.delong, large.averagePrecision, middle.pairedDelong, small.bootstrap]
        },
        growth: {
            [1_000, 10_000, 100_000, 1_000_000, 10_000_000].flatMap { n in
                let data = ScoredPatients(count: n)
                return [data.delong, data.pairedDelong, data.averagePrecision]
            }
        }
    )
}

/// Labels and two correlated scores.
private struct ScoredPatients {
    let labels: [Bool]
    let scores: [Double]
    let others: [Double]

    /// Invented patients, the same ones on every machine.
    init(count: Int) {
        var generator = Xoshiro256StarStar(seed: UInt64(count))
        var (labels, scores, others): ([Bool], [Double], [Double]) = ([], [], [])
        for _ in 0..<count {
            let isCase = generator.uniform() < 0.1
            let risk = generator.normal() + (isCase ? 1 : 0)
            labels.append(isCase)
            scores.append(risk)
            others.append(0.6 * risk + 0.8 * generator.normal())
        }
        (self.labels, self.scores, self.others) = (labels, scores, others)
    }

    init(_ folder: DataFolder, count: Int) throws {
        labels = try folder.read("labels-\(count)").map { $0 == 1 }
        scores = try folder.read("scores-\(count)")
        others = try folder.read("others-\(count)")
    }

    /// The interval's lower limit, which needs area and variance.
    var delong: TimedWork {
        TimedWork(analysis: "auroc_delong", n: labels.count) {
            let auroc = try? RankedScores(scores: scores, labels: labels).auroc().get()
            return auroc?.wald().interval?.lower ?? 0
        }
    }

    /// The statistic z of the difference.
    var pairedDelong: TimedWork {
        TimedWork(analysis: "auroc_paired_delong", n: labels.count) {
            (try? AurocDifference.compare(scores, with: others, labels: labels).get().test().get().z) ?? 0
        }
    }

    var averagePrecision: TimedWork {
        TimedWork(analysis: "average_precision", n: labels.count) {
            (try? RankedScores(scores: scores, labels: labels).precisionRecall().get().averagePrecision) ?? 0
        }
    }

    /// Generators differ between tools: the standard error agrees to two digits.
    var bootstrap: TimedWork {
        TimedWork(analysis: "auroc_bootstrap_2000", n: labels.count) {
            let resampling = try? StratifiedResampling(scores: [scores], labels: labels)
            return resampling?.auroc(replicates: 2000, seed: 42).standardError ?? 0
        }
    }
}
