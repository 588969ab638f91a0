/// Accuracy weighted back by each verified patient's chance of having been verified.
///
/// Weights 1/p, Hájek ratios Σ w y / Σ w x, linearised variance. Equals R `survey::svyratio` on
/// `svydesign(ids = ~1, weights = ~1/p)`, and with `strata = ~tier` for the stratified standard error.
/// Sources: Horvitz and Thompson, J Am Stat Assoc 47 (1952) 663; Lumley, Complex Surveys (2010).
public struct InverseProbabilityAccuracy: Sendable, Equatable {
    /// A patient whose outcome is known.
    public struct Patient: Sendable, Equatable {
        /// Name of the tier within which patients were chosen.
        public let tier: String
        /// Whether the test is positive.
        public let isPositive: Bool
        /// Whether the disease was found.
        public let isDiseased: Bool
        /// The inverse of the chance of verification.
        public let weight: Double

        /// The chance of verification lies above 0 and is at most 1.
        public init(tier: String, isPositive: Bool, isDiseased: Bool, chance: Double) {
            precondition(chance > 0 && chance <= 1, "the chance of verification must lie above 0 and be at most 1")
            self.tier = tier
            self.isPositive = isPositive
            self.isDiseased = isDiseased
            weight = 1 / chance
        }
    }

    /// The verified patients.
    public let patients: [Patient]

    /// Only patients whose outcome is known; their order does not matter.
    public init(patients: [Patient]) { self.patients = patients }

    /// The estimated number of patients in the frame: all weights together.
    public var weightedTotal: Double { CompensatedSum.of(patients.lazy.map(\.weight)) }

    /// A measure with the standard error of one sample, and as `designStandardError` that of sampling within tiers.
    ///
    /// n/(n−1) Σ(u − ū)² over all or within each tier, where u is the patient's first-order contribution to the ratio.
    /// A tier with a single verified patient adds nothing; a single patient altogether has no standard error.
    public func share(_ measure: AccuracyMeasure) -> Result<CorrectedShare, NotEstimable> {
        let total = CompensatedSum.of(patients.lazy.map { $0.isCounted(by: measure) ? $0.weight : 0 })
        guard total > 0 else { return .failure(patients.isEmpty ? .noObservations : .zeroDenominator(measure.whole)) }
        let part = CompensatedSum.of(patients.lazy.map { $0.isPart(of: measure) ? $0.weight : 0 })
        let ratio = part / total
        let errors = patients.map { $0.error(measure, ratio: ratio) / total }
        let tiers = Dictionary(grouping: zip(patients, errors), by: \.0.tier)
        // Sorted, because the order of a dictionary would show in the last digit of the sum.
        let within = tiers.sorted { $0.key < $1.key }.map { Self.varianceOfSum($0.value.map(\.1)) ?? 0 }
        return .success(
            CorrectedShare(
                value: ratio,
                standardError: Self.varianceOfSum(errors)?.squareRoot(),
                designStandardError: CompensatedSum.of(within).squareRoot(),
                intervalMethod: .logitLinearised
            )
        )
    }

    /// n/(n−1) Σ(u − ū)²; nil for a single contribution.
    private static func varianceOfSum(_ errors: [Double]) -> Double? {
        guard errors.count > 1 else { return nil }
        let n = Double(errors.count)
        let mean = CompensatedSum.of(errors) / n
        return CompensatedSum.of(errors.lazy.map { ($0 - mean) * ($0 - mean) }) * (n / (n - 1))
    }
}

extension InverseProbabilityAccuracy.Patient {
    /// Whether the patient belongs to the denominator.
    fileprivate func isCounted(by measure: AccuracyMeasure) -> Bool {
        switch measure {
        case .prevalence: true
        case .sensitivity: isDiseased
        case .specificity: !isDiseased
        case .ppv: isPositive
        case .npv: !isPositive
        }
    }

    /// Whether the patient belongs to the numerator.
    fileprivate func isPart(of measure: AccuracyMeasure) -> Bool {
        switch measure {
        case .prevalence: isDiseased
        case .sensitivity, .ppv: isDiseased && isPositive
        case .specificity, .npv: !isDiseased && !isPositive
        }
    }

    /// The patient's contribution w(y − Rx) to the error of the ratio.
    fileprivate func error(_ measure: AccuracyMeasure, ratio: Double) -> Double {
        guard isCounted(by: measure) else { return 0 }
        return weight * (isPart(of: measure) ? 1 - ratio : -ratio)
    }
}

extension AccuracyMeasure {
    fileprivate var whole: String {
        switch self {
        case .prevalence: "the weighted number of patients"
        case .sensitivity: "the weighted number of diseased"
        case .specificity: "the weighted number of healthy"
        case .ppv: "the weighted number of test positives"
        case .npv: "the weighted number of test negatives"
        }
    }
}
