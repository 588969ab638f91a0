import Foundation
import Testing

@testable import Biostatistics

@Suite("Predictions of survival")
struct PredictionTests {
    @Test(arguments: [1, 2] as [UInt64])
    func `without censoring the AUC is Mann and Whitney's of events by the time`(seed: UInt64) {
        let patients = Patients(seed: seed, count: 120)
        let followUp = FollowUp(times: patients.followUp.times, events: patients.risk.map { _ in true })
        let (cases, controls) = (
            patients.risk.indices.filter { followUp.times[$0] <= 6 },
            patients.risk.indices.filter { followUp.times[$0] > 6 }
        )
        var sum = 0.0
        for i in cases {
            for j in controls {
                sum += patients.risk[i] > patients.risk[j] ? 1 : patients.risk[i] == patients.risk[j] ? 0.5 : 0
            }
        }
        let auc = TimeDependentAUC.at([6], followUp, risk: patients.risk)[0]
        #expect(isClose(auc.estimate.point, sum / Double(cases.count * controls.count)))
        #expect(auc.estimate.point == auc.weightedAtEvent.point)
    }

    /// The infinitesimal jackknife is the derivative by weights; leaving one out is nearly the same.
    @Test func `the standard error of the AUC is near that of leaving one out`() throws {
        let patients = Patients(seed: 3, count: 150)
        func auc(_ places: [Int]) -> Double {
            let risk = places.map { patients.risk[$0] }
            return TimeDependentAUC.at([8], patients.followUp.subset(places), risk: risk)[0].estimate.point ?? 0
        }
        let all = Array(patients.risk.indices)
        let values = all.map { left in auc(all.filter { $0 != left }) }
        let mean = values.reduce(0, +) / 150
        let jackknife = (149.0 / 150 * values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        let error = TimeDependentAUC.at([8], patients.followUp, risk: patients.risk)[0].standardError
        #expect(abs(try #require(error) / jackknife - 1) < 0.03)
    }

    @Test func `turning the risk turns the AUC`() {
        let patients = Patients(seed: 4, count: 200)
        let aucs = [1.0, -1.0].map { sign in
            TimeDependentAUC.at([4, 9], patients.followUp, risk: patients.risk.map { sign * $0 })
        }
        for (one, other) in zip(aucs[0], aucs[1]) {
            #expect(isClose(one.estimate.point.map { 1 - $0 }, other.estimate.point))
            #expect(isClose(one.standardError, other.standardError))
        }
    }

    @Test func `an AUC without cases or controls says which`() {
        let followUp = FollowUp(times: [2, 3, 5], events: [true, false, true])
        let aucs = TimeDependentAUC.at([1, 5], followUp, risk: [3, 2, 1])
        #expect(aucs[0].estimate == .notEstimable(.undefined("no case by this time")))
        #expect(aucs[1].estimate == .notEstimable(.undefined("no control at this time")))
        #expect(aucs.map(\.cases) == [0, 2])
    }

    /// A study that ends for all on day 30: one case before, one on the day, and two who were free of the event through
    /// it, of 2 × 2 pairs in the right order three.
    @Test func `whoever was watched through the last day is a control of it, and no other time changes`() {
        let followUp = FollowUp(times: [9, 30, 30, 30], events: [true, true, false, false])
        let risk = [4.0, 2, 3, 1]
        #expect(TimeDependentAUC.at([30], followUp, risk: risk)[0].estimate.point == nil)
        let past = followUp.censoredPastTheirTimes
        #expect(isClose(TimeDependentAUC.at([30], past, risk: risk)[0].estimate.point, 3.0 / 4))
        let patients = Patients(seed: 6, count: 300)
        let times = [1.3, 4.7, 9.1]
        let (before, after) = (patients.followUp, patients.followUp.censoredPastTheirTimes)
        #expect(
            TimeDependentAUC.at(times, before, risk: patients.risk).map(\.estimate.point)
                == TimeDependentAUC.at(times, after, risk: patients.risk).map(\.estimate.point)
        )
    }

    /// Three patients, no censoring: (0.3² + (1 − 0.8)² + (1 − 0.9)²)/3.
    @Test func `a Brier score by hand`() {
        let followUp = FollowUp(times: [1, 4, 6], events: [true, true, true])
        let brier = SurvivalBrier.of([[0.3, 0.8, 0.9]], at: [2], followUp)
        #expect(isClose(brier.scores[0].brier.point, (0.09 + 0.04 + 0.01) / 3))
        #expect(isClose(brier.scores[0].null.point, 2.0 / 9))
        #expect(brier.integrated == .notEstimable(.tooFew("times", needed: 2)))
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `true outcomes score 0, their opposites the sum of the weights`(seed: UInt64) {
        let followUp = Patients(seed: seed, count: 100).followUp
        let truth = followUp.times.map { $0 <= 7 ? 0.0 : 1.0 }
        let brier = SurvivalBrier.of([truth, truth.map { 1 - $0 }], at: [7, 7.5], followUp)
        #expect(brier.scores[0].brier.point == 0)
        #expect(isClose(brier.scores[0].accuracyIndex.point, 1))
        // The weights of the inverse probability to be uncensored add up to the number of patients.
        #expect(isClose(brier.scores[1].brier.point, 1, 1e-12))
    }

    @Test func `a Brier score at the last follow-up is not estimable unless all had the event`() {
        let open = FollowUp(times: [1, 4, 6], events: [true, true, false])
        let closed = FollowUp(times: [1, 4, 6], events: [true, false, true])
        let predicted = [0.2, 0.5, 0.7]
        #expect(SurvivalBrier.of([predicted], at: [6], open).scores[0].brier == .notEstimable(.beyondFollowUp))
        #expect(SurvivalBrier.of([predicted], at: [6], closed).scores[0].brier.point != nil)
    }

    @Test func `calibration groups hold all patients, and risks of what was observed are perfect`() throws {
        let patients = Patients(seed: 7, count: 300)
        let risk = patients.risk.map { 1 / (1 + exp(-$0)) }
        let found = try SurvivalCalibration.of(risk, at: 10, patients.followUp, groups: 5).get()
        #expect(found.groups.reduce(0) { $0 + $1.count } == 300)
        #expect(found.groups.reduce(0) { $0 + $1.events } == found.overall.events)
        #expect(zip(found.groups, found.groups.dropFirst()).allSatisfy { $0.meanPredicted < $1.meanPredicted })
        let observed = try #require(found.overall.observed.point)
        let same = try SurvivalCalibration.of(risk.map { _ in observed }, at: 10, patients.followUp, groups: 5).get()
        #expect(same.groups.count == 1)
        #expect(isClose(same.observedOverExpected.point, 1))
    }

    @Test func `calibration without events or follow-up says so`() throws {
        let followUp = FollowUp(times: [3, 4, 5], events: [false, false, false])
        let none = try SurvivalCalibration.of([0.1, 0.2, 0.3], at: 4, followUp, groups: 1).get()
        #expect(none.overall.observed == .value(0, interval: nil))
        #expect(none.observedOverExpected == .value(0, interval: nil))
        let beyond = try SurvivalCalibration.of([0.1, 0.2, 0.3], at: 9, followUp, groups: 1).get()
        #expect(beyond.observedOverExpected == .notEstimable(.beyondFollowUp))
        let certain = try SurvivalCalibration.of([0, 0, 0], at: 4, followUp, groups: 1).get()
        #expect(certain.observedOverExpected == .notEstimable(.zeroDenominator("the mean predicted risk")))
    }
}
