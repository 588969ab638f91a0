import Foundation
import Testing

@testable import Biostatistics

@Suite("Logistic regression")
struct LogisticRegressionTests {
    /// Outcomes drawn from a logistic model with two predictors on quite different scales.
    private static func sample(_ count: Int, seed: UInt64) -> (outcomes: [Bool], columns: [[Double]]) {
        var generator = Xoshiro256StarStar(seed: seed)
        var outcomes: [Bool] = []
        var columns: [[Double]] = [[], []]
        for _ in 0..<count {
            let age = 60 + 12 * generator.normal()
            let score = generator.uniform()
            columns[0].append(age)
            columns[1].append(score)
            outcomes.append(generator.uniform() < 1 / (1 + exp(3.5 - 0.03 * age - 2 * score)))
        }
        return (outcomes, columns)
    }

    /// A binary predictor: slope and variance are those of the fourfold table, by hand.
    @Test("one binary predictor gives the log odds ratio and Woolf's variance")
    func fourfoldTable() throws {
        let model = LogisticRegression(
            outcomes: [true, false, true, false],
            columns: [[1, 1, 0, 0]],
            weights: [10, 20, 5, 40]
        )
        let fit = try model.fit().get()
        let intercept = try fit.terms[0].get()
        let slope = try fit.terms[1].get()
        #expect(abs(intercept.coefficient - log(5.0 / 40)) < 1e-14)
        #expect(abs(slope.coefficient - log(10.0 * 40 / (20 * 5))) < 1e-14)
        #expect(abs(slope.standardError - (1 / 10.0 + 1 / 20.0 + 1 / 5.0 + 1 / 40.0).squareRoot()) < 1e-14)
        #expect(abs(intercept.standardError - (1 / 5.0 + 1 / 40.0).squareRoot()) < 1e-14)
        let observed = 10 * log(1 / 3.0) + 20 * log(2 / 3.0) + 5 * log(1 / 9.0) + 40 * log(8 / 9.0)
        #expect(abs(fit.logLikelihood - observed) < 1e-12)
    }

