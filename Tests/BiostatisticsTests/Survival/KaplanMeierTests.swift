import Foundation
import Testing

@testable import Biostatistics

/// Remission of leukaemia under 6-mercaptopurine, in weeks: Freireich and others, Blood 21 (1963) 699.
private let mercaptopurine = FollowUp(
    times: [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
    events: Array(repeating: true, count: 9) + Array(repeating: false, count: 12)
)

@Suite("Kaplan-Meier")
struct KaplanMeierTests {
    /// Table 1 of Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (1980), page 14, and Collett,
    /// Modelling Survival Data in Medical Research (2003), table 2.2: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448.
    @Test func `the curve of 6-mercaptopurine is the textbook's`() throws {
        let curve = KaplanMeier(mercaptopurine)
        let survival = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
        #expect(curve.steps.map(\.time) == [6, 7, 10, 13, 16, 22, 23])
        #expect(curve.steps.map(\.atRisk) == [21, 17, 15, 12, 11, 7, 6])
        for (step, expected) in zip(curve.steps, survival) { #expect(abs(step.survival - expected) < 0.00006) }
        #expect(abs((curve.steps[0].standardError ?? 0) - 0.0764) < 0.00005)
        #expect(curve.quantile(0.5).time == 23)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `without censoring the curve is the share still free of the event`(seed: UInt64) {
        let times = Patients(seed: seed, count: 300).followUp.times
        let curve = KaplanMeier(FollowUp(times: times, events: times.map { _ in true }))
        for step in curve.steps {
            let share = Double(times.count { $0 > step.time }) / Double(times.count)
            #expect(isClose(step.survival, share, 1e-13))
            // Greenwood's variance is then the binomial one.
            let binomial = (share * (1 - share) / Double(times.count)).squareRoot()
            if share > 0 { #expect(isClose(step.standardError, binomial, 1e-12)) }
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `the order of the patients does not matter`(seed: UInt64) {
        let patients = Patients(seed: seed, count: 2000)
        let (a, b) = (KaplanMeier(patients.followUp), KaplanMeier(patients.shuffled(seed: 9).followUp))
        #expect(a.steps == b.steps)
    }

    @Test(arguments: SurvivalScale.allCases)
    func `limits enclose the curve and widen with the level`(scale: SurvivalScale) {
        let curve = KaplanMeier(Patients(seed: 6, count: 120).followUp)
        for step in curve.steps where step.survival < 1 && step.survival > 0 {
            let intervals = [0.5, 0.9, 0.99].compactMap { step.interval(level: $0, scale: scale) }
            #expect(intervals.count == 3)
            for interval in intervals {
                #expect(0 <= interval.lower && interval.lower < step.survival)
                #expect(step.survival < interval.upper && interval.upper <= 1)
            }
            #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.lower >= $1.lower && $0.upper <= $1.upper })
        }
    }

    @Test func `stretching time stretches quantiles and means and leaves probabilities`() throws {
        let followUp = Patients(seed: 7, count: 200, wholeDays: false).followUp
        let stretched = FollowUp(times: followUp.times.map { $0 * 8 }, events: followUp.events)
        let (a, b) = (KaplanMeier(followUp), KaplanMeier(stretched))
        #expect(a.steps.map(\.survival) == b.steps.map(\.survival))
        #expect(isClose(a.quantile(0.3).time.map { $0 * 8 }, b.quantile(0.3).time))
        let (mean, longer) = (try a.restrictedMean(to: 10).get(), try b.restrictedMean(to: 80).get())
        #expect(isClose(mean.estimate.point.map { $0 * 8 }, longer.estimate.point))
        #expect(isClose(mean.standardError * 8, longer.standardError))
    }

    /// 1, 2, 3, 4 all with events: S falls by a quarter each time, so that the median lies between 2 and 3, and the
    /// mean is 2.5.
    @Test func `four events by hand`() throws {
        let curve = KaplanMeier(FollowUp(times: [1, 2, 3, 4], events: [true, true, true, true]))
        #expect(curve.steps.map(\.survival) == [0.75, 0.5, 0.25, 0])
        #expect(curve.quantile(0.5).time == 2.5)
        #expect(try curve.restrictedMean(to: 4).get().estimate.point == 2.5)
        #expect(curve.steps[3].standardError == nil)
        #expect(isClose(curve.steps[3].cumulativeHazard, 25.0 / 12))
    }

    @Test func `a curve that ends flat at one half has its median in the middle of the flat part`() {
        let curve = KaplanMeier(FollowUp(times: [1, 2, 5, 9], events: [true, true, false, false]))
        #expect(curve.quantile(0.5).time == 5.5)
        #expect(curve.quantile(0.75).time == nil)
    }

    @Test func `the mean to a horizon before the first event is the horizon`() throws {
        let mean = try KaplanMeier(mercaptopurine).restrictedMean(to: 5).get()
        #expect(mean.estimate.point == 5)
        #expect(mean.standardError == 0)
    }

    @Test func `what cannot be estimated says why`() {
        let none = KaplanMeier(FollowUp(times: [], events: []))
        #expect(none.survival(at: 3) == .notEstimable(.noObservations))
        let curve = KaplanMeier(mercaptopurine)
        #expect(curve.survival(at: 36) == .notEstimable(.beyondFollowUp))
        #expect(curve.survival(at: 35).point != nil)
        #expect(curve.survival(at: 5) == .value(1, interval: nil))
        guard case .failure(.beyondFollowUp) = curve.restrictedMean(to: 40) else {
            Issue.record("a mean beyond follow-up")
            return
        }
        let all = FollowUp(times: [2, 3], events: [true, true])
        #expect(KaplanMeier(all).survival(at: 99) == .value(0, interval: nil))
        guard case .failure(.notReached) = KaplanMeier.medianFollowUp(all) else {
            Issue.record("a median follow-up without a censoring")
            return
        }
    }

    @Test func `an event at the start counts`() {
        let curve = KaplanMeier(FollowUp(times: [0, -0.0, 2, 3], events: [true, false, true, false]))
        #expect(curve.steps.map(\.time) == [0, 2])
        #expect(curve.survival(at: 0).point == 0.75)
        #expect(curve.atRisk(at: 0) == 4)
    }

    @Test func `a curve against itself differs by nothing, and turned around by the opposite`() throws {
        let (a, b) = (KaplanMeier(Patients(seed: 8, count: 80).followUp), KaplanMeier(mercaptopurine))
        #expect(try a.difference(from: a, at: 6).get().estimate.point == 0)
        let (one, other) = (try a.difference(from: b, at: 10).get(), try b.difference(from: a, at: 10).get())
        #expect(one.z == -other.z)
        #expect(one.p == other.p)
        let short = KaplanMeier(FollowUp(times: [1, 2], events: [false, false]))
        #expect(throws: NotEstimable.beyondFollowUp) { try a.difference(from: short, at: 5).get() }
        #expect(throws: NotEstimable.noVariation(of: "survival at this time")) {
            try short.difference(from: short, at: 1).get()
        }
    }
}
