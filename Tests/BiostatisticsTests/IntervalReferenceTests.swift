import Testing

@testable import Biostatistics

/// Proportions, their comparison and the table of a test, held against R and Python case by case.
@Suite("Intervals agree with the reference values", .enabled(if: ReferenceValues.isPresent, ReferenceValues.absence))
struct IntervalReferenceTests {
    @Test("one proportion", arguments: try ReferenceValues.cases("binomial_ci"))
    func proportion(_ reference: ReferenceCase) throws {
        let proportion = Proportion(
            events: try #require(reference.input["x"].int),
            total: try #require(reference.input["n"].int)
        )
        reference.check(proportion.estimate, "estimate")
        reference.check(proportion.wilson(level: reference.level).limits, limits: "wilson")
        reference.check(proportion.clopperPearson(level: reference.level).limits, limits: "clopper_pearson")
    }

    @Test("two proportions", arguments: try ReferenceValues.cases("two_proportions"))
    func twoProportions(_ reference: ReferenceCase) throws {
        let input = reference.input
        let pair = TwoProportions(
            Proportion(events: try #require(input["x1"].int), total: try #require(input["n1"].int)),
            Proportion(events: try #require(input["x2"].int), total: try #require(input["n2"].int))
        )
        let difference = pair.riskDifference(level: reference.level)
        let ratio = pair.riskRatio(level: reference.level)
        let koopman = pair.koopmanInterval(level: reference.level)
        reference.check(difference.point, "rd.estimate")
        reference.check(difference.limits, limits: "rd.newcombe")
        reference.check(ratio.point, "rr.estimate")
        reference.check(ratio.limits, limits: "rr.katz_log")
        reference.check(koopman.map { ($0.lower, $0.upper) }, limits: "rr.koopman")
    }

    @Test("the table of a test", arguments: try ReferenceValues.cases("confusion_metrics"))
    func confusionMatrix(_ reference: ReferenceCase) throws {
        let matrix = ConfusionMatrix(
            truePositives: try #require(reference.input["tp"].int),
            falsePositives: try #require(reference.input["fp"].int),
            falseNegatives: try #require(reference.input["fn"].int),
            trueNegatives: try #require(reference.input["tn"].int)
        )
        let measures: [(String, Proportion)] = [
            ("sensitivity", matrix.sensitivity), ("specificity", matrix.specificity), ("ppv", matrix.ppv),
            ("npv", matrix.npv), ("accuracy", matrix.accuracy), ("prevalence", matrix.prevalence),
            ("apparent_prevalence", matrix.apparentPrevalence),
        ]
        for (name, proportion) in measures {
            reference.check(proportion.estimate, name + ".estimate")
            reference.check(proportion.wilson(level: reference.level).limits, limits: name + ".wilson")
            reference.check(proportion.clopperPearson(level: reference.level).limits, limits: name + ".clopper_pearson")
        }
    }

    @Test(
        "trend over tiers",
        arguments: try ReferenceValues.cases("rxc_tests") { $0["table"]["0"].elements.count == 2 }
    )
    func trend(_ reference: ReferenceCase) throws {
        let groups = try reference.input["table"].elements.map { row in
            let (events, others) = (try #require(row["0"].int), try #require(row["1"].int))
            return Proportion(events: events, total: events + others)
        }
        let scores = reference.input["scores"].elements.compactMap(\.number)
        let trend = try? CochranArmitage.test(groups, scores: scores).get()
        reference.check(trend?.z, "cochran_armitage.z")
        reference.check(trend?.p, "cochran_armitage.p_two_sided")
    }

    @Test("yield of tiers", arguments: try ReferenceValues.cases("tier_yield"))
    func tierYield(_ reference: ReferenceCase) throws {
        let tiers = reference.input["tiers"].elements
        let yields = try tiers.map {
            Proportion(events: try #require($0["positive"].int), total: try #require($0["verified"].int))
        }
        for (index, yield) in yields.enumerated() { check(yield, reference, "tiers.\(index)") }
        let overall = Proportion(
            events: yields.reduce(0) { $0 + $1.events },
            total: yields.reduce(0) { $0 + $1.total }
        )
        check(overall, reference, "overall")
    }

    private func check(_ yield: Proportion, _ reference: ReferenceCase, _ path: String) {
        reference.check(yield.estimate, path + ".yield")
        reference.check(yield.wilson(level: reference.level).limits, limits: path + ".wilson")
        reference.check(yield.clopperPearson(level: reference.level).limits, limits: path + ".clopper_pearson")
        let needed = yield.numberNeededToScreen(level: reference.level)
        reference.check(needed.point, path + ".nns")
        reference.check(needed.limits, limits: path + ".nns_wilson")
        let whole = yield.wholeNumberNeededToScreen.map(Double.init)
        reference.check(whole ?? (yield.total > 0 ? .infinity : nil), path + ".nns_ceil")
    }
}

extension Estimate {
    var limits: (lower: Double, upper: Double)? { interval.map { ($0.lower, $0.upper) } }
}
