import Biostatistics
import Foundation
import Testing

@testable import RiskModel

@Suite struct DeepCoxFitTests {
    private static let description = DeepCoxFit.Description(
        id: "made-up",
        title: "Made up",
        intendedUse: "For a test.",
        outcome: "illness",
        population: "patients of a test"
    )

    private static func fit(
        _ cohort: SurvivalCohort,
        _ settings: DeepCoxFit.Settings = TrainingCohort.settings()
    ) throws -> DeepCoxFit {
        try DeepCoxFit(cohort, event: "illness", settings: settings)
    }

    @Test func `it finds a valley that a linear model misses, in patients it has not seen`() throws {
        let fit = try Self.fit(TrainingCohort.make(seed: 21, count: 1200))
        let unseen = try TrainingCohort.make(seed: 22, count: 3000)
        let card = try fit.card(Self.description, unseen: (unseen, "others"))
        let measured = try #require(card.survival?.performance?.last)
        let linear = try #require(measured.linearConcordance)
        #expect(measured.concordance > linear + 0.05, "\(measured.concordance) against \(linear)")
        #expect(measured.population == "others, not seen in fitting" && measured.patients == 3000)
        // The scale of the score: a hazard ratio too extreme or too timid has a slope other than 1.
        let model = try DeepCoxModel(weights: fit.weights, card: card)
        let predictors = try unseen.rows.map { [try model.score($0).linearPredictor] }
        let slope = try CoxModel.fit(CoxData(unseen.followUp, covariates: predictors)).get().coefficients[0].value
        #expect((0.85...1.15).contains(slope), "\(slope)")
        for day in measured.days {
            let ratio = try #require(day.ratio)
            #expect(ratio.lower < 1.1 && ratio.upper > 0.9, "\(day)")
        }
    }

    @Test func `the same cohort and seed give the same bytes, another seed other ones`() throws {
        let cohort = try TrainingCohort.make(seed: 5, count: 400)
        func bytes(_ seed: UInt64) throws -> [Data] {
            let fit = try Self.fit(cohort, TrainingCohort.settings(seed: seed))
            return [fit.weights.safetensors(inputs: cohort.names), try fit.card(Self.description).json]
        }
        let first = try bytes(3)
        #expect(try bytes(3) == first)
        #expect(try bytes(4) != first)
    }

