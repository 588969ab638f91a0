/// Net benefit of acting on a predicted risk at a threshold probability.
public struct DecisionCurvePoint: Sendable, Equatable {
    /// The risk at which harm of acting and of not acting balance.
    public let threshold: Double
    /// True positives among all patients.
    public let truePositiveShare: Double
    /// False positives among all patients.
    public let falsePositiveShare: Double
    /// Events among all patients.
    public let prevalence: Double

    /// What a false positive costs against a true one: t / (1 − t); infinite at 1.
    public var odds: Double { threshold / (1 - threshold) }

    /// TP/n − FP/n · t / (1 − t); refused at threshold 1.
    public var netBenefit: Result<Double, NotEstimable> { netBenefit(truePositiveShare, falsePositiveShare) }

    /// The same were all patients treated; refused at threshold 1.
    public var netBenefitOfAll: Result<Double, NotEstimable> { netBenefit(prevalence, 1 - prevalence) }

    /// Net benefit as a share of the greatest possible, which is the prevalence; refused without events.
    public var standardizedNetBenefit: Result<Double, NotEstimable> {
        guard prevalence > 0 else { return .failure(.noEvents) }
        return netBenefit.map { $0 / prevalence }
    }

    /// Fewer patients treated per 100 at the same true positives; refused at thresholds 0 and 1.
    public var interventionsAvoidedPer100: Result<Double, NotEstimable> {
        guard threshold > 0 else { return .failure(.zeroDenominator("the threshold")) }
        return netBenefit.flatMap { mine in netBenefitOfAll.map { (mine - $0) / odds * 100 } }
    }

    private func netBenefit(_ truePositive: Double, _ falsePositive: Double) -> Result<Double, NotEstimable> {
        guard threshold < 1 else { return .failure(.zeroDenominator("1 less the threshold")) }
        return .success(truePositive - falsePositive * odds)
    }
}

extension ScoredOutcomes {
    /// The decision curve at thresholds in 0...1; a patient with a risk of at least the threshold is treated.
    ///
    /// The patients must have the prevalence of the population: in a case-control sample net benefit means nothing.
    /// Refused without patients. Equals Python `dcurves.dca`.
    /// Source: Vickers and Elkin, Med Decis Making 26 (2006) 565.
    public func decisionCurve(thresholds: [Double]) -> Result<[DecisionCurvePoint], NotEstimable> {
        guard let prevalence else { return .failure(.noObservations) }
        let diseased = sortedRisks(where: true)
        let healthy = sortedRisks(where: false)
        let total = Double(count)
        return .success(
            thresholds.map { threshold in
                DecisionCurvePoint(
                    threshold: threshold,
                    truePositiveShare: Double(Self.countAtLeast(threshold, in: diseased)) / total,
                    falsePositiveShare: Double(Self.countAtLeast(threshold, in: healthy)) / total,
                    prevalence: prevalence
                )
            }
        )
    }

    private func sortedRisks(where outcome: Bool) -> [Double] {
        zip(probabilities, outcomes).filter { $0.1 == outcome }.map(\.0).sorted()
    }

    private static func countAtLeast(_ threshold: Double, in ascending: [Double]) -> Int {
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < threshold { low = middle + 1 } else { high = middle }
        }
        return ascending.count - low
    }
}
