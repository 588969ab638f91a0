import Biostatistics

extension Catalogue {
    static let beggGreenes = Method(
        "begg_greenes",
        title: "Accuracy corrected for verification by tier, in closed form",
        chapter: .designAware,
        fields: [tierField, positiveField, .conf],
        example: #"""
            {"tiers": [{"tier": "high", "N": 900, "n": 400, "x": 250, "test_positive": true},
                       {"tier": "low", "N": 7000, "n": 150, "x": 5, "test_positive": false}]}
            """#,
        table: tierTable
    ) { input in
        let level = try input.level()
        let correction = BeggGreenes(tiers: try tiers(of: input))
        var result: MethodResult = ["identifiable": .truth(correction.isIdentifiable)]
        for measure in AccuracyMeasure.allCases {
            result = result.merging([
                measure.rawValue: MethodResult(correction.share(measure)) { share in
                    [
                        "estimate": MethodResult(share.value),
                        "se_fixed_tier_sizes": MethodResult(share.designStandardError),
                        "se": MethodResult(share.standardError, else: noSpread),
                        "logit_ci": limits(share.logitInterval(level: level), else: noLogit),
                        "wald_ci": limits(share.waldInterval(level: level), else: noSpread),
                    ]
                }
            ])
        }
        return result.merging(["warnings": .list(correction.warnings.map { .text($0.explanation) })])
    }

    static let correctedAccuracyBootstrap = Method(
        "corrected_accuracy_bootstrap",
        title: "Bootstrap intervals of accuracy corrected for verification by tier",
        chapter: .designAware,
        fields: [tierField, positiveField, .seed, .replicates, .conf],
        example: #"""
            {"seed": "42", "B": 500,
             "tiers": [{"tier": "high", "N": 900, "n": 40, "x": 25, "test_positive": true},
                       {"tier": "low", "N": 7000, "n": 60, "x": 3, "test_positive": false}]}
            """#,
        table: tierTable
    ) { input in
        let level = try input.level()
        let (seed, count) = (try input.seed(), try input.replicates())
        let correction = BeggGreenes(tiers: try tiers(of: input))
        let measures = AccuracyMeasure.allCases
        let replicates = correction.bootstrap(measures, replicates: count, seed: seed)
        return zip(measures, replicates).reduce([:]) { result, pair in
            result.merging([pair.0.rawValue: MethodResult(pair.1) { $0.result(level: level) }])
        }
    }

    private static let noSpread = NotEstimable.tooFew("patients whose outcome is known", needed: 2)
    private static let noLogit = NotEstimable.undefined("no logit limits at 0 or 1 or without spread")

    private static func limits(_ interval: Interval?, else reason: NotEstimable) -> MethodResult {
        interval.map(MethodResult.init) ?? MethodResult(reason)
    }

    // MARK: tiers

    private static let tierField = Method.Field.required(
        "tiers",
        "a list of {tier, N screened, n verified at random among them, x diseased among these, test_positive}"
    )
    private static let positiveField = Method.Field.optional(
        "positive",
        "the tiers called positive, by name; instead of test_positive in each tier"
    )

    private static func tiers(of input: MethodInput) throws -> [BeggGreenes.Tier] {
        let positive = input.has("positive") ? Set(try input.texts("positive")) : nil
        let tiers = try input.objects("tiers").map { tier in
            let name = try tier.text("tier")
            guard positive != nil || tier.has("test_positive") else {
                throw input.error("positive", "is missing: name the tiers called positive, as in positive=[\"high\"]")
            }
            let eligible = try tier.count("N", in: 0...1 << 53)
            let verified = try tier.count("n", in: 0...eligible)
            return BeggGreenes.Tier(
                TierSample(tier: name, eligible: eligible, verified: verified),
                diseased: try tier.count("x", in: 0...verified),
                isPositive: try positive.map { $0.contains(name) } ?? tier.truth("test_positive")
            )
        }
        let names = Set(tiers.map(\.sample.tier))
        if let unknown = positive?.subtracting(names).min() {
            throw input.error("positive", "names \(unknown), which is none of the tiers \(names.sorted())")
        }
        return tiers
    }

    /// Rows of screened patients as one count a tier; the outcome is blank in those not verified.
    private static let tierTable = Method.TableInput(
        roles: [
            .required("tier", "the tier by which patients were chosen for verification"),
            .required("outcome", "1 where the disease was found, 0 where not, blank where nobody looked"),
        ]
    ) { rows in
        struct Count { var (screened, verified, diseased) = (0.0, 0.0, 0.0) }
        var counts: [String: Count] = [:]
        var leftOut = 0
        for (tier, outcome) in zip(try rows.texts("tier"), try rows.truths("outcome")) {
            guard let tier else {
                leftOut += 1
                continue
            }
            counts[tier, default: Count()].screened += 1
            counts[tier, default: Count()].verified += outcome == nil ? 0 : 1
            counts[tier, default: Count()].diseased += outcome == true ? 1 : 0
        }
        let tiers = try rows.order(of: "tier").map { name in
            let count = counts[name, default: Count()]
            return JSONValue.object([
                "tier": .string(name), "N": .number(count.screened), "n": .number(count.verified),
                "x": .number(count.diseased),
            ])
        }
        return TableMembers(["tiers": .array(tiers)], leftOut: leftOut)
    }
}