    @Test func `its parts are the Cox model's and the card holds for the weights`() throws {
        let cohort = try TrainingCohort.make(seed: 6, count: 500)
        let fit = try Self.fit(cohort)
        let card = try fit.card(Self.description)
        let survival = try #require(card.survival)
        let scaled = cohort.rows.map { row in zip(survival.inputs, row).map { $0.scaled($1) } }
        // Each patient's deep score is that of the one network that has not seen them.
        let network = DeepCoxNetwork(fit.weights)
        let rows = zip(scaled, fit.outOfFoldScores).map { $0 + [$1] }
        for (row, score) in zip(scaled, fit.outOfFoldScores) { #expect(network.outputs(row).contains(score)) }
        let model = try CoxModel.fit(CoxData(cohort.followUp, covariates: rows)).get()
        let baseline = model.cumulativeHazards([0, 0, 0, 0, 0])[0]
        for (input, coefficient) in zip(survival.inputs, model.coefficients) {
            #expect(input.coefficient == coefficient.value)
        }
        #expect(survival.deepScore.coefficient == model.coefficients[4].value)
        for point in survival.baseline {
            #expect(try point.cumulativeHazard == baseline.value(at: Double(point.day)).get())
        }
        #expect(survival.baseline.map(\.day) == [5, 10, 30])
        #expect(card.outputs.map(\.label) == ["illness_5d", "illness_10d", "illness_30d"])
        #expect(survival.inputs.map(\.kind) == [.binary, .continuous, .continuous, .continuous])
        let mean = try #require(survival.inputs[3].mean)
        #expect(survival.inputs[0].mean == nil && abs(mean - 50) < 2)
        #expect(card.notForPatients && card.fitting.seed == 3 && card.fitting.recordings == 500)
        #expect(fit.tierCounts.reduce(0, +) == 500)
        #expect(try DeepCoxModel(weights: fit.weights, card: ModelCard(json: card.json)).checkReference() != nil)
        // Optimism is small and taken off.
        let measured = try #require(survival.performance?.first)
        let optimism = try #require(measured.optimism)
        let apparent = try #require(model.concordance.estimate.point)
        #expect((0...0.03).contains(optimism))
        #expect(abs(measured.concordance + optimism - apparent) < 1e-4)
    }

    @Test func `tiers are cut where they are told to be, or so that either errs in one of twenty`() throws {
        var settings = TrainingCohort.settings()
        settings.cuts = [0.1, 0.4]
        let cohort = try TrainingCohort.make(seed: 6, count: 400)
        let fit = try Self.fit(cohort, settings)
        #expect(fit.survival.tiers?.bands.compactMap(\.upTo) == [0.1, 0.4])
        let risks = (1...100).map { Double($0) / 101 }
        let followUp = FollowUp(times: risks.map { _ in 30 }, events: (1...100).map { $0 % 2 == 0 })
        let cuts = try #require(TierRule.cuts(risks, at: 30, followUp))
        // Fifty events at 2, 4 …: two lie at or below the cut between the second and third; fifty others, two above.
        #expect(zip(cuts, [5.0 / 101, 95.0 / 101]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(cuts)")
    }

    @Test(arguments: [
        ("no event", "there is no event"), ("few events", "too few for 3 folds"),
        ("constant", "noise is 50.0 in every"),
        ("dependent", "double is a sum of multiples"), ("late", "nobody was followed for 400 days"),
        ("early", "no event happened within 1 days"),
    ])
    func `what cannot be fitted is refused with the reason`(fault: String, words: String) throws {
        let cohort = try TrainingCohort.make(seed: 8, count: 300)
        var (names, rows, events, times) = (cohort.names, cohort.rows, cohort.followUp.events, cohort.followUp.times)
        var settings = TrainingCohort.settings()
        switch fault {
        case "no event": events = events.map { _ in false }
        case "few events": events = events.indices.map { $0 < 20 }
        case "constant": rows = rows.map { [$0[0], $0[1], $0[2], 50] }
        case "dependent": (names, rows) = (names + ["double"], rows.map { $0 + [2 * $0[1] - $0[2] + 1] })
        case "late": settings.days = [5, 400]
        default: (settings.days, times) = ([1, 30], times.map { max(2, $0) })
        }
        let bad = try SurvivalCohort(names: names, rows: rows, followUp: FollowUp(times: times, events: events))
        do {
            _ = try Self.fit(bad, settings)
            Issue.record("was fitted")
        } catch RiskModelError.cannotFit(let reason) {
            #expect(reason.contains(words), "\(reason)")
        }
    }

    @Test func `a cohort names the row and the column of a value that is none`() throws {
        let followUp = FollowUp(times: [1, 2], events: [true, false])
        #expect(throws: RiskModelError.cannotFit(reason: "row 2: b is no finite number")) {
            try SurvivalCohort(names: ["a", "b"], rows: [[1, 2], [3, .nan]], followUp: followUp)
        }
        #expect(throws: RiskModelError.cannotFit(reason: "row 1 has 1 values for 2 names")) {
            try SurvivalCohort(names: ["a", "b"], rows: [[1], [3, 4]], followUp: followUp)
        }
        #expect(throws: RiskModelError.self) {
            try SurvivalCohort(names: ["a", "a"], rows: [[1, 2], [3, 4]], followUp: followUp)
        }
    }

    @Test func `folds share events evenly and depend on the seed alone`() {
        let events = (0..<103).map { $0 % 4 == 0 }
        let folds = CohortFolds(events, count: 5, seed: 1)
        let each = (0..<5).map { fold in folds.members(fold).count { events[$0] } }
        #expect((each.max() ?? 0) - (each.min() ?? 0) <= 1)
        #expect((0..<5).map { folds.members($0).count }.sorted().first.map { $0 >= 20 } == true)
        #expect(folds == CohortFolds(events, count: 5, seed: 1) && folds != CohortFolds(events, count: 5, seed: 2))
        #expect(Set(folds.members(2)).isDisjoint(with: folds.others(2)))
    }
}
