import Foundation
import Testing

@testable import Biostatistics

@Suite("Calibration")
struct CalibrationTests {
    /// In every group as many events as predicted, so that both score equations hold at slope 1 and intercept 0.
    static let perfect = ScoredOutcomes(
        probabilities: [0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 0.75, 0.75],
        outcomes: [true, false, false, false, true, false, true, true, true, false]
    )

    static let random: ScoredOutcomes = {
        var generator = Xoshiro256StarStar(seed: 404)
        let risks = (0..<300).map { _ in 1 / (1 + exp(1 - generator.normal())) }
        return ScoredOutcomes(
            probabilities: risks,
            outcomes: risks.map { generator.uniform() < 0.8 * $0 }
        )
    }()

    private static func complement(_ scored: ScoredOutcomes) -> ScoredOutcomes {
        ScoredOutcomes(probabilities: scored.probabilities.map { 1 - $0 }, outcomes: scored.outcomes.map(!))
    }

    /// By hand: squared distances 0.16, 0.09 and 0.25 in the mean; z = −0.2 · … over the three patients.
    @Test("the scores of three patients are those worked by hand")
    func byHand() throws {
        let scored = ScoredOutcomes(probabilities: [0.4, 0.7, 0.5], outcomes: [false, true, true])
        let measures = try scored.calibrationMeasures().get()
        #expect(abs(measures.brier - 0.5 / 3) < 1e-15)
        #expect(abs(try measures.scaledBrier.get() - (1 - 0.5 / 3 / (2.0 / 9))) < 1e-14)
        #expect(abs(measures.logLoss + (log(0.6) + log(0.7) + log(0.5)) / 3) < 1e-15)
        #expect(abs(try measures.observedOverExpected.get() - 2 / 1.6) < 1e-15)
        // Numerator −.4·.2 + .3·(−.4) + 0 = −.2, variance .04·.24 + .16·.21.
        #expect(abs(try measures.spiegelhalter.get() + 0.2 / 0.0432.squareRoot()) < 1e-14)
        #expect(abs(measures.expectedCalibrationError - (0.4 + 0.3 + 0.5) / 3) < 1e-15)
    }

    @Test("perfectly calibrated groups have slope 1, both intercepts 0 and nothing to test")
    func perfectlyCalibrated() throws {
        let models = Self.perfect.recalibration()
        #expect(abs(try #require(models.slope.estimate.point) - 1) < 1e-12)
        #expect(abs(try #require(models.intercept.estimate.point)) < 1e-12)
        #expect(abs(try #require(models.inTheLarge.estimate.point)) < 1e-12)
        #expect(try models.test.get().statistic < 1e-12)
        #expect(try Self.perfect.calibrationMeasures().get().expectedCalibrationError < 1e-15)
    }

    @Test("moving every logit moves calibration-in-the-large as far and leaves the slope")
    func shifting() throws {
        let shifted = ScoredOutcomes(
            probabilities: Self.random.probabilities.map { 1 / (1 + exp(-0.7) * (1 / $0 - 1)) },
            outcomes: Self.random.outcomes
        )
        let (before, after) = (Self.random.recalibration(), shifted.recalibration())
        let large = (try #require(before.inTheLarge.estimate.point), try #require(after.inTheLarge.estimate.point))
        let slopes = (try #require(before.slope.estimate.point), try #require(after.slope.estimate.point))
        #expect(abs(large.0 - large.1 - 0.7) < 1e-10)
        #expect(abs(slopes.0 - slopes.1) < 1e-9)
    }

    @Test("reading the event as its absence turns the intercepts and nothing else")
    func complementing() throws {
        let turned = Self.complement(Self.random)
        let (one, other) = (
            try Self.random.calibrationMeasures().get(), try turned.calibrationMeasures().get()
        )
        #expect(abs(one.brier - other.brier) < 1e-14)
        #expect(abs(try one.spiegelhalter.get() - other.spiegelhalter.get()) < 1e-12)
        let (models, mirror) = (Self.random.recalibration(), turned.recalibration())
        #expect(abs(try #require(models.slope.estimate.point) - #require(mirror.slope.estimate.point)) < 1e-10)
        #expect(abs(try #require(models.intercept.estimate.point) + #require(mirror.intercept.estimate.point)) < 1e-10)
        let (curve, reverse) = (
            try Self.random.localRegressionCalibration().get(), try turned.localRegressionCalibration().get()
        )
        #expect(abs(curve.mean - reverse.mean) < 1e-11)
        #expect(abs(curve.largest - reverse.largest) < 1e-10)
    }

    @Test("the order of the patients does not matter")
    func order() throws {
        let turned = ScoredOutcomes(
            probabilities: Self.random.probabilities.reversed(),
            outcomes: Self.random.outcomes.reversed()
        )
        #expect(try Self.random.calibrationMeasures().get().brier == turned.calibrationMeasures().get().brier)
        #expect(try Self.random.lowessCalibration().get() == turned.lowessCalibration().get())
    }

    @Test("one outcome class, constant predictions and separation are refused by name")
    func refusals() throws {
        let allEvents = ScoredOutcomes(probabilities: [0.2, 0.9], outcomes: [true, true])
        #expect(allEvents.recalibration().inTheLarge.estimate.reason == .oneOutcomeClass)
        #expect(throws: NotEstimable.oneOutcomeClass) {
            try allEvents.calibrationMeasures().get().scaledBrier.get()
        }
        let constant = ScoredOutcomes(probabilities: [0.3, 0.3, 0.3], outcomes: [true, false, false])
        #expect(constant.recalibration().slope.estimate.reason == .noVariation(of: "the prediction"))
        #expect(constant.recalibration().inTheLarge.estimate.interval != nil)
        let apart = ScoredOutcomes(probabilities: [0.1, 0.2, 0.8, 0.9], outcomes: [false, false, true, true])
        guard case .separated = apart.recalibration().slope.estimate.reason else {
            Issue.record("separated outcomes must be named")
            return
        }
        #expect(throws: NotEstimable.noObservations) {
            try ScoredOutcomes(probabilities: [], outcomes: []).calibrationMeasures().get()
        }
        let coin = ScoredOutcomes(probabilities: [0.5, 0.5], outcomes: [true, false])
        #expect(throws: NotEstimable.zeroDenominator("the variance of Spiegelhalter's statistic")) {
            try coin.calibrationMeasures().get().spiegelhalter.get()
        }
        let never = ScoredOutcomes(probabilities: [0, 0], outcomes: [false, true])
        #expect(throws: NotEstimable.zeroDenominator("the number of expected events")) {
            try never.calibrationMeasures().get().observedOverExpected.get()
        }
    }

    @Test("predictions of 0 and 1 are clipped, counted, and cost a finite loss")
    func clipping() throws {
        let sure = ScoredOutcomes(probabilities: [0, 1, 0.5], outcomes: [true, true, false])
        #expect(sure.clipped == 2)
        let loss = try sure.calibrationMeasures().get().logLoss
        #expect(abs(loss - (-log(1e-12) + log(2)) / 3) < 1e-10)
        #expect(Self.random.clipped == 0)
    }

    @Test("fewer than 20 patients have no smooth curve")
    func fewPatients() {
        #expect(throws: NotEstimable.tooFew("patients", needed: 20)) {
            try Self.perfect.localRegressionCalibration().get()
        }
        #expect(throws: NotEstimable.tooFew("patients", needed: 20)) { try Self.perfect.lowessCalibration().get() }
    }
}
