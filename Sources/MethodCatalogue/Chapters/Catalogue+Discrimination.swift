import Biostatistics

extension Catalogue {
    static let discrimination: [Method] = [
        aurocDelong, aurocPairedDelong, aurocBootstrap, rocCurveCutoffs, auprc, weightedAuroc,
    ]

    static let labelField = Method.Field.required("labels", "1 for a case, 0 for a control, one a patient")
    static let scoreField = Method.Field.required(
        "scores",
        "the score, higher meaning more likely a case; infinite ones order like any others"
    )

    private static let aurocDelong = Method(
        "auroc_delong",
        title: "Area under the ROC curve with DeLong's interval",
        chapter: .discrimination,
        fields: [labelField, scoreField, .conf],
        example: #"{"labels": [0, 0, 1, 0, 1, 1], "scores": [0.1, 0.35, 0.3, 0.5, 0.6, 0.9]}"#,
        table: .columns(labelField, scoreField)
    ) { input in
        let level = try input.level()
        let scores = try input.rankedScores()
        let counts: MethodResult = ["n_pos": .count(scores.caseCount), "n_neg": .count(scores.controlCount)]
        return switch scores.auroc() {
        case .success(let auroc): counts.merging(result(of: auroc, level: level))
        case .failure(let reason):
            counts.merging(
                .record(
                    [
                        "auc", "se", "ci_wald", "ci_logit", "hanley_mcneil_se", "u", "z_vs_half", "p_vs_half",
                    ].map { MethodResult.Member(name: $0, value: MethodResult(reason)) }
                )
            )
        }
    }

    private static func result(of auroc: Auroc, level: Double) -> MethodResult {
        let single = NotEstimable.tooFew("cases or controls", needed: 2)
        let none = auroc.standardError == nil ? single : .undefined("no logit limits at 0 or 1 or without spread")
        let test = auroc.testAgainstHalf()
        return [
            "auc": MethodResult(auroc.value),
            "se": MethodResult(auroc.standardError, else: single),
            "ci_wald": MethodResult(interval: auroc.wald(level: level), else: single),
            "ci_logit": MethodResult(interval: auroc.logit(level: level), else: none),
            "hanley_mcneil_se": MethodResult(auroc.hanleyMcNeilStandardError),
            "u": MethodResult(auroc.mannWhitneyU),
            "z_vs_half": MethodResult(test) { MethodResult($0.z) },
            "p_vs_half": MethodResult(test) { MethodResult($0.p) },
        ]
    }

    private static let aurocPairedDelong = Method(
        "auroc_paired_delong",
        title: "Areas under the ROC curves of two scores in the same patients",
        chapter: .discrimination,
        fields: [
            labelField, .required("scores1", "the first score, one a patient"),
            .required("scores2", "the second score, one a patient"), .conf,
        ],
        example: #"""
            {"labels": [0, 0, 1, 0, 1, 1], "scores1": [0.1, 0.35, 0.3, 0.5, 0.6, 0.9],
             "scores2": [0.2, 0.1, 0.5, 0.4, 0.3, 0.8]}
            """#,
        table: .columns(
            labelField,
            .required("scores1", "the first score"),
            .required("scores2", "the second score")
        )
    ) { input in
        let level = try input.level()
        let labels = try input.labels("labels")
        let (first, second) = (
            try input.scores("scores1", count: labels.count), try input.scores("scores2", count: labels.count)
        )
        return MethodResult(AurocDifference.compare(first, with: second, labels: labels)) { compared in
            let single = NotEstimable.tooFew("cases or controls", needed: 2)
            let (test, interval) = (compared.test(), compared.wald(level: level).interval)
            return [
                "auc1": MethodResult(compared.first.value),
                "auc2": MethodResult(compared.second.value),
                "difference": MethodResult(compared.value),
                "var1": MethodResult(compared.first.variance, else: single),
                "var2": MethodResult(compared.second.variance, else: single),
                "cov": MethodResult(compared.covariance, else: single),
                "se": MethodResult(compared.standardError, else: single),
                "z": MethodResult(test) { MethodResult($0.z) },
                "p": MethodResult(test) { MethodResult($0.p) },
                "lower": MethodResult(interval?.lower, else: single),
                "upper": MethodResult(interval?.upper, else: single),
            ]
        }
    }

    private static let weightedAuroc = Method(
        "weighted_auroc",
        title: "Area under the ROC curve and average precision of weighted patients",
        chapter: .designAware,
        fields: [
            labelField, scoreField,
            .required("weights", "how many patients each stands for, finite and at least 0"),
            .conf,
        ],
        example: #"{"labels": [0, 0, 1, 1], "scores": [0.1, 0.4, 0.3, 0.9], "weights": [20, 4, 4, 1.5]}"#,
        table: .columns(labelField, scoreField, .required("weights", "how many patients each stands for"))
    ) { input in
        let labels = try input.labels("labels")
        let weighted = WeightedDiscrimination(
            scores: try input.scores("scores", count: labels.count),
            labels: labels,
            weights: try input.numbers("weights", in: 0...Double.greatestFiniteMagnitude, count: labels.count)
        )
        let estimate = weighted.aurocEstimate(level: try input.level())
        let few: NotEstimable =
            if case .failure(let reason) = weighted.aurocStandardError { reason } else {
                .undefined("no logit limits at 0 or 1 or without spread")
            }
        return [
            "auroc": MethodResult(weighted.auroc) { MethodResult($0) },
            "se": MethodResult(weighted.aurocStandardError),
            "ci_logit": MethodResult(limits: estimate, else: few),
            "average_precision": MethodResult(weighted.averagePrecision) { MethodResult($0) },
            "weighted_prevalence": MethodResult(weighted.prevalence) { MethodResult($0) },
        ]
    }
}

extension MethodInput {
    /// Scores of a list; infinite ones are allowed, because they order.
    func scores(_ field: String, count: Int) throws -> [Double] {
        try numbers(field, in: -Double.infinity...Double.infinity, count: count)
    }

    /// The members `labels` and `scores`.
    func rankedScores() throws -> RankedScores {
        let labels = try labels("labels")
        return RankedScores(scores: try scores("scores", count: labels.count), labels: labels)
    }
}
