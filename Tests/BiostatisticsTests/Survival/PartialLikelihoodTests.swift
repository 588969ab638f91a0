import Foundation
import Testing

@testable import Biostatistics

@Suite("Partial likelihood by the predictor")
struct PartialLikelihoodTests {
    private static let followUp = FollowUp(
        times: [1, 1, 2, 3, 3, 3, 4, 5, 5, 6, 7, 7],
        events: [1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0].map { $0 == 1 }
    )
    private static let predictors = [0.3, -0.2, 1.1, 0.7, -0.5, 0, -1.2, 0.4, 0.9, -0.3, 0.2, -0.8]

    /// R 4.2.2, survival 3.5: `coxph(Surv(t, e) ~ eta, init = 1, iter = 0, ties = …)`, its `loglik[2]` and
    /// `residuals(fit, "martingale")`, which are the slopes.
    private static let efron = [
        0.86571283847713, 0.918550719330597, -0.403369455342029, 0.421612528253331, 0.825793041267371,
        -0.342933285480196, 0.851514434948389, -0.969907678671361, -0.599107420440858, 0.211162215018863,
        -1.30057363523037, -0.478454302130861,
    ]
    private static let breslow = [
        0.825342512959242, 0.894064879161418, -0.38870738587685, 0.34783068820142, 0.803570378099503,
        -0.323857695822932, 0.857259892141969, -0.941450242898585, -0.552189040772699, 0.225293759407212,
        -1.27727465740946, -0.469883087190238,
    ]

    @Test(arguments: [(TieHandling.efron, -14.8559331015181, efron), (.breslow, -15.0649302167092, breslow)])
    func `value and slopes are R's`(ties: TieHandling, value: Double, slopes: [Double]) {
        let likelihood = PartialLikelihood(Self.followUp, ties: ties)
        #expect(isClose(likelihood.value(Self.predictors), value, 1e-13))
        let found = likelihood.slope(Self.predictors)
        #expect(isClose(found.value, value, 1e-13))
        for (a, b) in zip(found.slope, slopes) { #expect(isClose(a, b, 1e-13)) }
    }

    @Test(arguments: [TieHandling.efron, .breslow])
    func `slopes are those of finite differences`(ties: TieHandling) {
        let likelihood = PartialLikelihood(Self.followUp, ties: ties)
        let found = likelihood.slope(Self.predictors)
        let step = 1e-5
        for place in Self.predictors.indices {
            var (more, less) = (Self.predictors, Self.predictors)
            more[place] += step
            less[place] -= step
            let slope = (likelihood.value(more) - likelihood.value(less)) / (2 * step)
            #expect(isClose(found.slope[place], slope, 1e-8))
        }
    }

    /// The slope by a column is Σ of its values times the slopes by the predictors; the information is minus its slope.
    @Test(arguments: [TieHandling.efron, .breslow])
    func `the information of columns is that of finite differences`(ties: TieHandling) {
        let likelihood = PartialLikelihood(Self.followUp, ties: ties)
        let rows = Self.predictors.indices.map { [sin(Double($0)), 7, cos(2.3 * Double($0)), Double($0 % 3)] }
        let (columns, chosen) = (ScaledColumns(rows), [0, 2, 3])
        let found = likelihood.information(
            Self.predictors,
            likelihood.slope(Self.predictors).slope,
            columns,
            chosen
        )
        func pulls(_ step: Double, along column: Int) -> [Double] {
            let moved = zip(Self.predictors, columns.column(column)).map { $0 + step * $1 }
            let slope = likelihood.slope(moved).slope
            return chosen.map { columns.product($0, slope) }
        }
        for (i, column) in chosen.enumerated() {
            let (more, less) = (pulls(1e-5, along: column), pulls(-1e-5, along: column))
            for j in chosen.indices { #expect(isClose(found[i][j], (less[j] - more[j]) / 2e-5, 1e-7)) }
        }
    }

    @Test func `at a Cox model's maximum the likelihood is its own and covariates pull no way`() throws {
        let patients = Patients(seed: 11, count: 300)
        let rows = patients.risk.map { [$0] }
        let model = try CoxModel.fit(CoxData(patients.followUp, covariates: rows)).get()
        let found = PartialLikelihood(patients.followUp).slope(model.linearPredictors)
        #expect(isClose(found.value, model.logLikelihood, 1e-12))
        #expect(abs(zip(found.slope, patients.risk).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-7)
        #expect(abs(found.slope.reduce(0, +)) < 1e-9)
    }

    @Test func `level, order and size of predictors do not trouble it`() {
        let patients = Patients(seed: 12, count: 200)
        let likelihood = PartialLikelihood(patients.followUp)
        let raised = patients.risk.map { $0 + 900 }
        #expect(isClose(likelihood.value(patients.risk), likelihood.value(raised), 1e-9))
        let moved = patients.shuffled(seed: 3)
        #expect(isClose(PartialLikelihood(moved.followUp).value(moved.risk), likelihood.value(patients.risk), 1e-12))
    }
}
