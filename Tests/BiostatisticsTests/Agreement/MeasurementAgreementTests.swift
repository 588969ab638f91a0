import Testing

@testable import Biostatistics

@Suite("Agreement of measurements")
struct MeasurementAgreementTests {
    /// Shrout and Fleiss, Psychol Bull 86 (1979) 420, Tables 2 and 4.
    private static let published: [[Double]] = [
        [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
    ]

    private static let random: [[Double]] = {
        var generator = Xoshiro256StarStar(seed: 33)
        return (0..<25).map { _ in
            let level = 50 + 8 * generator.normal()
            return (0..<3).map { Double($0) + level + 4 * generator.normal() }
        }
    }()

    private static func estimate(_ ratings: [[Double]], _ form: IntraclassCorrelation.Form) throws -> Double {
        try #require(try IntraclassCorrelation.of(ratings).get().coefficient(form).get().estimate.point)
    }

    @Test("the six correlations are those that Shrout and Fleiss published")
    func shroutFleiss() throws {
        let expected: [IntraclassCorrelation.Form: Double] = [
            .oneWay: 0.17, .agreement: 0.29, .consistency: 0.71, .oneWayMean: 0.44, .agreementMean: 0.62,
            .consistencyMean: 0.91,
        ]
        for (form, value) in expected { #expect(abs(try Self.estimate(Self.published, form) - value) < 0.005) }
        let icc = try IntraclassCorrelation.of(Self.published).get()
        #expect(abs(icc.meanSquareRows - 11.24) < 0.005)
        #expect(abs(icc.meanSquareWithin - 6.26) < 0.005)
        #expect(abs(icc.meanSquareColumns - 32.49) < 0.005)
        #expect(abs(icc.meanSquareError - 1.02) < 0.005)
    }

    @Test("order, level and unit of the ratings do not matter", arguments: IntraclassCorrelation.Form.allCases)
    func invariance(_ form: IntraclassCorrelation.Form) throws {
        let value = try IntraclassCorrelation.of(Self.random).get().coefficient(form).get()
        let others = [
            Array(Self.random.reversed()), Self.random.map { $0.reversed() }, Self.random.map { $0.map { 1e6 + $0 } },
            Self.random.map { $0.map { -3 * $0 } },
        ]
        for other in others {
            let same = try IntraclassCorrelation.of(other).get().coefficient(form).get()
            #expect(abs(try #require(value.estimate.point) - #require(same.estimate.point)) < 1e-9)
            #expect(abs(try #require(value.estimate.interval).lower - #require(same.estimate.interval).lower) < 1e-9)
        }
    }

    @Test("a rater's own level touches agreement but not consistency")
    func raterLevel() throws {
        let moved = Self.random.map { [$0[0] + 20, $0[1], $0[2]] }
        #expect(abs(try Self.estimate(moved, .consistency) - Self.estimate(Self.random, .consistency)) < 1e-12)
        #expect(try Self.estimate(moved, .agreement) < Self.estimate(Self.random, .agreement))
    }

    @Test("the interval widens with the level and holds the correlation")
    func levels() throws {
        let icc = try IntraclassCorrelation.of(Self.random).get()
        for form in IntraclassCorrelation.Form.allCases {
            let narrow = try #require(try icc.coefficient(form, level: 0.8).get().estimate.interval)
            let wide = try #require(try icc.coefficient(form, level: 0.99).get().estimate.interval)
            let value = try Self.estimate(Self.random, form)
            #expect(wide.lower < narrow.lower && narrow.lower < value && value < narrow.upper)
            #expect(narrow.upper < wide.upper)
        }
    }

    @Test("ratings without residual, single subjects and single raters are refused")
    func refusals() throws {
        let shifted = try IntraclassCorrelation.of([[0.1, 1.1], [0.7, 1.7], [2.3, 3.3]]).get()
        #expect(shifted.isDegenerate)
        #expect(throws: NotEstimable.noVariation(of: "the residual")) { try shifted.coefficient(.agreement).get() }
        #expect(throws: NotEstimable.noObservations) { try IntraclassCorrelation.of([]).get() }
        #expect(throws: NotEstimable.tooFew("subjects", needed: 2)) { try IntraclassCorrelation.of([[1, 2]]).get() }
        #expect(throws: NotEstimable.tooFew("raters", needed: 2)) { try IntraclassCorrelation.of([[1], [2]]).get() }
    }

    /// Bland and Altman, Lancet 327 (1986) 307: peak flow by two meters in 17 subjects; they print bias ∓ 2 SD.
    private static let peakFlow = PairedMeasurements(
        x: [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427],
        y: [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
    )

    @Test("two peak flow meters differ as Bland and Altman published")
    func blandAltman() throws {
        let bias = Self.peakFlow.bias()
        let deviation = try Self.peakFlow.standardDeviation.get()
        #expect(abs(try #require(bias.point) + 2.1) < 0.05)
        #expect(abs(deviation - 38.8) < 0.05)
        #expect(abs(try #require(bias.interval).lower + 22.0) < 0.1)
        #expect(abs(try #require(bias.interval).upper - 17.8) < 0.1)
        let limits = try Self.peakFlow.limitsOfAgreement().get()
        let z = NormalDistribution.criticalValue(level: 0.95)
        let (lower, upper) = (try #require(limits.lower.point), try #require(limits.upper.point))
        #expect(abs((upper - lower) - 2 * z * deviation) < 1e-10)
    }

    @Test("changing the measurements about turns the limits of agreement")
    func turning() throws {
        let turned = PairedMeasurements(x: Self.peakFlow.y, y: Self.peakFlow.x)
        let (one, other) = (try Self.peakFlow.limitsOfAgreement().get(), try turned.limitsOfAgreement().get())
        #expect(abs(try #require(one.lower.point) + #require(other.upper.point)) < 1e-12)
        let (ccc, same) = (try Self.peakFlow.concordance().get(), try turned.concordance().get())
        #expect(abs(try #require(ccc.estimate.point) - #require(same.estimate.point)) < 1e-15)
        #expect(Self.peakFlow.withinSubjectDeviation == turned.withinSubjectDeviation)
    }

    @Test("concordance is correlation times closeness, and unit and level of both do not matter")
    func concordance() throws {
        let ccc = try Self.peakFlow.concordance().get()
        let value = try #require(ccc.estimate.point)
        #expect(abs(value - ccc.pearson * ccc.biasCorrection) < 1e-15)
        let scaled = PairedMeasurements(x: Self.peakFlow.x.map { 5 - 2 * $0 }, y: Self.peakFlow.y.map { 5 - 2 * $0 })
        let same = try scaled.concordance().get()
        #expect(abs(try #require(same.estimate.point) - value) < 1e-14)
        #expect(abs(try #require(same.estimate.interval).lower - #require(ccc.estimate.interval).lower) < 1e-13)
    }

    /// x = −1, 0, 1 and y = 1, −2, 1 have no covariance; Lin's variance is then C²/(n − 2) with C² = 4·2·6/8².
    @Test("uncorrelated measurements have concordance 0 with limits")
    func uncorrelated() throws {
        let ccc = try PairedMeasurements(x: [-1, 0, 1], y: [1, -2, 1]).concordance().get()
        #expect(ccc.estimate.point == 0 && ccc.pearson == 0)
        let correction = (48.0 / 64).squareRoot()
        #expect(abs(ccc.biasCorrection - correction) < 1e-15)
        #expect(ccc.estimate.interval != nil)
    }

    @Test("identical measurements agree completely, without limits of concordance")
    func identical() throws {
        let pair = PairedMeasurements(x: [3.3, 7.1, 9.7], y: [3.3, 7.1, 9.7])
        #expect(try pair.concordance().get().estimate == .value(1, interval: nil))
        let limits = try pair.limitsOfAgreement().get()
        #expect(limits.lower.point == 0 && limits.upper.point == 0)
    }

    @Test("too few subjects and constant measurements say why")
    func refusedMeasurements() {
        let nobody = PairedMeasurements(x: [], y: [])
        #expect(nobody.bias().reason == .noObservations)
        #expect(nobody.withinSubjectDeviation == nil)
        let single = PairedMeasurements(x: [2], y: [3])
        #expect(single.bias() == .value(-1, interval: nil))
        #expect(throws: NotEstimable.tooFew("subjects", needed: 2)) { try single.limitsOfAgreement().get() }
        let constant = PairedMeasurements(x: [2, 2, 2], y: [3, 1, 2])
        #expect(throws: NotEstimable.noVariation(of: "a measurement")) { try constant.concordance().get() }
    }

    @Test("a high level with small differences loses no digits")
    func highLevel() throws {
        let near = PairedMeasurements(x: [0.25, 0.5, 1.75, 3], y: [0.5, 0.25, 2, 2.5])
        let far = PairedMeasurements(x: near.x.map { 1e9 + $0 }, y: near.y.map { 1e9 + $0 })
        let (one, other) = (try near.concordance().get(), try far.concordance().get())
        #expect(abs(try #require(one.estimate.point) - #require(other.estimate.point)) < 1e-12)
    }
}
