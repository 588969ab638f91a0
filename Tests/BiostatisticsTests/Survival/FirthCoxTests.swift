import Foundation
import Testing

@testable import Biostatistics

@Suite("Cox model with Firth's penalty")
struct FirthCoxTests {
    /// k strata of two patients, one with x = 1, followed until one of them has the event; in m of them it is x = 1.
    ///
    /// With p = e^β/(1 + e^β) the penalised likelihood is m log p + (k − m) log(1 − p) + ½ log(k p (1 − p)), whose
    /// maximum is p = (m + ½)/(k + 1): finite for m = 0 and m = k, where the likelihood alone has none.
    @Test(arguments: [(1, 0), (1, 1), (7, 0), (7, 2), (40, 40)])
    func `pairs by hand`(count: Int, first: Int) throws {
        let places = 0..<2 * count
        let data = CoxData(
            FollowUp(times: places.map { 1 + Double($0 % 2) }, events: places.map { $0 % 2 == 0 }),
            covariates: places.map { [($0 % 2 == 0) == ($0 / 2 < first) ? 1 : 0] },
            strata: places.map { $0 / 2 }
        )
        let model = try CoxModel.fit(data, penalty: .firth).get()
        let p = (Double(first) + 0.5) / Double(count + 1)
        #expect(isClose(model.coefficients[0].value, log(p / (1 - p)), 1e-10))
        #expect(isClose(model.coefficients[0].standardError, 1 / (Double(count) * p * (1 - p)).squareRoot(), 1e-9))
        if first == 0 || first == count {
            #expect(throws: NotEstimable.separated("Cox model")) { try CoxModel.fit(data).get() }
        }
    }

    /// By the formula of `SampleFollowUp` in the tests of reports; `rare` has four patients and no event.
    ///
    /// R 4.2.2, survival 3.5-3: ℓ and I of `coxph(…, init = b, iter.max = 0)` at any b, ℓ + ½ log |I| made largest by
    /// steps of I⁻¹ times its slope, which was taken by finite differences with two extrapolations of Richardson's.
    @Test func `three covariates and tied events, one of which has no event, are R's`() throws {
        let values: [(x1: Int, x2: Int, day: Double, event: Bool)] = (0..<120).map { i in
            let risk = Double(5 * ((29 * i) % 17) + (11 * i) % 13) / 100
            let day = min(30, (34 * Double((37 * i) % 101) / 101 * (1.7 - risk)).rounded(.down))
            return ((29 * i) % 17, (13 * i) % 7, day, (3 * i * i + i) % 10 < 5 && day < 30)
        }
        let data = CoxData(
            FollowUp(times: values.map(\.day), events: values.map(\.event)),
            covariates: values.map { [Double($0.x1), Double($0.x2), $0.x1 == 3 && !$0.event ? 1 : 0] }
        )
        #expect(throws: NotEstimable.separated("Cox model")) { try CoxModel.fit(data).get() }
        let model = try CoxModel.fit(data, penalty: .firth).get()
        let expected = [0.0561118461620342, -0.0276146977537566, -2.2088158916352554]
        for (found, expected) in zip(model.coefficients, expected) { #expect(isClose(found.value, expected, 1e-7)) }
        #expect(isClose(model.logLikelihood, -365.180837062413, 1e-10))
        #expect(isClose(model.nullLogLikelihood, -372.231084908279, 1e-10))
        #expect(isClose(model.covariance[2][2], 2.06972939574382453, 1e-6))
    }

    @Test(arguments: [TieHandling.efron, .breslow])
    func `the slope is that of finite differences, strata and ties included`(ties: TieHandling) {
        let patients = Patients(seed: 4, count: 150)
        let rows = patients.risk.indices.map { [patients.risk[$0], Double(patients.group[$0] % 2), sin(Double($0))] }
        let data = CoxData(patients.followUp, covariates: rows, strata: patients.risk.indices.map { $0 % 3 })
        let sweep = CoxSweep(data: data, ties: ties, penalty: .firth)
        let place = [0.4, -0.7, 0.2]
        let found = sweep.derivatives(place)
        for column in 0..<3 {
            var (more, less) = (place, place)
            more[column] += 1e-5
            less[column] -= 1e-5
            let slope = (sweep.derivatives(more).logLikelihood - sweep.derivatives(less).logLikelihood) / 2e-5
            #expect(isClose(found.score[column], slope, 1e-7))
        }
    }

    @Test func `with many events the penalty hardly matters, and a covariate that does not vary is still refused`()
        throws
    {
        let patients = Patients(seed: 8, count: 4_000)
        let rows = patients.risk.map { [$0] }
        let plain = try CoxModel.fit(CoxData(patients.followUp, covariates: rows)).get().coefficients[0]
        let firth = try CoxModel.fit(CoxData(patients.followUp, covariates: rows), penalty: .firth).get().coefficients[
            0
        ]
        #expect(firth.value != plain.value && abs(firth.value - plain.value) < 0.02 * plain.standardError)
        #expect(throws: NotEstimable.self) {
            try CoxModel.fit(CoxData(patients.followUp, covariates: rows.map { $0 + [1] }), penalty: .firth).get()
        }
    }
}