    /// Times of infusion and vasoconstriction: Finney, Biometrika 34 (1947) 320; estimates of Pregibon, Ann Stat 9
    /// (1981) 705: −2.875, 5.179, 4.562, deviance 29.23.
    @Test("vasoconstriction after volume and rate of the air breathed in")
    func finney() throws {
        let volume = [
            3.7, 3.5, 1.25, 0.75, 0.8, 0.7, 0.6, 1.1, 0.9, 0.9, 0.8, 0.55, 0.6, 1.4, 0.75, 2.3, 3.2, 0.85, 1.7, 1.8,
            0.4,
            0.95, 1.35, 1.5, 1.6, 0.6, 1.8, 0.95, 1.9, 1.6, 2.7, 2.35, 1.1, 1.1, 1.2, 0.8, 0.95, 0.75, 1.3,
        ]
        let rate = [
            0.825, 1.09, 2.5, 1.5, 3.2, 3.5, 0.75, 1.7, 0.75, 0.45, 0.57, 2.75, 3.0, 2.33, 3.75, 1.64, 1.6, 1.415, 1.06,
            1.8, 2.0, 1.36, 1.35, 1.36, 1.78, 1.5, 1.5, 1.9, 0.95, 0.4, 0.75, 0.03, 1.83, 2.2, 2.0, 3.33, 1.9, 1.9,
            1.625,
        ]
        let constricted = "111111000000011111010000101010100111001".map { $0 == "1" }
        #expect(constricted.count == 39)
        let model = LogisticRegression(outcomes: constricted, columns: [volume.map { log($0) }, rate.map { log($0) }])
        let fit = try model.fit().get()
        let coefficients = try fit.terms.map { try $0.get().coefficient }
        for (got, published) in zip(coefficients, [-2.875, 5.179, 4.562]) { #expect(abs(got - published) < 0.001) }
        #expect(abs(fit.deviance - 29.23) < 0.005)
    }

    @Test("the residuals at the maximum are orthogonal to every column", arguments: [1, 2, 3])
    func score(_ seed: UInt64) throws {
        let (outcomes, columns) = Self.sample(400, seed: seed)
        let fit = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        let residuals = zip(outcomes, fit.fitted).map { ($0 ? 1 : 0) - $1 }
        #expect(abs(residuals.reduce(0, +)) < 1e-10)
        for column in columns { #expect(abs(zip(residuals, column).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-8) }
    }

    @Test("order, units and weights of one change nothing", arguments: [4, 5])
    func invariance(_ seed: UInt64) throws {
        let (outcomes, columns) = Self.sample(300, seed: seed)
        let plain = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        let order = Array(outcomes.indices.reversed())
        let turned = LogisticRegression(
            outcomes: order.map { outcomes[$0] },
            columns: [columns[1], columns[0]].map { column in order.map { 1e9 * column[$0] } },
            weights: order.map { _ in 1 }
        )
        let fit = try turned.fit().get()
        let (a, b) = (try plain.terms[1].get(), try fit.terms[2].get())
        #expect(abs(a.coefficient - 1e9 * b.coefficient) < 1e-11)
        #expect(abs(a.standardError - 1e9 * b.standardError) < 1e-11)
        #expect(abs(plain.deviance - fit.deviance) < 1e-9)
    }

    @Test("the other outcome turns every sign")
    func complement() throws {
        let (outcomes, columns) = Self.sample(300, seed: 6)
        let fit = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        let other = try LogisticRegression(outcomes: outcomes.map(!), columns: columns).fit().get()
        for (a, b) in zip(fit.terms, other.terms) {
            #expect(abs(try a.get().coefficient + b.get().coefficient) < 1e-11)
            #expect(abs(try a.get().standardError - b.get().standardError) < 1e-11)
        }
    }

    @Test("a weight of two equals the observation twice, a weight of zero equals none")
    func weights() throws {
        let (outcomes, columns) = Self.sample(200, seed: 7)
        let weights = outcomes.indices.map { Double($0 % 3) }
        let rows = outcomes.indices.flatMap { Array(repeating: $0, count: $0 % 3) }
        let weighted = try LogisticRegression(outcomes: outcomes, columns: columns, weights: weights).fit().get()
        let repeated = LogisticRegression(
            outcomes: rows.map { outcomes[$0] },
            columns: columns.map { column in rows.map { column[$0] } }
        )
        for (a, b) in zip(weighted.terms, try repeated.fit().get().terms) {
            #expect(abs(try a.get().coefficient - b.get().coefficient) < 1e-11)
            #expect(abs(try a.get().standardError - b.get().standardError) < 1e-11)
        }
    }

    @Test("the fitted predictor as offset leaves nothing to estimate")
    func offset() throws {
        let (outcomes, columns) = Self.sample(200, seed: 8)
        let fit = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        let predictor = fit.fitted.map { log($0 / (1 - $0)) }
        let again = try LogisticRegression(outcomes: outcomes, columns: [predictor], offset: predictor).fit().get()
        for term in again.terms { #expect(abs(try term.get().coefficient) < 1e-11) }
        #expect(abs(again.deviance - fit.deviance) < 1e-9)
    }

    @Test("a column that the others determine has no coefficient, and the rest keep theirs")
    func dependentColumns() throws {
        let (outcomes, columns) = Self.sample(100, seed: 9)
        let sum = zip(columns[0], columns[1]).map { $0 + 0.1 * $1 }
        let constant = outcomes.map { _ in 7.0 }
        let model = LogisticRegression(outcomes: outcomes, columns: [constant] + columns + [sum])
        let fit = try model.fit().get()
        let plain = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        #expect(fit.rank == 3)
        for place in [1, 4] { #expect(throws: NotEstimable.self) { try fit.terms[place].get() } }
        for (a, b) in [(0, 0), (2, 1), (3, 2)] {
            #expect(abs(try fit.terms[a].get().coefficient - plain.terms[b].get().coefficient) < 1e-11)
        }
    }

    @Test("separated outcomes have no maximum, wholly or in part, however small the gap")
    func separation() {
        let whole = LogisticRegression(outcomes: [false, false, true, true], columns: [[1, 2, 2.0001, 9]])
        #expect(whole.fit().reason == .separated("the outcomes are separated by the predictors"))
        #expect(abs(whole.supremum ?? -1) < 1e-12)
        let part = LogisticRegression(
            outcomes: [false, false, true, false, true, true, false],
            columns: [[1, 2, 3, 3, 4, 5, 3]]
        )
        #expect(part.fit().reason == .separated("the outcomes are separated by the predictors"))
        #expect(abs((part.supremum ?? 0) - (log(1 / 3.0) + 2 * log(2 / 3.0))) < 1e-12)
    }

    @Test("a far outlier with a sure outcome is no separation")
    func outlier() throws {
        let model = LogisticRegression(
            outcomes: [false, true, false, true, false, true, true],
            columns: [[1, 2, 3, 4, 5, 6, 400]]
        )
        let fit = try model.fit().get()
        #expect(fit.fitted[6] > 1 - 1e-8)
    }

    @Test(
        "units so small or large that squares leave the range change no z",
        arguments: [1e-290, 1e-160, 1e160, 1e290]
    )
    func extremeUnits(_ unit: Double) throws {
        let (outcomes, columns) = Self.sample(100, seed: 10)
        let plain = try LogisticRegression(outcomes: outcomes, columns: columns).fit().get()
        let scaled = LogisticRegression(outcomes: outcomes, columns: columns.map { $0.map { unit * $0 } })
        for (a, b) in zip(plain.terms, try scaled.fit().get().terms) {
            #expect(abs(try a.get().z - b.get().z) < 1e-10)
        }
    }

    /// Shifts that doubles hold exactly, so that nothing but the fit could lose digits.
    @Test("a column far from zero keeps its slope and standard error")
    func shift() throws {
        let (outcomes, columns) = Self.sample(200, seed: 11)
        let column = columns[0].map { ($0 * 1024).rounded() / 1024 }
        let near = try LogisticRegression(outcomes: outcomes, columns: [column]).fit().get().terms[1].get()
        let far = LogisticRegression(outcomes: outcomes, columns: [column.map { $0 + 0x1p36 }])
        let term = try far.fit().get().terms[1].get()
        #expect(abs(term.coefficient / near.coefficient - 1) < 1e-10)
        #expect(abs(term.standardError / near.standardError - 1) < 1e-10)
    }

    @Test("nothing observed and one class of outcome say so")
    func degenerate() {
        #expect(LogisticRegression(outcomes: [], columns: [[]]).fit().reason == .noObservations)
        let model = LogisticRegression(outcomes: [true, true], columns: [[1, 2]])
        #expect(model.fit().reason == .oneOutcomeClass)
        #expect(abs(model.nullDeviance ?? 1) < 1e-12)
    }

    @Test("weights of billions overflow nothing")
    func hugeCounts() throws {
        let model = LogisticRegression(
            outcomes: [true, false, true, false],
            columns: [[1, 1, 0, 0]],
            weights: [3e15, 7e15, 4e15, 5e15]
        )
        let slope = try model.fit().get().terms[1].get().coefficient
        #expect(abs(slope - log(3.0 * 5 / (7 * 4))) < 1e-13)
    }
}

extension Result where Failure == NotEstimable {
    /// Why a function refused.
    fileprivate var reason: NotEstimable? {
        guard case .failure(let reason) = self else { return nil }
        return reason
    }
}
