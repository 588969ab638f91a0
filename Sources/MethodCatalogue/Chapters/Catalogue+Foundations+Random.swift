import Biostatistics

extension Catalogue {
    static let randomNumbers = Method(
        "rng_bootstrap",
        title: "Reproducible random numbers and bootstrap intervals",
        chapter: .foundations,
        fields: [
            .required("kind", "what is drawn: \((outputKinds + bootstrapKinds).joined(separator: ", "))"),
            .required("seed", "a whole number below 2^64, as text"),
            .optional("n", "of index: draws lie below it"),
            .optional("count", "how many outputs; 6, of index 12, of replicate_seed 5 where it is left out"),
            .optional("B", "replicates of a bootstrap, 2000 where it is left out"),
            .conf,
            .optional("labels", "of auc, average_precision and auc_difference: 1 for a case, else 0"),
            .optional("scores", "of auc and average_precision; higher means more likely a case"),
            .optional("scores1", "of auc_difference"),
            .optional("scores2", "of auc_difference, in the same patients"),
            .optional("tiers", "of begg_greenes: objects with tier, N, n, x, test_positive"),
        ],
        example: #"{"kind": "auc", "seed": "42", "B": 500, "labels": [0, 1, 0, 1], "scores": [0.2, 0.9, 0.4, 0.3]}"#
    ) { input in
        let kind = try input.text("kind", oneOf: outputKinds + bootstrapKinds)
        let text = try input.text("seed")
        guard let seed = UInt64(text) else { throw input.error("seed", "must be a whole number from 0 to 2^64 - 1") }
        if outputKinds.contains(kind) { return ["outputs": .list(try outputs(kind, seed, input))] }
        let plan = Bootstrap(seed: seed, replicates: try input.count("B", in: 1...10_000_000, default: 2000))
        return try bootstrap(kind, plan, input)
    }

    private static let outputKinds = ["splitmix64", "xoshiro256ss", "uniform", "index", "replicate_seed"]
    private static let bootstrapKinds = ["auc", "average_precision", "auc_difference", "begg_greenes"]

    private static func outputs(_ kind: String, _ seed: UInt64, _ input: MethodInput) throws -> [MethodResult] {
        let usual = ["index": 12, "replicate_seed": 5][kind] ?? 6
        let count = try input.count("count", in: 1...1_000_000, default: usual)
        var seeds = SplitMix64(seed: seed)
        var generator = Xoshiro256StarStar(seed: seed)
        let bound = kind == "index" ? try input.count("n", in: 1...Int.max) : 1
        return (0..<count).map { _ in
            switch kind {
            case "xoshiro256ss": .text(String(generator.next()))
            case "uniform": .number(generator.uniform())
            case "index": .count(generator.index(below: bound))
            default: .text(String(seeds.next()))
            }
        }
    }

    private static func bootstrap(_ kind: String, _ plan: Bootstrap, _ input: MethodInput) throws -> MethodResult {
        let level = try input.level()
        if kind == "begg_greenes" {
            let samples = BeggGreenes(tiers: try input.objects("tiers").map(verifiedTier)).bootstrap(plan)
            return [
                "sensitivity": MethodResult(samples.sensitivity, level: level),
                "specificity": MethodResult(samples.specificity, level: level),
            ]
        }
        let labels = try input.labels("labels")
        let fields = kind == "auc_difference" ? ["scores1", "scores2"] : ["scores"]
        let scores = try fields.map {
            ResampledScores(scores: try input.numbers($0, count: labels.count), isEvent: labels)
        }
        let resampling = StratifiedResampling(byOutcome: labels)
        let statistic = { (sample: [Int]) in Self.statistic(kind, scores, sample) }
        let distribution = plan.run(estimate: statistic(Array(labels.indices))) { generator in
            statistic(resampling.draw(using: &generator))
        }
        return MethodResult(distribution, level: level)
    }

    private static func statistic(_ kind: String, _ scores: [ResampledScores], _ sample: [Int]) -> Double? {
        switch kind {
        case "average_precision": return scores[0].averagePrecision(of: sample)
        case "auc": return scores[0].auroc(of: sample)
        default:
            guard let one = scores[0].auroc(of: sample), let other = scores[1].auroc(of: sample) else { return nil }
            return one - other
        }
    }

    private static func verifiedTier(_ tier: MethodInput) throws -> BeggGreenes.Tier {
        let verified = try tier.count("n")
        return BeggGreenes.Tier(
            TierSample(tier: try tier.text("tier"), eligible: try tier.count("N"), verified: verified),
            diseased: try tier.count("x", in: 0...verified),
            isPositive: try tier.truth("test_positive")
        )
    }
}

extension MethodResult {
    /// A bootstrap with both intervals, how many replicates were undefined, and the first three.
    fileprivate init(_ distribution: BootstrapDistribution, level: Double) {
        let undefined = NotEstimable.undefined("the statistic is undefined in the data")
        self = [
            "estimate": MethodResult(distribution.estimate, else: undefined),
            "se": MethodResult(distribution.standardError, else: .tooFew("defined replicates", needed: 2)),
            "percentile": MethodResult(limits: distribution.percentile(level: level)),
            "basic": MethodResult(limits: distribution.basic(level: level)),
            "replicates": .count(distribution.replicates.count),
            "undefined": .count(distribution.undefined),
            "first_replicates": .list(distribution.replicates.prefix(3).map { MethodResult($0, else: undefined) }),
        ]
    }
}
