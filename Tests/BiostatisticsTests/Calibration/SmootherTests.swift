import Foundation
import Testing

@testable import Biostatistics

@Suite("Smoothers")
struct SmootherTests {
    private static let places: ContiguousArray<Double> = {
        var generator = Xoshiro256StarStar(seed: 8)
        return ContiguousArray((0..<80).map { _ in generator.uniform() }.sorted())
    }()

    @Test("local quadratics reproduce a quadratic")
    func quadratic() throws {
        let heights = ContiguousArray(Self.places.map { 1 + 2 * $0 - 3 * $0 * $0 })
        let values = try #require(LocalRegression(sorted: Self.places, heights).values(at: Self.places))
        for (value, height) in zip(values, heights) { #expect(abs(value - height) < 1e-13) }
    }

    @Test("local lines reproduce a line")
    func line() {
        let heights = ContiguousArray(Self.places.map { 4 - 5 * $0 })
        let values = LocalLine(sorted: Self.places, heights).values(at: Self.places)
        for (value, height) in zip(values, heights) { #expect(abs(value - height) < 1e-13) }
    }

    /// Three places carry a quadratic through the three means, whatever the weights.
    @Test("at three distinct places the local quadratic passes through the means")
    func threePlaces() throws {
        let x: ContiguousArray<Double> = [0.1, 0.1, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4, 0.4]
        let y: ContiguousArray<Double> = [0, 1, 1, 1, 0, 0, 1, 0, 0]
        let values = try #require(LocalRegression(sorted: x, y, span: 1).values(at: [0.1, 0.2, 0.4]))
        for (value, mean) in zip(values, [0.5, 2.0 / 3, 0.25]) { #expect(abs(value - mean) < 1e-12) }
    }

    @Test("a neighbourhood of ties has no width")
    func ties() {
        let x = ContiguousArray(repeating: 0.3, count: 30)
        let y = ContiguousArray((0..<30).map { $0 < 10 ? 1.0 : 0 })
        #expect(LocalRegression(sorted: x, y).values(at: [0.3]) == nil)
        #expect(abs(LocalLine(sorted: x, y).values(at: [0.3])[0] - 1.0 / 3) < 1e-15)
        let constant = ScoredOutcomes(probabilities: Array(x), outcomes: y.map { $0 == 1 })
        #expect(throws: NotEstimable.self) { try constant.localRegressionCalibration().get() }
    }

    @Test("many patients are smoothed on a grid, which says so")
    func grid() throws {
        var generator = Xoshiro256StarStar(seed: 9)
        let risks = (0..<ScoredOutcomes.largestExactCurve + 1).map { _ in generator.uniform() }
        let scored = ScoredOutcomes(probabilities: risks, outcomes: risks.map { generator.uniform() < $0 })
        let curve = try scored.localRegressionCalibration().get()
        #expect(curve.onGrid)
        #expect(curve.mean < 0.015 && curve.mean <= curve.ninetieth && curve.ninetieth <= curve.largest)
        #expect(try !CalibrationTests.random.localRegressionCalibration().get().onGrid)
    }

    /// Interpolation errs by the curvature times the square of the step: about 10⁻⁶ here.
    @Test("the grid changes the index by less than a thousandth of it")
    func gridIsFine() throws {
        var generator = Xoshiro256StarStar(seed: 10)
        let x = ContiguousArray((0..<3000).map { _ in generator.uniform() }.sorted())
        let y = ContiguousArray(x.map { generator.uniform() < $0 * $0 ? 1.0 : 0 })
        let exact = try #require(LocalRegression(sorted: x, y).values(at: x))
        let steps = (0...500).map { x[2999 * $0 / 500] }
        let coarse = try #require(LocalRegression(sorted: x, y).values(at: steps))
        for (place, step) in steps.enumerated() where place > 0 {
            let (low, high) = (2999 * (place - 1) / 500, 2999 * place / 500)
            let middle = (low + high) / 2
            let share = (x[middle] - steps[place - 1]) / (step - steps[place - 1])
            let between = coarse[place - 1] + share * (coarse[place] - coarse[place - 1])
            #expect(abs(between - exact[middle]) < 1e-4)
        }
    }

    @Test("quantiles interpolate between neighbours and keep ties")
    func quantiles() {
        let values = AscendingValues([4, 1, 3, 2])
        #expect(values.quantile(0) == 1 && values.quantile(1) == 4)
        #expect(abs(values.quantile(0.5) - 2.5) < 1e-15)
        #expect(abs(values.quantile(0.9) - 3.7) < 1e-15)
        #expect(AscendingValues([0.1, 0.1, 0.1]).quantile(0.37) == 0.1)
    }
}
