import Foundation
import Testing

@testable import Biostatistics

@Suite("Interim analyses")
struct InterimTests {
    /// Jennison and Turnbull (2000), section 10.2: at Z = critical value and no information left the result is known.
    @Test("at the end the result is known, just before nearly so")
    func end() throws {
        #expect(ConditionalPower(z: 1.97, information: 1, criticalValue: 1.96).underNull == 1)
        #expect(ConditionalPower(z: 1.96, information: 1, criticalValue: 1.96).power(drift: 9) == 1)
        #expect(try ConditionalPower(z: 1.95, information: 1, criticalValue: 1.96).predictive.get() == 0)
        #expect(ConditionalPower(z: 2.1, information: 1 - 1e-9, criticalValue: 1.96).underNull > 0.999_999)
    }

    /// The trend at t = ½: Z √½ + (Z/√½)/2 = Z √2, so that Φ[(√2 Z − c)/√½]; by hand.
    @Test("halfway the trend doubles the sum")
    func halfway() throws {
        let interim = ConditionalPower(z: 1.5, information: 0.5, criticalValue: 1.96)
        let expected = NormalDistribution.cumulative((2.0.squareRoot() * 1.5 - 1.96) / 0.5.squareRoot())
        #expect(abs(try interim.underCurrentTrend.get() - expected) < 1e-15)
        #expect(
            abs(
                try interim.predictive.get()
                    - NormalDistribution.cumulative((1.5 - 1.96 * 0.5.squareRoot()) / 0.5.squareRoot())
            ) < 1e-15
        )
    }

    @Test("power rises with the statistic and the drift, and averages lie between their extremes")
    func monotone() throws {
        let (low, high) = (
            ConditionalPower(z: 0.5, information: 0.4, criticalValue: 2),
            ConditionalPower(z: 1.5, information: 0.4, criticalValue: 2)
        )
        #expect(low.underNull < high.underNull)
        #expect(try low.predictive.get() < high.predictive.get())
        #expect(low.power(drift: 1) < low.power(drift: 2))
        // A flat prior draws the trend's power towards one half.
        #expect(abs(try high.predictive.get() - 0.5) < abs(try high.underCurrentTrend.get() - 0.5))
    }

    @Test("without information there is neither trend nor posterior, but a design")
    func start() {
        let interim = ConditionalPower(z: 0, information: 0, criticalValue: 1.96)
        #expect(interim.underCurrentTrend == .failure(.undefined("no information yet, so no trend")))
        #expect(interim.predictive == .failure(.undefined("no information yet, so no posterior")))
        #expect(abs(interim.power(drift: 3) - NormalDistribution.cumulative(3 - 1.96)) < 1e-15)
    }

    /// A uniform prior and nothing observed make every final count equally likely.
    @Test("a uniform prior alone gives every count the same chance", arguments: [1, 7, 100, 5000])
    func uniform(_ total: Int) throws {
        for threshold in [0, 1, total / 2, total, total + 1] {
            let prediction = PredictiveProbability(
                observed: Proportion(events: 0, total: 0),
                total: total,
                threshold: threshold
            )
            #expect(abs(try prediction.value.get() - Double(total + 1 - threshold) / Double(total + 1)) < 1e-13)
        }
    }

    @Test(
        "success and the failure of the other outcome add to one",
        arguments: [(3, 20, 60, 14), (190, 200, 1000, 940)]
    )
    func complement(_ x: Int, _ n: Int, _ total: Int, _ threshold: Int) throws {
        let observed = Proportion(events: x, total: n)
        let success = PredictiveProbability(observed: observed, total: total, threshold: threshold, prior: (0.5, 2))
        let failure = PredictiveProbability(
            observed: observed.complement,
            total: total,
            threshold: total - threshold + 1,
            prior: (2, 0.5)
        )
        #expect(abs(try success.value.get() + failure.value.get() - 1) < 1e-13)
    }

    @Test("a strong prior makes the prediction binomial")
    func strongPrior() throws {
        let prediction = PredictiveProbability(
            observed: Proportion(events: 4, total: 10),
            total: 40,
            threshold: 15,
            prior: (3e13, 7e13)
        )
        let binomial = BinomialDistribution.upperTail(11, trials: 30, probability: 0.3)
        #expect(abs(try prediction.value.get() - binomial) < 1e-11)
    }

    @Test("an improper posterior is refused, decided results are not")
    func improper() {
        let prediction = PredictiveProbability(
            observed: Proportion(events: 0, total: 5),
            total: 10,
            threshold: 2,
            prior: (0, 0)
        )
        #expect(prediction.posteriorMean().reason != nil)
        #expect(prediction.value == .failure(.undefined("prior and data leave a shape of the posterior at zero")))
        let lost = PredictiveProbability(observed: Proportion(events: 0, total: 5), total: 10, threshold: 6)
        #expect(lost.value == .success(0))
    }
}
