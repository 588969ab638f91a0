import Testing

@testable import Biostatistics

@Suite("Accuracy corrected for sampling by tier")
struct CorrectedAccuracyTests {
    /// Liver scans of Drum and Christacopoulos, corrected by Begg and Greenes, Biometrics 39 (1983) 207:
    /// sensitivity 0.90 in the verified and 0.84 corrected, specificity 0.63 and 0.74.
    @Test("liver scans")
    func liverScans() throws {
        let naive = ConfusionMatrix(truePositives: 231, falsePositives: 32, falseNegatives: 27, trueNegatives: 54)
        #expect(DisplayFormat.number(naive.sensitivity.estimate ?? 0, decimals: 2) == "0.90")
        #expect(DisplayFormat.number(naive.specificity.estimate ?? 0, decimals: 2) == "0.63")
        let corrected = BeggGreenes(tiers: [
            BeggGreenes.Tier(
                TierSample(tier: "positive", eligible: 429, verified: 263),
                diseased: 231,
                isPositive: true
            ),
            BeggGreenes.Tier(
                TierSample(tier: "negative", eligible: 221, verified: 81),
                diseased: 27,
                isPositive: false
            ),
        ]).estimates()
        #expect(DisplayFormat.number(corrected.sensitivity.point ?? 0, decimals: 2) == "0.84")
        #expect(DisplayFormat.number(corrected.specificity.point ?? 0, decimals: 2) == "0.74")
        #expect(corrected.warnings.isEmpty)
    }

    private let high = ConfusionMatrix(truePositives: 20, falsePositives: 8, falseNegatives: 4, trueNegatives: 2)
    private let low = ConfusionMatrix(truePositives: 1, falsePositives: 3, falseNegatives: 2, trueNegatives: 11)

    private func weighted(_ high: Int?, _ low: Int?) -> CorrectedAccuracy {
        WeightedAccuracy(strata: [
            WeightedAccuracy.Stratum(tier: "high", eligible: high, verified: self.high),
            WeightedAccuracy.Stratum(tier: "low", eligible: low, verified: self.low),
        ]).estimates()
    }

    @Test("weights of one equal no weights")
    func weightsOfOne() throws {
        let accuracy = weighted(high.total, low.total)
        let sum = ConfusionMatrix(truePositives: 21, falsePositives: 11, falseNegatives: 6, trueNegatives: 13)
        #expect(accuracy.sensitivity.point == sum.sensitivity.estimate)
        #expect(accuracy.specificity.point == sum.specificity.estimate)
        #expect(accuracy.ppv.point == sum.ppv.estimate)
        #expect(accuracy.npv.point == sum.npv.estimate)
        #expect(accuracy.prevalence.point == sum.prevalence.estimate)
    }

    /// Within one stratum the linearised variance of a share of all is the familiar p(1 − p) / (n − 1).
    @Test("one tier gives the variance of a simple random sample")
    func oneTier() {
        let share = WeightedShare([WeightedTable(weight: 7.5, counts: low)], of: "all") { $0.prevalence }
        let p = 3.0 / 17
        #expect(abs(share.standardError - (p * (1 - p) / 16).squareRoot()) < 1e-15)
    }

