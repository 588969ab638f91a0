import Foundation
import Testing

@testable import Biostatistics

@Suite("Continuous distributions")
struct ContinuousDistributionTests {
    static let probabilities = [1e-300, 1e-100, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999_999]

    @Test("Student's quantile inverts its probability", arguments: probabilities, [1, 2, 7.5, 60, 1e6])
    func student(_ p: Double, _ df: Double) {
        let t = StudentTDistribution.quantile(p, df: df)
        #expect(abs(StudentTDistribution.cumulative(t, df: df) / p - 1) < 2e-11)
        #expect(StudentTDistribution.upperTail(-t, df: df) == StudentTDistribution.cumulative(t, df: df))
    }

    /// Cauchy and the closed form for two degrees of freedom.
    @Test("Student's distribution has its closed forms", arguments: [-1e100, -1e5, -3, -0.01, 0, 0.5, 4])
    func studentClosedForms(_ t: Double) {
        let cauchy = t < -1 ? atan(-1 / t) / Double.pi : 0.5 + atan(t) / Double.pi
        #expect(abs(StudentTDistribution.cumulative(t, df: 1) / cauchy - 1) < 1e-13)
        let two =
            t < 0 ? 1 / ((2 + t * t) * (1 - t / (2 + t * t).squareRoot())) : 0.5 * (1 + t / (2 + t * t).squareRoot())
        #expect(abs(StudentTDistribution.cumulative(t, df: 2) / two - 1) < 1e-13)
    }

    @Test("with infinitely many degrees of freedom Student's distribution is normal")
    func studentLimit() {
        #expect(StudentTDistribution.quantile(0.975, df: .infinity) == NormalDistribution.quantile(0.975))
        #expect(abs(StudentTDistribution.density(1.5, df: 1e9) / NormalDistribution.density(1.5) - 1) < 1e-8)
    }

    /// With two degrees of freedom it is exponential; one degree is the square of a normal deviate.
    @Test("the chi-squared distribution has its closed forms", arguments: [1e-9, 0.3, 3.84, 50, 700])
    func chiSquared(_ x: Double) {
        #expect(abs(ChiSquaredDistribution.upperTail(x, df: 2) / exp(-x / 2) - 1) < 1e-13)
        let normal = NormalDistribution.twoSidedP(x.squareRoot())
        #expect(abs(ChiSquaredDistribution.upperTail(x, df: 1) / normal - 1) < 1e-12)
    }

