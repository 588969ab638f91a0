import Testing

@testable import Biostatistics

@Suite("A test against the truth")
struct ConfusionMatrixTests {
    private func matrix(_ tp: Int, _ fp: Int, _ fn: Int, _ tn: Int) -> ConfusionMatrix {
        ConfusionMatrix(truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn)
    }

    /// Scott, Greenberg and Poole 2008 as worked in the manual of the R package epiR, `epi.tests`.
    @Test func `ratios and limits of a published table`() throws {
        let table = matrix(670, 202, 74, 640)
        let shown = [
            (table.positiveLikelihoodRatio(), "3.75", "3.32", "4.24"),
            (table.negativeLikelihoodRatio(), "0.13", "0.11", "0.16"),
        ]
        for (estimate, value, lower, upper) in shown {
            let interval = try #require(estimate.interval)
            let texts = [try #require(estimate.point), interval.lower, interval.upper]
            #expect(texts.map { DisplayFormat.number($0, decimals: 2) } == [value, lower, upper])
        }
    }

    /// 45, 30, 15, 210: sensitivity 3/4, specificity 7/8; determinant 45·210 − 30·15 = 9000.
    @Test func `summaries by hand`() throws {
        let table = matrix(45, 30, 15, 210)
        #expect(table.balancedAccuracy == 0.8125)
        #expect(table.f1 == 90.0 / 135)
        let expected = 9000 / (75.0 * 225 * 60 * 240).squareRoot()
        #expect(abs(try #require(table.matthewsCorrelation) - expected) < 1e-15)
        #expect(table.youdenIndex().point == 0.625)
        #expect(table.positiveLikelihoodRatio().point == 6)
        #expect(table.diagnosticOddsRatio().point == 21)
        #expect(table.falseDiscovery.estimate == 0.4 && table.falseOmission.estimate == 15.0 / 225)
    }

    @Test func `calling the test the other way turns every ratio over`() throws {
        let (one, other) = (matrix(31, 12, 9, 88), matrix(9, 88, 31, 12))
        let pairs = [
            (one.positiveLikelihoodRatio(), other.negativeLikelihoodRatio()),
            (one.negativeLikelihoodRatio(), other.positiveLikelihoodRatio()),
        ]
        for (a, b) in pairs { #expect(a.point == b.point && a.interval?.lower == b.interval?.lower) }
        let product = (one.diagnosticOddsRatio().point ?? 0) * (other.diagnosticOddsRatio().point ?? 0)
        #expect(abs(product - 1) < 1e-14)
        #expect(one.matthewsCorrelation == other.matthewsCorrelation.map { -$0 })
        #expect(one.youdenIndex().point == other.youdenIndex().point.map { -$0 })
    }

    @Test func `Matthews' correlation is one for the perfect test and minus one for its opposite`() {
        #expect(matrix(7, 0, 0, 3).matthewsCorrelation == 1)
        #expect(matrix(0, 3, 7, 0).matthewsCorrelation == -1)
        #expect(matrix(10, 20, 30, 60).matthewsCorrelation == 0)
    }

    @Test func `a ratio over nothing is infinite without limits, nothing over nothing is not estimable`() {
        let sharp = matrix(8, 0, 2, 30)
        #expect(sharp.positiveLikelihoodRatio() == .value(.infinity, interval: nil))
        #expect(sharp.diagnosticOddsRatio() == .value(.infinity, interval: nil))
        #expect(matrix(0, 5, 3, 10).positiveLikelihoodRatio() == .value(0, interval: nil))
        #expect(matrix(0, 5, 3, 10).diagnosticOddsRatio() == .value(0, interval: nil))
        let silent = matrix(0, 0, 5, 20)
        #expect(silent.positiveLikelihoodRatio().reason == .zeroDenominator("the number of test positives"))
        #expect(silent.diagnosticOddsRatio().reason == .undefined("the odds ratio is zero over zero"))
        #expect(silent.matthewsCorrelation == nil && silent.f1 == 0)
        #expect(silent.adjustedDiagnosticOddsRatio().interval != nil)
    }

    @Test func `an empty class or an empty table says so`() {
        let healthy = matrix(0, 4, 0, 6)
        #expect(healthy.youdenIndex().reason == .oneOutcomeClass && healthy.balancedAccuracy == nil)
        #expect(healthy.negativeLikelihoodRatio().reason == .oneOutcomeClass)
        let nobody = matrix(0, 0, 0, 0)
        #expect(nobody.youdenIndex().reason == .noObservations && nobody.f1 == nil)
        #expect(nobody.positiveLikelihoodRatio().reason == .noObservations)
        #expect(nobody.prevalence.estimate == nil)
    }

    /// Products of the margins reach 10⁶⁰, far beyond 64 bits; scaling all cells scales nothing here.
    @Test func `huge counts give what small ones of the same shares give`() throws {
        let (small, huge) = (matrix(45, 30, 15, 210), matrix(45 << 46, 30 << 46, 15 << 46, 210 << 46))
        #expect(small.matthewsCorrelation == huge.matthewsCorrelation)
        #expect(small.youdenIndex().point == huge.youdenIndex().point)
        #expect(small.diagnosticOddsRatio().point == huge.diagnosticOddsRatio().point)
        let interval = try #require(huge.positiveLikelihoodRatio().interval)
        #expect(interval.lower < 6 && 6 < interval.upper && interval.upper - interval.lower < 1e-5)
    }

    @Test func `limits widen with the level`() throws {
        let table = matrix(31, 12, 9, 88)
        for estimate in [
            table.youdenIndex(level:), table.positiveLikelihoodRatio(level:), table.negativeLikelihoodRatio(level:),
            table.diagnosticOddsRatio(level:), table.adjustedDiagnosticOddsRatio(level:),
        ] {
            let (narrow, wide) = (try #require(estimate(0.9).interval), try #require(estimate(0.99).interval))
            #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
        }
    }
}