    @Test("only the proportions of the frame matter, not its size")
    func scale() throws {
        let (small, large) = (weighted(340, 1700), weighted(3400, 17000))
        for (a, b) in [
            (small.sensitivity, large.sensitivity), (small.specificity, large.specificity), (small.ppv, large.ppv),
            (small.npv, large.npv), (small.prevalence, large.prevalence),
        ] {
            let (one, other) = (try #require(a.interval), try #require(b.interval))
            #expect(abs(one.lower - other.lower) < 1e-12 && abs(one.upper - other.upper) < 1e-12)
            #expect(one.method == .logitLinearised)
        }
    }

    /// Weights 10 and 100: diseased 24 · 10 + 3 · 100 = 540, of whom test positive 20 · 10 + 1 · 100 = 300.
    @Test("weighted points by hand")
    func byHand() {
        let accuracy = weighted(340, 1700)
        #expect(accuracy.sensitivity.point == 300.0 / 540)
        #expect(accuracy.specificity.point == 1120.0 / 1500)
        #expect(accuracy.ppv.point == 300.0 / 680)
        #expect(accuracy.npv.point == 1120.0 / 1360)
        #expect(accuracy.prevalence.point == 540.0 / 2040)
    }

    @Test("an unknown frame count refuses everything")
    func unknownFrame() {
        let accuracy = weighted(340, nil)
        #expect(accuracy == CorrectedAccuracy(refused: .unknownFrameCount(tier: "low")))
        #expect(accuracy.ppv.reason == .unknownFrameCount(tier: "low"))
    }

    @Test("fewer eligible than verified refuses everything")
    func tooFewEligible() {
        guard case .designCannotSupport = weighted(340, 16).sensitivity.reason else {
            Issue.record("16 eligible cannot hold 17 verified")
            return
        }
    }

    @Test("a tier of the frame without verified participants refuses everything, an empty tier nothing")
    func unverifiedTier() {
        let nobody = ConfusionMatrix(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0)
        func accuracy(_ eligible: Int) -> CorrectedAccuracy {
            WeightedAccuracy(strata: [
                WeightedAccuracy.Stratum(tier: "high", eligible: 340, verified: high),
                WeightedAccuracy.Stratum(tier: "mid", eligible: eligible, verified: nobody),
                WeightedAccuracy.Stratum(tier: "low", eligible: 1700, verified: low),
            ]).estimates()
        }
        #expect(accuracy(12) == CorrectedAccuracy(refused: .noVerifiedParticipants(tier: "mid")))
        #expect(accuracy(0) == weighted(340, 1700))
    }

    @Test("a single verified participant leaves the points and takes the intervals")
    func singleVerified() {
        let one = ConfusionMatrix(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 1)
        let weighted = WeightedAccuracy(strata: [
            WeightedAccuracy.Stratum(tier: "high", eligible: 340, verified: high),
            WeightedAccuracy.Stratum(tier: "low", eligible: 1700, verified: one),
        ]).estimates()
        let closed = BeggGreenes(tiers: [
            BeggGreenes.Tier(TierSample(tier: "high", eligible: 340, verified: 34), diseased: 24, isPositive: true),
            BeggGreenes.Tier(TierSample(tier: "low", eligible: 1700, verified: 1), diseased: 0, isPositive: false),
        ]).estimates()
        for accuracy in [weighted, closed] {
            #expect(accuracy.prevalence.point != nil && accuracy.prevalence.interval == nil)
            #expect(accuracy.specificity.point != nil && accuracy.specificity.interval == nil)
            #expect(accuracy.warnings == [.oneVerified(tier: "low")])
        }
    }

    @Test("a tier whose outcomes all agree warns that its intervals are too narrow")
    func agreeingTier() {
        let healthy = ConfusionMatrix(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 17)
        let accuracy = WeightedAccuracy(strata: [
            WeightedAccuracy.Stratum(tier: "high", eligible: 340, verified: high),
            WeightedAccuracy.Stratum(tier: "low", eligible: 1700, verified: healthy),
        ]).estimates()
        #expect(accuracy.warnings == [.oneOutcomeClass(tier: "low")])
        #expect(accuracy.prevalence.interval != nil)
    }

    @Test("no diseased, no sensitivity; no tiers, nothing")
    func zeroDenominators() {
        let healthy = ConfusionMatrix(truePositives: 0, falsePositives: 3, falseNegatives: 0, trueNegatives: 17)
        let accuracy = WeightedAccuracy(strata: [
            WeightedAccuracy.Stratum(tier: "low", eligible: 1700, verified: healthy)
        ]).estimates()
        #expect(accuracy.sensitivity.reason == .zeroDenominator("the weighted number of diseased"))
        #expect(accuracy.prevalence == .value(0, interval: nil))
        #expect(WeightedAccuracy(strata: []).estimates().prevalence.point == nil)
        #expect(BeggGreenes(tiers: []).estimates().prevalence.point == nil)
    }
}
