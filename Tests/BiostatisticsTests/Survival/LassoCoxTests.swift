import Foundation
import Testing

@testable import Biostatistics

@Suite("LASSO Cox model")
struct LassoCoxTests {
    private static let made: [[Double]] = (1...40).map { row in
        (0..<5).map { value(Double(row), Double($0)) }
    }
    private static let followUp = FollowUp(
        times: (1...40).map { time($0, later: made[$0 - 1][0] <= 0.4) },
        events: (1...40).map { $0 % 3 != 0 }
    )

    private static func value(_ row: Double, _ column: Double) -> Double {
        let wave = sin(row * (column + 1) * 1.7)
        return wave + 0.1 * column * cos(row * 0.9)
    }

    private static func time(_ row: Int, later: Bool) -> Double { Double(1 + row * 7 % 13 + (later ? 3 : 0)) }

    /// scipy 1.x minimising −ℓ/n + λ Σ|β| with ℓ after Efron written out from its definition, L-BFGS-B on β⁺ and β⁻.
    @Test(arguments: [
        (0.05, [0.61955997, 1.24585869, 0, 0.5092601, -0.29268784], -65.94828849087028),
        (0.02, [0.77556775, 1.46524071, 0, 0.63134543, -0.41696632], -65.32439776841687),
    ])
    func `coefficients are those of another optimiser`(lambda: Double, expected: [Double], value: Double) throws {
        let model = LassoCox(Self.followUp, covariates: Self.made)
        #expect(isClose(model.greatestLambda, 0.31093254744263277, 1e-7))
        let fit = try model.path([0.2, lambda]).get()[1]
        for (a, b) in zip(fit.coefficients, expected) { #expect(isClose(a, b, 2e-6)) }
        #expect(fit.coefficients[2] == 0 && fit.selected == [0, 1, 3, 4])
        #expect(isClose(model.logLikelihood(fit), value, 1e-7))
    }

    /// Karush, Kuhn and Tucker: the slope by each column is λ where it is in, and no more than λ where it is not.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every fit of a path meets the conditions of its optimum`(seed: UInt64) throws {
        let (followUp, rows) = Self.cohort(seed: seed, count: 400, columns: 30)
        let model = LassoCox(followUp, covariates: rows)
        let likelihood = PartialLikelihood(followUp)
        for fit in try model.path(model.lambdas(20, downTo: 0.02)).get() {
            let slope = likelihood.slope(model.columns.predictors(fit.scaled)).slope
            for column in 0..<30 {
                let pull = model.columns.product(column, slope) / 400
                let coefficient = fit.scaled[column]
                if coefficient == 0 {
                    #expect(abs(pull) <= fit.lambda * (1 + 1e-9) + 1e-9)
                } else {
                    #expect(abs(pull - (coefficient > 0 ? fit.lambda : -fit.lambda)) < 1e-7)
                }
            }
        }
    }

    @Test func `with hardly a penalty it is the Cox model, and at the greatest everything is 0`() throws {
        let (followUp, rows) = Self.cohort(seed: 9, count: 300, columns: 4)
        let model = LassoCox(followUp, covariates: rows)
        let plain = try CoxModel.fit(CoxData(followUp, covariates: rows)).get()
        let fits = try model.path([model.greatestLambda * 1.0000001, 1e-9]).get()
        #expect(fits[0].selected.isEmpty)
        for (a, b) in zip(fits[1].coefficients, plain.coefficients) { #expect(isClose(a, b.value, 1e-5)) }
    }

    @Test func `cross-validation finds the columns that matter and few others, and sparsest is no larger than best`()
        throws
    {
        let (followUp, rows) = Self.cohort(seed: 5, count: 800, columns: 40)
        let folds = (0..<800).map { $0 % 10 }
        let found = try LassoCox.crossValidated(followUp, covariates: rows, folds: folds).get()
        let chosen = found.fits[found.sparsest].selected
        #expect(Set([0, 1, 2]).isSubset(of: chosen))
        #expect(chosen.count <= 8, "\(chosen)")
        #expect(found.sparsest <= found.best)
        #expect(found.points[found.best].deviance < found.points[0].deviance)
    }

    @Test func `a column that does not vary stays out, and no events are no fit`() throws {
        let (followUp, rows) = Self.cohort(seed: 6, count: 100, columns: 2)
        let fit = try LassoCox(followUp, covariates: rows.map { $0 + [7] }).path([0.01]).get()[0]
        #expect(fit.coefficients[2] == 0)
        let none = FollowUp(times: followUp.times, events: followUp.times.map { _ in false })
        #expect(throws: NotEstimable.noEvents) { try LassoCox(none, covariates: rows).path([0.01]).get() }
        let oneFold = (0..<100).map { followUp.events[$0] ? 0 : 1 }
        #expect(throws: NotEstimable.self) {
            try LassoCox.crossValidated(followUp, covariates: rows, folds: oneFold).get()
        }
    }

    /// Hazards that depend on the first three columns alone.
    private static func cohort(seed: UInt64, count: Int, columns: Int) -> (FollowUp, [[Double]]) {
        var generator = Xoshiro256StarStar(seed: seed)
        var (times, events, rows): ([Double], [Bool], [[Double]]) = ([], [], [])
        for _ in 0..<count {
            let row = (0..<columns).map { _ in generator.normal() }
            let predictor = 0.8 * row[0] - 0.6 * row[1] + 0.5 * row[min(2, columns - 1)]
            let event = -log(1 - generator.uniform()) * 10 / exp(predictor)
            let censoring = -log(1 - generator.uniform()) * 20
            times.append((min(event, censoring) * 4).rounded(.up) / 4)
            events.append(event <= censoring)
            rows.append(row)
        }
        return (FollowUp(times: times, events: events), rows)
    }
}
