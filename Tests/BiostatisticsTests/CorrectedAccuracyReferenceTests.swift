import Testing

@testable import Biostatistics

/// Accuracy corrected for sampling by tier, held against R `survey` and the closed form case by case.
@Suite("Corrected accuracy agrees with the reference", .enabled(if: ReferenceValues.isPresent, ReferenceValues.absence))
struct CorrectedAccuracyReferenceTests {
    private static let measures: [(String, @Sendable (ConfusionMatrix) -> Proportion)] = [
        ("sensitivity", { $0.sensitivity }), ("specificity", { $0.specificity }), ("ppv", { $0.ppv }),
        ("npv", { $0.npv }), ("prevalence", { $0.prevalence }),
    ]

    @Test(
        "weighted ratios and their standard errors",
        arguments: try ReferenceValues.cases("ipw_accuracy") { $0["tier"] != .missing }
    )
    func weightedRatios(_ reference: ReferenceCase) throws {
        try check(try tables(reference.input), reference)
    }

    private func check(_ tables: [WeightedTable], _ reference: ReferenceCase) throws {
        for (name, share) in Self.measures {
            let weighted = WeightedShare(tables, of: name, share)
            reference.check(weighted.ratio, name + ".estimate")
            reference.check(weighted.standardError, name + ".se_stratified")
            let pooled = WeightedShare.variance(of: weighted.strata.flatMap { $0 }).squareRoot()
            reference.check(pooled, name + ".se")
            let interval = Interval.logit(
                around: try #require(weighted.ratio),
                standardError: pooled,
                level: reference.level,
                method: .logitLinearised
            )
            reference.check(interval.map { ($0.lower, $0.upper) }, limits: name + ".logit_ci")
        }
    }

    /// Rows of patients as tables: one a tier, weighing the inverse of its chance of verification.
    private func tables(_ input: JSONValue) throws -> [WeightedTable] {
        let rows = input["tier"].elements.indices.map(String.init)
        let tiers = Set(input["tier"].elements.compactMap(\.int)).sorted()
        return try tiers.map { tier in
            let members = rows.filter { input["tier"][$0].int == tier && input["disease"][$0] != .null }
            func count(_ test: Int, _ disease: Int) -> Int {
                members.count { input["test"][$0].int == test && input["disease"][$0].int == disease }
            }
            let chance = try #require(members.first.flatMap { input["p_verify"][$0].number })
            let counts = ConfusionMatrix(
                truePositives: count(1, 1),
                falsePositives: count(1, 0),
                falseNegatives: count(0, 1),
                trueNegatives: count(0, 0)
            )
            return WeightedTable(weight: 1 / chance, counts: counts)
        }
    }

    /// The weights follow the tiers of EchoNext, which enrolled; the test is EchoNext or another model.
    @Test("a cohort weighted by its enrolling tiers", arguments: try ReferenceValues.analyses("ipw_accuracy"))
    func cohort(_ reference: ReferenceCase) throws {
        let test = try #require(CohortTest(derivation: reference.source["derivation"].text ?? ""))
        let rows = try Cohort.rows()
        let tables = ["high": 0.6, "mid": 0.25, "low": 0.05].map { tier, chance in
            WeightedTable(weight: 1 / chance, counts: Cohort.table(rows, enrolledAs: tier, test))
        }
        try check(tables, reference)
    }

    /// EchoNext's high tier finds 0.32 of the diseased among all 20,000 but 0.59 among the verified.
    @Test("weighting by the frame undoes the bias of the sampling")
    func unbiased() throws {
        let rows = try Cohort.rows()
        let test = CohortTest(model: "echonext_tier", positive: ["high"])
        let strata = ["high", "mid", "low"].map { tier in
            WeightedAccuracy.Stratum(
                tier: tier,
                eligible: rows.count { $0["echonext_tier"] == tier },
                verified: Cohort.table(rows, enrolledAs: tier, test)
            )
        }
        let accuracy = WeightedAccuracy(strata: strata).estimates()
        let truth = try Cohort.truth()
        let high = truth["echonext_high"]
        let pairs = [
            (accuracy.sensitivity, high["sensitivity"]), (accuracy.specificity, high["specificity"]),
            (accuracy.ppv, high["ppv"]), (accuracy.npv, high["npv"]), (accuracy.prevalence, truth["prevalence"]),
        ]
        for (estimate, truth) in pairs {
            let value = try #require(truth.number)
            let interval = try #require(estimate.interval)
            #expect(interval.lower < value && value < interval.upper)
        }
    }

    @Test("Begg and Greenes", arguments: try ReferenceValues.cases("begg_greenes"))
    func beggGreenes(_ reference: ReferenceCase) throws {
        let tiers = try tiers(reference.input)
        let accuracy = BeggGreenes(tiers: tiers).estimates(level: reference.level)
        let mixture = try? TierMixture(tiers)
        #expect((mixture != nil) == reference.expected["identifiable"].isTrue)
        let estimates: [(String, Estimate, TierMixture.Share)] = [
            ("sensitivity", accuracy.sensitivity, .sensitivity), ("specificity", accuracy.specificity, .specificity),
            ("ppv", accuracy.ppv, .ppv), ("npv", accuracy.npv, .npv), ("prevalence", accuracy.prevalence, .prevalence),
        ]
        for (name, estimate, share) in estimates {
            reference.check(estimate.point, name + ".estimate")
            reference.check(estimate.limits, limits: name + ".logit_ci")
            let exists = estimate.point != nil
            reference.check(exists ? mixture?.standardError(share) : nil, name + ".se")
            reference.check(
                exists ? mixture?.standardError(share, fixedTierSizes: true) : nil,
                name + ".se_fixed_tier_sizes"
            )
        }
    }

    @Test("weighting by tier gives Begg and Greenes' points", arguments: try ReferenceValues.cases("begg_greenes"))
    func samePoints(_ reference: ReferenceCase) throws {
        let strata = try tiers(reference.input).map { tier in
            let healthy = tier.sample.verified - tier.diseased
            return WeightedAccuracy.Stratum(
                tier: tier.sample.tier,
                eligible: tier.sample.eligible,
                verified: ConfusionMatrix(
                    truePositives: tier.isPositive ? tier.diseased : 0,
                    falsePositives: tier.isPositive ? healthy : 0,
                    falseNegatives: tier.isPositive ? 0 : tier.diseased,
                    trueNegatives: tier.isPositive ? 0 : healthy
                )
            )
        }
        let accuracy = WeightedAccuracy(strata: strata).estimates(level: reference.level)
        reference.check(accuracy.sensitivity.point, "sensitivity.estimate")
        reference.check(accuracy.specificity.point, "specificity.estimate")
        reference.check(accuracy.ppv.point, "ppv.estimate")
        reference.check(accuracy.npv.point, "npv.estimate")
        reference.check(accuracy.prevalence.point, "prevalence.estimate")
    }

    private func tiers(_ input: JSONValue) throws -> [BeggGreenes.Tier] {
        try input["tiers"].elements.map {
            let sample = TierSample(
                tier: $0["tier"].text ?? "",
                eligible: $0["N"].int,
                verified: try #require($0["n"].int)
            )
            return BeggGreenes.Tier(
                sample,
                diseased: try #require($0["x"].int),
                isPositive: $0["test_positive"].isTrue
            )
        }
    }
}
