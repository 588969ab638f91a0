import Foundation
import Testing

@testable import Biostatistics

@Suite("Cox model")
struct CoxModelTests {
    private func model(_ patients: Patients, ties: TieHandling = .efron, strata: Bool = false) throws -> CoxModel {
        let rows = patients.risk.indices.map { [patients.risk[$0], Double(patients.group[$0] % 2)] }
        return try CoxModel.fit(
            CoxData(patients.followUp, covariates: rows, strata: strata ? patients.risk.indices.map { $0 % 3 } : nil),
            ties: ties
        ).get()
    }

    /// Freireich's trial: hazard ratio of placebo 4.523 after Breslow (β = 1.509, se 0.410), 4.817 after Efron (1.572).
    ///
    /// Kleinbaum and Klein, Survival Analysis (2012), chapter 3; for Efron the help of R `MASS::gehan`.
    @Test(arguments: [(TieHandling.breslow, 1.509, 0.410), (.efron, 1.572, 0.412)])
    func `mercaptopurine against placebo is the textbook's`(ties: TieHandling, value: Double, error: Double) throws {
        let treated = [6.0, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
        let placebo = [1.0, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
        let followUp = FollowUp(times: treated + placebo, events: (0..<42).map { $0 < 9 || $0 >= 21 })
        let data = CoxData(followUp, covariates: (0..<42).map { [$0 < 21 ? 0 : 1] })
        let effect = try CoxModel.fit(data, ties: ties).get().coefficients[0]
        #expect(abs(effect.value - value) < 0.0006)
        #expect(abs(effect.standardError - error) < 0.0006)
    }

    /// Events at 1 (x = 1) and 2 (x = 0), censored at 3 (x = 1): L = e/(2e + 1) · 1/(1 + e), e = exp β, so that
    /// 2e² = 1.
    @Test func `three patients by hand`() throws {
        let followUp = FollowUp(times: [1, 2, 3], events: [true, true, false])
        let model = try CoxModel.fit(CoxData(followUp, covariates: [[1], [0], [1]])).get()
        #expect(isClose(model.coefficients[0].value, -0.5 * log(2), 1e-12))
        #expect(isClose(model.nullLogLikelihood, -log(6), 1e-14))
    }

    @Test func `without tied events Efron and Breslow agree`() throws {
        let patients = Patients(seed: 1, count: 200, wholeDays: false)
        let (a, b) = (try model(patients), try model(patients, ties: .breslow))
        #expect(a.coefficients == b.coefficients)
        #expect(a.logLikelihood == b.logLikelihood)
    }

    @Test(arguments: [2, 3] as [UInt64])
    func `neither the order of patients nor units of covariates matter`(seed: UInt64) throws {
        let patients = Patients(seed: seed, count: 250)
        let plain = try model(patients)
        let shuffled = try model(patients.shuffled(seed: 5))
        let rows = patients.risk.indices.map { [1e4 + 100 * patients.risk[$0], Double(patients.group[$0] % 2)] }
        let scaled = try CoxModel.fit(CoxData(patients.followUp, covariates: rows)).get()
        for column in 0..<2 {
            #expect(isClose(plain.coefficients[column].value, shuffled.coefficients[column].value))
            #expect(isClose(plain.coefficients[column].z, scaled.coefficients[column].z, 1e-9))
        }
        #expect(isClose(plain.coefficients[0].value, 100 * scaled.coefficients[0].value, 1e-9))
        for (a, b) in zip(
            plain.proportionalHazardsTest(.kaplanMeier).covariates,
            scaled.proportionalHazardsTest(.kaplanMeier).covariates
        ) {
            #expect(isClose(try a.get().statistic, try b.get().statistic, 1e-8))
        }
    }

    @Test func `a patient counted twice adds as much again to the likelihood's slope`() throws {
        // With Breslow's ties doubling every patient doubles information and leaves coefficients.
        let patients = Patients(seed: 4, count: 120)
        let rows = patients.risk.map { [$0] }
        let doubled = FollowUp(
            times: patients.followUp.times + patients.followUp.times,
            events: patients.followUp.events + patients.followUp.events
        )
        let one = try CoxModel.fit(CoxData(patients.followUp, covariates: rows), ties: .breslow).get()
        let two = try CoxModel.fit(CoxData(doubled, covariates: rows + rows), ties: .breslow).get()
        #expect(isClose(one.coefficients[0].value, two.coefficients[0].value))
        #expect(isClose(one.coefficients[0].standardError, two.coefficients[0].standardError * 2.0.squareRoot()))
    }

    @Test func `strata that are copies leave the coefficients`() throws {
        let patients = Patients(seed: 5, count: 120)
        let rows = patients.risk.map { [$0] }
        let doubled = FollowUp(
            times: patients.followUp.times + patients.followUp.times.map { $0 + 7 },
            events: patients.followUp.events + patients.followUp.events
        )
        let strata = Array(repeating: 2, count: 120) + Array(repeating: 1, count: 120)
        let one = try CoxModel.fit(CoxData(patients.followUp, covariates: rows)).get()
        let two = try CoxModel.fit(CoxData(doubled, covariates: rows + rows, strata: strata)).get()
        #expect(isClose(one.coefficients[0].value, two.coefficients[0].value))
        #expect(isClose(2 * one.logLikelihood, two.logLikelihood))
        let curves = two.cumulativeHazards([0.3])
        #expect(curves.count == 2)
        #expect(isClose(try curves[0].value(at: 12).get(), try curves[1].value(at: 5).get()))
    }

    @Test func `at the average the baseline without effects is Nelson and Aalen's`() throws {
        let patients = Patients(seed: 6, count: 80, wholeDays: false)
        // A covariate chosen so that it has no effect at all: the same times with both of its values.
        let doubled = FollowUp(
            times: patients.followUp.times + patients.followUp.times,
            events: patients.followUp.events + patients.followUp.events
        )
        let rows = (0..<160).map { [$0 < 80 ? 0.0 : 1.0] }
        let model = try CoxModel.fit(CoxData(doubled, covariates: rows), ties: .breslow).get()
        #expect(abs(model.coefficients[0].value) < 1e-12)
        let hazard = try model.cumulativeHazards([1])[0].value(at: 9).get()
        #expect(isClose(hazard, try KaplanMeier(doubled).step(at: 9).get().cumulativeHazard))
    }

    @Test func `predictions fall with time and with risk`() throws {
        let model = try model(Patients(seed: 7, count: 300), strata: true)
        for (low, high) in zip(model.cumulativeHazards([-1, 0]), model.cumulativeHazards([1, 0])) {
            let (a, b) = (try [2, 6, 12].map { try low.survival(at: $0).get() }, try high.survival(at: 6).get())
            #expect(a[0] >= a[1] && a[1] >= a[2] && b < a[1])
            #expect(throws: NotEstimable.beyondFollowUp) { try low.survival(at: 1e6).get() }
        }
    }

    @Test(arguments: [[[6.0], [5], [4], [3], [2], [1]], [[1, 5], [1, 2], [1, 4], [0, 3], [0, 2], [0, 1]]])
    func `a likelihood that rises without end is no estimate`(rows: [[Double]]) {
        let followUp = FollowUp(times: [1, 2, 3, 4, 5, 6], events: [true, true, true, false, false, false])
        #expect(failure(CoxModel.fit(CoxData(followUp, covariates: rows))) == .separated("Cox model"))
    }

    @Test func `no events and no variation say so`() {
        let times = [1.0, 2, 3, 4]
        let rows = times.map { [$0, 2 * $0] }
        let none = CoxData(FollowUp(times: times, events: times.map { _ in false }), covariates: rows)
        #expect(failure(CoxModel.fit(none)) == .noEvents)
        #expect(CoxModel.nullLogLikelihood(none) == 0)
        let data = CoxData(FollowUp(times: times, events: times.map { _ in true }), covariates: rows)
        let reason = NotEstimable.noVariation(of: "a covariate, or a sum of covariates, among those at risk")
        #expect(failure(CoxModel.fit(data)) == reason)
        // Varies among all, but not among those who meet in a risk set.
        let patients = Patients(seed: 8, count: 90)
        let groups = patients.group.map { [0.1 + Double($0)] }
        let within = CoxData(patients.followUp, covariates: groups, strata: patients.group)
        #expect(failure(CoxModel.fit(within)) == reason)
    }

    private func failure(_ result: Result<CoxModel, NotEstimable>) -> NotEstimable? {
        if case .failure(let reason) = result { reason } else { nil }
    }
}
