/// The area under the ROC curve: the chance that a case scores above a control, ties counted one half.
///
/// Mann–Whitney estimate with the variance of DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837, from
/// placements. Equals R `pROC::ci.auc(method = "delong")` with `direction = "<"`.
public struct Auroc: Sendable, Equatable {
    /// How many have the outcome.
    public let caseCount: Int
    /// How many have not.
    public let controlCount: Int
    /// Variance of the estimate; nil where a class has a single member.
    public let variance: Double?
    /// Twice the Mann–Whitney statistic: a whole number.
    private let doubledU: UInt128

    init(cases: PlacementSums, controls: PlacementSums) {
        caseCount = cases.count
        controlCount = controls.count
        doubledU = cases.sum
        if let ofCases = cases.varianceOfMean(others: controls.count),
            let ofControls = controls.varianceOfMean(others: cases.count)
        {
            variance = ofCases + ofControls
        } else {
            variance = nil
        }
    }

    /// Pairs of a case and a control, doubled.
    private var doubledPairs: UInt128 { 2 * UInt128(caseCount) * UInt128(controlCount) }
    /// The area, in 0...1.
    public var value: Double { Double(doubledU) / Double(doubledPairs) }
    /// One minus the area, without cancellation.
    public var complement: Double { Double(doubledPairs - doubledU) / Double(doubledPairs) }
    /// The Mann–Whitney statistic: pairs in which the case scores higher, ties one half.
    public var mannWhitneyU: Double { Double(doubledU) / 2 }
    /// DeLong standard error; nil where a class has a single member, 0 at perfect separation.
    public var standardError: Double? { variance?.squareRoot() }

    /// Standard error from the area alone, under exponential scores: for planning and for single members.
    ///
    /// Source: Hanley and McNeil, Radiology 143 (1982) 29.
    public var hanleyMcNeilStandardError: Double {
        let (area, rest) = (value, complement)
        // A/(2−A) − A² and 2A²/(1+A) − A², without the difference of nearly equal numbers.
        let byCases = Double(caseCount - 1) * area * rest * rest / (1 + rest)
        let byControls = Double(controlCount - 1) * area * area * rest / (1 + area)
        return ((area * rest + byCases + byControls) / (Double(caseCount) * Double(controlCount))).squareRoot()
    }

    /// The area with limits symmetric about it, cut at 0 and 1; no limits where a class has a single member.
    ///
    /// Without spread, as at perfect separation, both limits are the estimate: that is no information.
    public func wald(level: Double = 0.95) -> Estimate {
        guard let standardError else { return .value(value, interval: nil) }
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let interval = Interval(
            lower: max(0, value - half),
            upper: min(1, value + half),
            level: level,
            method: .delongWald
        )
        return .value(value, interval: interval)
    }

    /// The area with limits symmetric on the logit scale; none at 0, at 1, or without spread.
    public func logit(level: Double = 0.95) -> Estimate {
        let interval = Interval.logit(
            around: value,
            standardError: standardError ?? 0,
            level: level,
            method: .delongLogit
        )
        return .value(value, interval: interval)
    }

    /// A standard normal statistic with its p-value.
    public struct Test: Sendable, Equatable {
        /// Standard normal under the hypothesis.
        public let z: Double
        /// Two-sided.
        public let p: Double

        init(z: Double) {
            self.z = z
            p = NormalDistribution.twoSidedP(z)
        }
    }

    /// Tests whether the area is one half, by the DeLong standard error.
    public func testAgainstHalf() -> Result<Test, NotEstimable> {
        guard let standardError else { return .failure(.tooFew("cases or controls", needed: 2)) }
        guard standardError > 0 else { return .failure(.zeroDenominator("the standard error of the area")) }
        return .success(Test(z: (value - complement) / 2 / standardError))
    }
}

extension RankedScores {
    /// The area under the ROC curve with DeLong's variance; refused where a class is empty.
    public func auroc() -> Result<Auroc, NotEstimable> {
        if let refusal { return .failure(refusal) }
        var ofCases = PlacementSums()
        var ofControls = PlacementSums()
        var (casesBelow, controlsBelow) = (0, 0)
        let caseCount = caseCount
        forEachTie { _, cases, controls in
            let casesAbove = caseCount &- casesBelow &- cases
            ofCases.add(2 &* controlsBelow &+ controls, times: cases)
            ofControls.add(2 &* casesAbove &+ cases, times: controls)
            casesBelow &+= cases
            controlsBelow &+= controls
        }
        return .success(Auroc(cases: ofCases, controls: ofControls))
    }
}

extension IntervalMethod {
    /// DeLong 1988, symmetric about the area and cut at 0 and 1.
    public static let delongWald = IntervalMethod("DeLong")
    /// DeLong 1988, symmetric on the logit scale.
    public static let delongLogit = IntervalMethod("DeLong, logit")
}
