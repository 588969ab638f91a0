/// Discrimination where each patient stands for several, such as one over the chance of having been verified.
///
/// Equals scikit-learn `roc_auc_score` and `average_precision_score` with `sample_weight`. Sources: Alonzo and Pepe,
/// J R Stat Soc C 54 (2005) 173; He, Lyness and McDermott, Stat Med 28 (2009) 361.
public struct WeightedDiscrimination: Sendable, Equatable {
    /// Σ wᵢwⱼ([sᵢ > sⱼ] + ½[sᵢ = sⱼ]) over cases i and controls j, divided by Σ wᵢwⱼ.
    public let auroc: Result<Double, NotEstimable>
    /// The standard error of the area; see ``aurocEstimate(level:)``.
    public let aurocStandardError: Result<Double, NotEstimable>
    /// Σ (Rₖ − Rₖ₋₁) Pₖ of weighted recall and precision.
    public let averagePrecision: Result<Double, NotEstimable>
    /// Weight of the cases among all weight.
    public let prevalence: Result<Double, NotEstimable>

    /// One label, score and weight a patient; no score NaN, weights finite and at least 0.
    ///
    /// Refused where no case or no control carries weight; rows without weight are as if they were not there.
    public init(scores: [Double], labels: [Bool], weights: [Double]) {
        precondition(scores.count == labels.count && scores.count == weights.count, "one label and weight a score")
        precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "weights are finite and at least 0")
        let ofCases = CompensatedSum.of(zip(labels, weights).lazy.filter(\.0).map(\.1))
        let ofControls = CompensatedSum.of(zip(labels, weights).lazy.filter { !$0.0 }.map(\.1))
        guard ofCases + ofControls > 0, (ofCases + ofControls).isFinite else {
            let nothing = NotEstimable.undefined("the weights add up to nothing, or to more than a number holds")
            (auroc, averagePrecision, prevalence) = (.failure(nothing), .failure(nothing), .failure(nothing))
            aurocStandardError = .failure(nothing)
            return
        }
        prevalence = .success(ofCases / (ofCases + ofControls))
        guard ofCases > 0, ofControls > 0 else {
            (auroc, averagePrecision) = (.failure(.oneOutcomeClass), .failure(.oneOutcomeClass))
            aurocStandardError = .failure(.oneOutcomeClass)
            return
        }
        var sweep = Sweep(ofCases, ofControls)
        let ranked = RankedRows(scores: scores, labels: labels)
        ranked.forEachTie { tie in
            var (cases, controls) = (0.0, 0.0)
            for entry in tie {
                if entry.isCase { cases += weights[entry.row] } else { controls += weights[entry.row] }
            }
            sweep.add(cases, controls)
        }
        let area = min(1, sweep.pairs.value / ofControls)
        auroc = .success(area)
        aurocStandardError = Placements(ofCases: ofCases, ofControls: ofControls, area: area)
            .standardError(ranked, weights)
        averagePrecision = .success(min(1, sweep.steps.value))
    }

    /// The distinct scores from the lowest up, as shares of each class's weight.
    private struct Sweep {
        let ofCases: Double
        let ofControls: Double
        /// Weight at or above the score.
        private var casesAbove: CompensatedSum
        private var controlsAbove: CompensatedSum
        private var controlsBelow = CompensatedSum()
        var pairs = CompensatedSum()
        var steps = CompensatedSum()

        init(_ ofCases: Double, _ ofControls: Double) {
            self.ofCases = ofCases
            self.ofControls = ofControls
            (casesAbove, controlsAbove) = (CompensatedSum(), CompensatedSum())
            casesAbove.add(ofCases)
            controlsAbove.add(ofControls)
        }

        mutating func add(_ cases: Double, _ controls: Double) {
            if cases > 0 {
                pairs.add(cases / ofCases * (controlsBelow.value + controls / 2))
                // Taking away what was added leaves a little either way.
                let (positive, alarms) = (max(cases, casesAbove.value), max(controls, controlsAbove.value))
                steps.add(cases / ofCases * (positive / (positive + alarms)))
            }
            casesAbove.add(-cases)
            controlsAbove.add(-controls)
            controlsBelow.add(controls)
        }
    }
}
