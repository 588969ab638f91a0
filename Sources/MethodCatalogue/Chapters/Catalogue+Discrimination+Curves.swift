import Biostatistics

extension Catalogue {
    static let rocCurveCutoffs = Method(
        "roc_curve_cutoffs",
        title: "ROC curve and cut points",
        chapter: .discrimination,
        fields: [
            labelField, scoreField,
            .optional("target_spec", "the specificity that must be kept, in 0 to 1; 0.9 where it is left out"),
            .optional("target_sens", "the sensitivity that must be kept, in 0 to 1; 0.9 where it is left out"),
            .optional("partial_spec", "the range of specificity of the partial area; [0.9, 1] where it is left out"),
        ],
        example: #"{"labels": [0, 0, 1, 0, 1, 1], "scores": [0.1, 0.35, 0.3, 0.5, 0.6, 0.9], "target_spec": 0.6}"#,
        table: .columns(labelField, scoreField)
    ) { input in
        let targets = try CutPointTargets(input)
        switch try input.rankedScores().rocCurve() {
        case .success(let curve): return targets.result(of: curve)
        case .failure(let reason): return targets.nothing(reason)
        }
    }

    static let auprc = Method(
        "auprc",
        title: "Precision and recall",
        chapter: .discrimination,
        fields: [labelField, scoreField, .conf],
        example: #"{"labels": [0, 0, 1, 0, 1, 1], "scores": [0.1, 0.35, 0.3, 0.5, 0.6, 0.9]}"#,
        table: .columns(labelField, scoreField)
    ) { input in
        let level = try input.level()
        let scores = try input.rankedScores()
        let result = scores.precisionRecall()
        let prevalence = Proportion(events: scores.caseCount, total: scores.caseCount + scores.controlCount)
        return [
            "n_pos": .count(scores.caseCount),
            "n_neg": .count(scores.controlCount),
            "average_precision": MethodResult(result) { MethodResult($0.averagePrecision) },
            "trapezoid": MethodResult(result) { MethodResult($0.trapezoidArea) },
            "baseline": MethodResult(prevalence.estimate, else: .noObservations),
            "logit_ci": MethodResult(result) {
                MethodResult(interval: $0.logit(level: level), else: .undefined("no logit limits at 1"))
            },
        ]
    }
}

/// What is asked of a curve beside its points.
private struct CutPointTargets {
    let specificity: Double
    let sensitivity: Double
    let range: ClosedRange<Double>

    init(_ input: MethodInput) throws {
        specificity = try input.number("target_spec", in: 0...1, default: 0.9)
        sensitivity = try input.number("target_sens", in: 0...1, default: 0.9)
        guard input.has("partial_spec") else {
            range = 0.9...1
            return
        }
        let ends = try input.numbers("partial_spec", in: 0...1)
        guard ends.count == 2, ends[0] != ends[1] else {
            throw input.error("partial_spec", "must be two different specificities, such as [0.9, 1]")
        }
        range = min(ends[0], ends[1])...max(ends[0], ends[1])
    }

    func result(of curve: RocCurve) -> MethodResult {
        let youden = curve.youdenPoints
        return [
            "thresholds": .numbers(curve.points.lazy.map(\.threshold)),
            "sensitivity": .numbers(curve.points.lazy.map(curve.sensitivity(at:))),
            "specificity": .numbers(curve.points.lazy.map(curve.specificity(at:))),
            "youden": MethodResult(youden.first.map(curve.youdenIndex), else: .noObservations),
            "youden_thresholds": .numbers(youden.lazy.map(\.threshold)),
            "youden_sensitivity": .numbers(youden.lazy.map(curve.sensitivity(at:))),
            "youden_specificity": .numbers(youden.lazy.map(curve.specificity(at:))),
            "closest_topleft_thresholds": .numbers(curve.closestToPerfect.lazy.map(\.threshold)),
            "sensitivity_at_spec": MethodResult(curve.sensitivity(atSpecificity: specificity)),
            "specificity_at_sens": MethodResult(curve.specificity(atSensitivity: sensitivity)),
            "partial_auc": MethodResult(curve.partialArea(specificity: range)),
            "partial_auc_mcclish": MethodResult(curve.correctedPartialArea(specificity: range)) { MethodResult($0) },
        ]
    }

    /// No curve: no points, and nothing to say of them.
    func nothing(_ reason: NotEstimable) -> MethodResult {
        let lists = ["thresholds", "sensitivity", "specificity"]
        let values = [
            "youden", "youden_thresholds", "youden_sensitivity", "youden_specificity", "closest_topleft_thresholds",
            "sensitivity_at_spec", "specificity_at_sens", "partial_auc", "partial_auc_mcclish",
        ]
        return .record(
            lists.map { MethodResult.Member(name: $0, value: .list([])) }
                + values.map { MethodResult.Member(name: $0, value: MethodResult(reason)) }
        )
    }
}
