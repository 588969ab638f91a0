import Foundation
import Testing

@testable import Biostatistics

@Suite("Reliability and the figures of calibration")
struct ReliabilityTests {
    /// The twelve patients of the R script below.
    static let logits = [-2.1, -1.4, -0.9, -0.3, 0.2, 0.6, 1.1, 1.7, 2.4, -1.8, 0.9, -0.5]
    static let outcomes = [false, false, true, false, true, false, true, true, true, false, true, false]
    static let weights = [1.0, 2, 1, 0.5, 1, 3, 1, 1, 2, 1, 0.5, 1]
    static let scored = ScoredOutcomes(
        probabilities: logits.map { 1 / (1 + exp(-$0)) },
        outcomes: outcomes
    )

    @Test("groups of ten hold the tenths of the patients in order, with Wilson's limits")
    func tenths() throws {
        let risks = (0..<200).map { (Double($0) + 0.5) / 200 }
        let outcomes = (0..<200).map { $0 % 20 < $0 / 20 }
        let groups = try ScoredOutcomes(probabilities: risks.reversed(), outcomes: outcomes.reversed())
            .reliability().get()
        #expect(groups.map(\.count) == Array(repeating: 20, count: 10))
        for (place, group) in groups.enumerated() {
            #expect(group.events == place)
            #expect(abs(group.predicted - (0.05 + 0.1 * Double(place))) < 1e-12)
            #expect(group.observed == Proportion(events: place, total: 20).wilson())
        }
    }

    /// R: table(cut(p, c(-Inf, unique(quantile(p, seq(0.1, 1, 0.1)))))), less its empty groups.
    @Test("ties stay in one group, and a group of their own where many share the lowest prediction")
    func ties() throws {
        func counts(_ risks: [(Double, Int)]) throws -> [Int] {
            let probabilities = risks.flatMap { risk, count in [Double](repeating: risk, count: count) }
            let scored = ScoredOutcomes(probabilities: probabilities, outcomes: probabilities.map { $0 > 0.3 })
            return try scored.reliability().get().map(\.count)
        }
        #expect(try counts([(0.1, 15), (0.8, 5)]) == [15, 5])
        #expect(try counts([(0.1, 9), (0.4, 6), (0.8, 5)]) == [9, 6, 5])
        #expect(try counts([(0.05, 1), (0.1, 9), (0.4, 5), (0.8, 5)]) == [10, 5, 5])
    }

    @Test("equal weights give the figures and limits of none, and a weight of two those of a patient twice")
    func weighted() throws {
        let even = try Self.scored.reliability(groups: 3, weights: Array(repeating: 7, count: 12)).get()
        for (one, other) in zip(even, try Self.scored.reliability(groups: 3).get()) {
            #expect(one.count == other.count)
            #expect(abs(one.predicted - other.predicted) < 1e-12)
            let (a, b) = (try #require(one.observed.interval), try #require(other.observed.interval))
            #expect(abs(a.lower - b.lower) < 1e-12 && abs(a.upper - b.upper) < 1e-12)
        }
        let uneven = try Self.scored.reliability(groups: 1, weights: Self.weights).get()
        // By hand: events carry 1 + 1 + 1 + 1 + 2 + 0.5 of 15.
        #expect(abs(try #require(uneven.first?.observed.point) - 6.5 / 15) < 1e-12)
    }

    @Test("nobody gives no curve")
    func nobody() {
        #expect(throws: NotEstimable.noObservations) {
            try ScoredOutcomes(probabilities: [], outcomes: []).reliability().get()
        }
    }

    /// R 4.2.2: glm(y ~ z, binomial), glm(y ~ 1 + offset(z), binomial), mean((y - p)^2), sum(y)/sum(p); with `weights = w`
    /// for the second half, and the weighted area by its double sum.
    @Test("figures are R's, without weights and with them")
    func figures() throws {
        func check(_ figures: CalibrationFigures, _ expected: [Double]) throws {
            let found = [
                figures.intercept, figures.slope, figures.inTheLarge, figures.brier, figures.observedOverExpected,
            ]
            for (found, expected) in zip(found, expected) {
                #expect(abs(try #require(found.point) - expected) < 1e-8)
            }
        }
        let plain = Self.scored.calibrationFigures()
        try check(plain, [0.0327233626072, 1.5873712165757, 0.0187147175515, 0.141371607877, 1.006715700255])
        #expect(plain.slope.interval != nil && plain.brier.interval != nil && plain.auroc.interval != nil)
        let weighted = Self.scored.calibrationFigures(weights: Self.weights)
        try check(weighted, [-0.609016401129, 1.321701908228, -0.498470618109, 0.162928510446, 0.833581576965])
        #expect(abs(try #require(weighted.auroc.point) - 0.864253393665) < 1e-10)
        // A weight is no count, so nothing is said of the spread of what a regression gives.
        #expect(weighted.slope.interval == nil && weighted.auroc.interval != nil)
    }

    @Test("one outcome class leaves the Brier score and says why there is no more")
    func oneClass() {
        let figures = ScoredOutcomes(probabilities: [0.2, 0.3], outcomes: [false, false]).calibrationFigures()
        #expect(figures.brier.point != nil)
        #expect(figures.slope.reason == .oneOutcomeClass)
        #expect(figures.auroc.reason == .oneOutcomeClass)
    }
}
