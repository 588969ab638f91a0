import Biostatistics

extension Catalogue {
    static let aurocBootstrap = Method(
        "auroc_bootstrap",
        title: "Bootstrap intervals of the area under the ROC curve",
        chapter: .discrimination,
        fields: [labelField, scoreField, .seed, .replicates, .conf],
        example: #"""
            {"labels": [0, 0, 1, 0, 1, 1], "scores": [0.1, 0.35, 0.3, 0.5, 0.6, 0.9], "seed": "42", "B": 500}
            """#,
        table: .columns(labelField, scoreField)
    ) { input in
        let level = try input.level()
        let (seed, count) = (try input.seed(), try input.replicates())
        let labels = try input.labels("labels")
        let scores = try input.scores("scores", count: labels.count)
        do throws(NotEstimable) {
            let resampling = try StratifiedResampling(scores: [scores], labels: labels)
            return resampling.auroc(replicates: count, seed: seed).result(level: level)
        } catch {
            return MethodResult(error)
        }
    }
}

extension Method.Field {
    static let seed = required("seed", "a whole number from 0 to 2⁶⁴ − 1, as text to keep all its digits")
    static let replicates = optional("B", "how many replicates, 1 to 1,000,000; 2000 where it is left out")
}

extension MethodInput {
    /// The member `seed`.
    func seed() throws -> UInt64 {
        guard let seed = UInt64(try text("seed")) else {
            throw error("seed", "must be a whole number from 0 to \(UInt64.max), best written as a text")
        }
        return seed
    }

    /// The member `B`.
    func replicates() throws -> Int { try count("B", in: 1...1_000_000, default: 2000) }
}

extension ReplicateDistribution {
    /// Estimate, standard error, both intervals, and the first replicates to compare generators by.
    func result(level: Double) -> MethodResult {
        let none = NotEstimable.tooFew("defined replicates", needed: 2)
        return [
            "estimate": MethodResult(estimate),
            "se": MethodResult(standardError, else: none),
            "percentile": MethodResult(interval: percentile(level: level), else: none),
            "basic": MethodResult(interval: basic(level: level), else: none),
            "replicates": .count(values.count),
            "undefined": .count(undefinedCount),
            "first_replicates": .list(values.prefix(3).map { MethodResult($0, else: .undefined("not defined")) }),
        ]
    }
}
