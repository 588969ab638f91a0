import Foundation
import Testing

@testable import Biostatistics

@Suite("Groups, decisions and reclassification")
struct UsefulnessTests {
    /// By hand: groups cut at 0.5 expect 0.6 and 1.4 of two each, and have 1 and 2.
    @Test("two groups of two patients have the statistic worked by hand")
    func hosmerLemeshow() throws {
        let scored = ScoredOutcomes(probabilities: [0.8, 0.2, 0.4, 0.6], outcomes: [true, false, true, true])
        let test = try scored.hosmerLemeshow(groups: 2).get()
        #expect(test.edges.count == 3 && abs(test.edges[1] - 0.5) < 1e-15)
        #expect(test.groups.map(\.observed) == [1, 2])
        #expect(abs(try test.statistic.get() - (0.16 / 0.42 + 0.36 / 0.42)) < 1e-14)
        #expect(try test.degreesOfFreedom(fittedHere: false).get() == 2)
        #expect(abs(try test.p(fittedHere: false).get() - exp(-0.26 / 0.42)) < 1e-14)
        #expect(throws: NotEstimable.zeroDenominator("the number of degrees of freedom")) {
            try test.p(fittedHere: true).get()
        }
    }

    @Test("every patient falls in one group, whatever the ties", arguments: [2, 3, 7, 10, 40])
    func partition(_ groups: Int) throws {
        var generator = Xoshiro256StarStar(seed: UInt64(groups))
        let risks = (0..<101).map { _ in Double(1 + generator.index(below: 18)) / 20 }
        let scored = ScoredOutcomes(probabilities: risks, outcomes: risks.map { generator.uniform() < $0 })
        let test = try scored.hosmerLemeshow(groups: groups).get()
        #expect(test.groups.reduce(0) { $0 + $1.count } == 101)
        #expect(test.groups.reduce(0) { $0 + $1.observed } == scored.events)
        #expect(abs(test.groups.reduce(0) { $0 + $1.expected } - risks.reduce(0, +)) < 1e-10)
        #expect(test.groups.count <= groups && test.edges.first == risks.min() && test.edges.last == risks.max())
    }

    @Test("constant risks, certain groups and no patients are refused")
    func hosmerRefusals() throws {
        let constant = ScoredOutcomes(probabilities: [0.3, 0.3], outcomes: [true, false])
        #expect(try constant.hosmerLemeshow().get().groups.count == 1)
        #expect(throws: NotEstimable.tooFew("groups of distinct risk", needed: 2)) {
            try constant.hosmerLemeshow().get().statistic.get()
        }
        let sure = ScoredOutcomes(probabilities: [0, 0, 0.5, 0.6], outcomes: [true, false, true, false])
        #expect(throws: NotEstimable.zeroDenominator("the expected number of a group")) {
            try sure.hosmerLemeshow(groups: 2).get().statistic.get()
        }
        #expect(throws: NotEstimable.noObservations) {
            try ScoredOutcomes(probabilities: [], outcomes: []).hosmerLemeshow().get()
        }
    }

    private static let four = ScoredOutcomes(
        probabilities: [0.1, 0.25, 0.5, 0.9],
        outcomes: [false, true, false, true]
    )

    /// By hand at 0.25: two true and one false positive of four, odds 1/3; all treated: 0.5 − 0.5/3.
    @Test("net benefit of four patients is that worked by hand")
    func netBenefit() throws {
        let point = try #require(try Self.four.decisionCurve(thresholds: [0.25]).get().first)
        #expect(abs(try point.netBenefit.get() - (0.5 - 0.25 / 3)) < 1e-15)
        #expect(abs(try point.netBenefitOfAll.get() - (0.5 - 0.5 / 3)) < 1e-15)
        #expect(abs(try point.standardizedNetBenefit.get() - (1 - 0.5 / 3)) < 1e-15)
        // One of two healthy patients is spared: 25 of 100.
        #expect(abs(try point.interventionsAvoidedPer100.get() - 25) < 1e-12)
    }

    @Test("a threshold of 0 treats everybody, and 1 has no odds")
    func ends() throws {
        let curve = try Self.four.decisionCurve(thresholds: [0, 1]).get()
        #expect(try curve[0].netBenefit.get() == 0.5)
        #expect(try curve[0].netBenefit.get() == curve[0].netBenefitOfAll.get())
        #expect(throws: NotEstimable.zeroDenominator("the threshold")) {
            try curve[0].interventionsAvoidedPer100.get()
        }
        #expect(throws: NotEstimable.zeroDenominator("1 less the threshold")) { try curve[1].netBenefit.get() }
        let healthy = ScoredOutcomes(probabilities: [0.4], outcomes: [false])
        #expect(throws: NotEstimable.noEvents) {
            try healthy.decisionCurve(thresholds: [0.2]).get()[0].standardizedNetBenefit.get()
        }
    }

    @Test("shares of positives only fall as the threshold rises")
    func monotone() throws {
        let thresholds = (0...100).map { Double($0) / 100 }
        let curve = try CalibrationTests.random.decisionCurve(thresholds: thresholds).get()
        for (one, next) in zip(curve, curve.dropFirst()) {
            #expect(next.truePositiveShare <= one.truePositiveShare)
            #expect(next.falsePositiveShare <= one.falsePositiveShare)
        }
    }

    /// Events: one up of two; others: one down, one up of three.
    private static let moves = RiskReclassification(
        old: [0.1, 0.5, 0.3, 0.1, 0.2],
        new: [0.3, 0.6, 0.1, 0.4, 0.2],
        outcomes: [true, true, false, false, false]
    )

    @Test("net reclassification of five patients is that worked by hand")
    func reclassification() throws {
        let net = Self.moves.categorical(cutoffs: [0.25])
        #expect(net.netOfEvents == 0.5 && net.netOfNonevents == 0)
        #expect(net.net == 0.5)
        // (1/2 − 1/4)/2 for the events, (2/3 − 0)/3 for the others; without the square of the net share in 2008.
        let standardError = try #require(net.standardError)
        #expect(abs(standardError * standardError - 25.0 / 72) < 1e-15)
        let z = try net.zOfPencina2008.get()
        #expect(abs(z * z - 9.0 / 17) < 1e-15)
        #expect(Self.moves.table(cutoffs: [0.25], where: true) == [[0, 1], [0, 1]])
        #expect(Self.moves.table(cutoffs: [0.25], where: false) == [[1, 1], [1, 0]])
        #expect(Self.moves.continuous().netOfEvents == 1)
    }

    /// Changes 0.2 and 0.1 among events, −0.2, 0.3 and 0 among the others.
    @Test("discrimination improvement of five patients is that worked by hand")
    func improvement() throws {
        let idi = try Self.moves.integratedDiscriminationImprovement().get()
        #expect(abs(idi.estimate - (0.15 - 0.1 / 3)) < 1e-15)
        let standardError = try #require(idi.standardError)
        #expect(abs(standardError * standardError - (0.0025 + 0.38 / 18)) < 1e-15)
    }

    @Test("changing the models about turns every sign")
    func turning() throws {
        let risks = CalibrationTests.random
        let other = risks.probabilities.reversed() as [Double]
        let one = RiskReclassification(old: risks.probabilities, new: other, outcomes: risks.outcomes)
        let turned = RiskReclassification(old: other, new: risks.probabilities, outcomes: risks.outcomes)
        let (net, back) = (one.categorical(cutoffs: [0.2, 0.5]), turned.categorical(cutoffs: [0.2, 0.5]))
        #expect(abs(try net.z.get() + back.z.get()) < 1e-13)
        let idi = try one.integratedDiscriminationImprovement().get()
        let reverse = try turned.integratedDiscriminationImprovement().get()
        #expect(abs(idi.estimate + reverse.estimate) < 1e-15)
        #expect(idi.limits(level: 0.9).interval != nil)
    }

    @Test("no movement, all movement and one outcome class leave no z")
    func refusals() {
        let still = RiskReclassification(old: [0.1, 0.6], new: [0.1, 0.6], outcomes: [true, false])
        #expect(still.continuous().net == 0)
        #expect(throws: NotEstimable.noVariation(of: "the move of the patients")) { try still.continuous().z.get() }
        let all = RiskReclassification(old: [0.1, 0.2, 0.6], new: [0.3, 0.4, 0.5], outcomes: [true, true, false])
        #expect(all.continuous().net == 2 && all.continuous().standardError == 0)
        #expect(throws: NotEstimable.self) { try all.continuous().z.get() }
        let events = RiskReclassification(old: [0.1], new: [0.3], outcomes: [true])
        #expect(events.continuous().netOfEvents == 1 && events.continuous().net == nil)
        #expect(throws: NotEstimable.oneOutcomeClass) { try events.integratedDiscriminationImprovement().get() }
        let pair = RiskReclassification(old: [0.1, 0.2], new: [0.3, 0.1], outcomes: [true, false])
        #expect(throws: NotEstimable.tooFew("patients of each outcome", needed: 2)) {
            try pair.integratedDiscriminationImprovement().get().z.get()
        }
    }
}
