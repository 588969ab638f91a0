import Foundation
import Testing

@testable import Biostatistics

@Suite("Normal and beta distribution")
struct SpecialFunctionTests {
    /// Abramowitz and Stegun, Handbook of Mathematical Functions, Tables 26.1 and 26.5.
    @Test(
        "normal probabilities and quantiles of the handbook",
        arguments: [(1.0, 0.841_344_746_068_543), (2.0, 0.977_249_868_051_821), (3.0, 0.998_650_101_968_370)]
    )
    func handbook(_ x: Double, _ p: Double) {
        #expect(abs(NormalDistribution.cumulative(x) - p) < 5e-16)
        #expect(abs(NormalDistribution.quantile(p) - x) < 5e-13)
    }

    @Test("the critical value at 0.95 is exact, never 1.96")
    func criticalValue() {
        #expect(abs(NormalDistribution.criticalValue(level: 0.95) - 1.959_963_984_540_054) < 1e-15)
    }

    @Test(
        "the quantile inverts the probability deep into the tail",
        arguments: [1e-300, 1e-100, 1e-16, 1e-6, 0.02, 0.074, 0.0751, 0.3, 0.5]
    )
    func inverse(_ p: Double) {
        let x = NormalDistribution.quantile(p)
        #expect(abs(NormalDistribution.cumulative(x) / p - 1) < 1e-12)
        #expect(NormalDistribution.upperTail(-x) == NormalDistribution.cumulative(x))
    }

    @Test("the normal quantile is infinite at the ends and not a number outside")
    func ends() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(-0.1).isNaN && NormalDistribution.quantile(1.1).isNaN)
    }

    /// Beta(1, b) and Beta(a, 1) have closed forms.
    @Test("the beta distribution has its closed forms", arguments: [0.5, 1, 3, 40, 1e5], [1e-12, 0.025, 0.5, 0.975])
    func closedForms(_ shape: Double, _ p: Double) {
        let low = BetaDistribution.quantile(p, a: 1, b: shape)
        let high = BetaDistribution.quantile(p, a: shape, b: 1)
        #expect(abs(low / -expm1(log1p(-p) / shape) - 1) < 1e-12)
        #expect(abs(high / exp(log(p) / shape) - 1) < 1e-12)
        #expect(abs(BetaDistribution.cumulative(low, a: 1, b: shape) / p - 1) < 1e-11)
    }

    @Test("mirroring x swaps the shapes of the beta distribution", arguments: [0.001, 0.2, 0.5, 0.9])
    func mirror(_ x: Double) {
        let one = BetaDistribution.cumulative(x, a: 2.5, b: 7)
        #expect(abs(one + BetaDistribution.cumulative(1 - x, a: 7, b: 2.5) - 1) < 1e-14)
    }
}