    @Test("the gamma quantile inverts its probability", arguments: probabilities, [0.05, 0.5, 1, 30, 1e4])
    func gamma(_ p: Double, _ shape: Double) {
        let x = GammaDistribution.quantile(p, shape: shape)
        guard x > 0 else { return #expect(p.squareRoot() < 1e-6 && shape < 1) }
        #expect(abs(GammaDistribution.cumulative(x, shape: shape) / p - 1) < 1e-11)
    }

    @Test("an upper quantile reaches where one minus p cannot", arguments: [1e-300, 1e-40, 0.01], [0.5, 3, 400])
    func upperQuantile(_ q: Double, _ shape: Double) {
        let x = GammaDistribution.upperQuantile(q, shape: shape)
        #expect(abs(GammaDistribution.upperTail(x, shape: shape) / q - 1) < 1e-11)
    }

    @Test("the upper beta quantile mirrors the lower", arguments: [1e-200, 1e-9, 0.3], [0.5, 3, 400])
    func mirroredQuantile(_ q: Double, _ shape: Double) {
        let upper = BetaDistribution.upperQuantile(q, a: 2, b: shape)
        #expect(abs(upper - (1 - BetaDistribution.quantile(q, a: shape, b: 2))) < 1e-15)
    }

    @Test("a quantile beyond the doubles is infinite or zero, never a wrong number")
    func beyond() {
        #expect(StudentTDistribution.quantile(1e-300, df: 0.5) == -.infinity)
        #expect(GammaDistribution.quantile(1e-300, shape: 0.5) == 0)
        #expect(BetaDistribution.quantile(1e-300, a: 0.5, b: 2) == 0)
    }

    @Test("an F variate turned over swaps its degrees of freedom", arguments: [0.01, 0.4, 1, 3])
    func turned(_ f: Double) {
        let upper = FDistribution.upperTail(f, df1: 3, df2: 17.5)
        #expect(abs(upper / FDistribution.cumulative(1 / f, df1: 17.5, df2: 3) - 1) < 1e-13)
        #expect(abs(FDistribution.quantile(1 - upper, df1: 3, df2: 17.5) / f - 1) < 1e-9)
    }

    @Test("the square of a t variate is an F variate", arguments: [0.2, 2.1, 9])
    func square(_ t: Double) {
        let p = StudentTDistribution.twoSidedP(t, df: 11)
        #expect(abs(FDistribution.upperTail(t * t, df1: 1, df2: 11) / p - 1) < 1e-13)
    }

    @Test("densities are slopes of probabilities", arguments: [0.3, 1.7, 4.4])
    func densities(_ x: Double) {
        let step = 1e-5
        func slope(_ f: (Double) -> Double) -> Double { (f(x + step) - f(x - step)) / (2 * step) }
        let pairs = [
            (slope { StudentTDistribution.cumulative($0, df: 4) }, StudentTDistribution.density(x, df: 4)),
            (slope { GammaDistribution.cumulative($0, shape: 2.5) }, GammaDistribution.density(x, shape: 2.5)),
            (slope { ChiSquaredDistribution.cumulative($0, df: 3) }, ChiSquaredDistribution.density(x, df: 3)),
            (
                slope { BetaDistribution.cumulative($0 / 5, a: 2, b: 3) },
                BetaDistribution.density(x / 5, a: 2, b: 3) / 5
            ),
        ]
        for (slope, density) in pairs { #expect(abs(slope / density - 1) < 1e-8) }
    }

    @Test("infinite statistics have the probabilities of the ends")
    func infinite() {
        #expect(ChiSquaredDistribution.upperTail(.infinity, df: 3) == 0)
        #expect(FDistribution.upperTail(.infinity, df1: 2, df2: 9) == 0)
        #expect(StudentTDistribution.cumulative(-.infinity, df: 5) == 0)
        #expect(StudentTDistribution.quantile(0, df: 5) == -.infinity)
        #expect(GammaDistribution.quantile(1, shape: 2) == .infinity)
    }

    @Test("without noncentrality the noncentral t is Student's", arguments: [-30, -2, 0, 0.7, 12], [1, 4.5, 200])
    func central(_ t: Double, _ df: Double) {
        let central = StudentTDistribution.cumulative(t, df: df)
        #expect(abs(NoncentralTDistribution.cumulative(t, df: df, noncentrality: 0) / central - 1) < 1e-12)
    }

    @Test("the noncentral t mirrors, falls with the noncentrality and inverts", arguments: [-4, -0.5, 2, 9])
    func noncentral(_ t: Double) {
        let one = NoncentralTDistribution.cumulative(t, df: 7, noncentrality: 1.5)
        #expect(one < NoncentralTDistribution.cumulative(t, df: 7, noncentrality: 1.2))
        let mirrored = NoncentralTDistribution.upperTail(-t, df: 7, noncentrality: -1.5)
        #expect(abs(one / mirrored - 1) < 1e-13)
        #expect(abs(NoncentralTDistribution.quantile(one, df: 7, noncentrality: 1.5) - t) < 1e-7 * max(1, abs(t)))
    }

    /// Sheppard 1898: the quadrant at the origin is ¼ + arcsin ρ / 2π.
    @Test("the bivariate normal quadrant is Sheppard's", arguments: [-1, -0.999_9, -0.5, 0, 0.3, 0.99, 0.999_999, 1])
    func quadrant(_ rho: Double) {
        let p = BivariateNormalDistribution.cumulative(0, 0, correlation: rho)
        #expect(abs(p - (0.25 + asin(rho) / (2 * Double.pi))) < 1e-13)
    }

    @Test("the four corners of the bivariate normal make one", arguments: [-0.95, -0.2, 0.4, 0.9], [-2.0, 0.3, 1.9])
    func corners(_ rho: Double, _ h: Double) {
        let k = 0.8
        let all =
            BivariateNormalDistribution.cumulative(h, k, correlation: rho)
            + BivariateNormalDistribution.cumulative(-h, k, correlation: -rho)
            + BivariateNormalDistribution.cumulative(h, -k, correlation: -rho)
            + BivariateNormalDistribution.cumulative(-h, -k, correlation: rho)
        #expect(abs(all - 1) < 1e-13)
        let margin = BivariateNormalDistribution.cumulative(h, .infinity, correlation: rho)
        #expect(margin == NormalDistribution.cumulative(h))
    }

    /// ψ(1) = −γ, ψ(½) = −γ − 2 ln 2; ψ(x + 1) = ψ(x) + 1/x.
    @Test(
        "the digamma function has its known values and its recurrence",
        arguments: [0.001, 0.8, 1.46, 6, 1e6, -0.3, -7.6]
    )
    func digamma(_ x: Double) throws {
        let euler = 0.577_215_664_901_532_9
        #expect(try abs(#require(GammaFunction.digamma(1)) + euler) < 1e-15)
        #expect(try abs(#require(GammaFunction.digamma(0.5)) + euler + 2 * log(2)) < 1e-14)
        let (here, next) = (try #require(GammaFunction.digamma(x)), try #require(GammaFunction.digamma(x + 1)))
        #expect(abs(next - here - 1 / x) < 1e-12 * max(1, abs(1 / x)))
        #expect(GammaFunction.digamma(-4) == nil && GammaFunction.digamma(0) == nil)
    }
}
