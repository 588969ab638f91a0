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
        if outputKinds.contains(kind) { return ["outputs": .list(try outputs(kind, try input.seed(), input))] }
        return kind == "begg_greenes" ? try correctedAccuracy(input) : try scoreBootstrap(kind, input)
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

    private static func scoreBootstrap(_ kind: String, _ input: MethodInput) throws -> MethodResult {
        let (level, seed, count) = (try input.level(), try input.seed(), try input.replicates())
        let labels = try input.labels("labels")
        let fields = kind == "auc_difference" ? ["scores1", "scores2"] : ["scores"]
        let scores = try fields.map { try input.numbers($0, count: labels.count) }
        do throws(NotEstimable) {
            let resampling = try StratifiedResampling(scores: scores, labels: labels)
            let distribution =
                switch kind {
                case "auc": resampling.auroc(replicates: count, seed: seed)
                case "average_precision": resampling.averagePrecision(replicates: count, seed: seed)
                default: resampling.aurocDifference(replicates: count, seed: seed)
                }
            return distribution.result(level: level)
        } catch {
            return refused(error, replicates: count)
        }
    }

    private static func correctedAccuracy(_ input: MethodInput) throws -> MethodResult {
        let (level, seed, count) = (try input.level(), try input.seed(), try input.replicates())
        let tiers = BeggGreenes(tiers: try input.objects("tiers").map(verifiedTier))
        let samples = tiers.bootstrap([.sensitivity, .specificity], replicates: count, seed: seed).map { sample in
            switch sample {
            case .success(let distribution): distribution.result(level: level)
            case .failure(let reason): refused(reason, replicates: count)
            }
        }
        return ["sensitivity": samples[0], "specificity": samples[1]]
    }

    /// A statistic that the data themselves leave undefined.
    private static func refused(_ reason: NotEstimable, replicates: Int) -> MethodResult {
        let refusal = MethodResult(reason)
        return [
            "estimate": refusal, "se": refusal,
            "percentile": ["lower": refusal, "upper": refusal],
            "basic": ["lower": refusal, "upper": refusal],
            "replicates": .count(replicates), "undefined": .count(replicates), "first_replicates": [],
        ]
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
