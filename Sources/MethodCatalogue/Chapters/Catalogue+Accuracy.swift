import Biostatistics

extension Catalogue {
    static let accuracy: [Method] = [
        confusionMetrics, beggGreenes, ipwAccuracy, correctedAccuracyBootstrap,
    ]

    private static let confusionMetrics = Method(
        "confusion_metrics",
        title: "Accuracy of a binary test",
        chapter: .accuracy,
        fields: [
            .required("tp", "diseased and test positive, a whole number from 0 on"),
            .required("fp", "healthy and test positive"),
            .required("fn", "diseased and test negative"),
            .required("tn", "healthy and test negative"),
            .conf,
        ],
        example: #"{"tp": 31, "fp": 12, "fn": 9, "tn": 88}"#,
        table: Method.TableInput(
            roles: [
                .required("test", "1 where the test is positive, 0 where not"),
                .required("outcome", "1 where the disease was found, 0 where not"),
            ],
            members: tabulate
        )
    ) { input in
        let level = try input.level()
        // Numbers in JSON are doubles: beyond 2⁵³ they are no longer counts.
        let counts = try ["tp", "fp", "fn", "tn"].map { try input.count($0, in: 0...1 << 53) }
        let matrix = ConfusionMatrix(
            truePositives: counts[0],
            falsePositives: counts[1],
            falseNegatives: counts[2],
            trueNegatives: counts[3]
        )
        return shares(of: matrix, level: level).merging(summaries(of: matrix, level: level))
    }

    private static func tabulate(_ rows: TableSelection) throws -> TableMembers {
        let (tests, outcomes) = (try rows.truths("test"), try rows.truths("outcome"))
        var counts = ["tp": 0, "fp": 0, "fn": 0, "tn": 0]
        var leftOut = 0
        for (test, outcome) in zip(tests, outcomes) {
            guard let test, let outcome else {
                leftOut += 1
                continue
            }
            counts[test ? (outcome ? "tp" : "fp") : (outcome ? "fn" : "tn"), default: 0] += 1
        }
        return TableMembers(counts.mapValues { .number(Double($0)) }, leftOut: leftOut)
    }

    private static func shares(of matrix: ConfusionMatrix, level: Double) -> MethodResult {
        func share(_ proportion: Proportion) -> MethodResult {
            [
                "estimate": MethodResult(proportion.estimate, else: .noObservations),
                "wilson": MethodResult(interval: proportion.wilson(level: level)),
                "clopper_pearson": MethodResult(interval: proportion.clopperPearson(level: level)),
            ]
        }
        return [
            "n": .count(matrix.total),
            "prevalence": share(matrix.prevalence),
            "apparent_prevalence": share(matrix.apparentPrevalence),
            "sensitivity": share(matrix.sensitivity),
            "specificity": share(matrix.specificity),
            "ppv": share(matrix.ppv),
            "npv": share(matrix.npv),
            "accuracy": share(matrix.accuracy),
        ]
    }

    private static func summaries(of matrix: ConfusionMatrix, level: Double) -> MethodResult {
        func ratio(_ estimate: Estimate) -> MethodResult {
            let none = NotEstimable.undefined("the logarithm has no variance where a cell is empty")
            let limits = estimate.interval
            return [
                "estimate": MethodResult(point: estimate),
                "lower": MethodResult(limits?.lower, else: estimate.reason ?? none),
                "upper": MethodResult(limits?.upper, else: estimate.reason ?? none),
            ]
        }
        let margin = NotEstimable.zeroDenominator("a margin of the table")
        return [
            "balanced_accuracy": MethodResult(matrix.balancedAccuracy, else: .oneOutcomeClass),
            "f1": MethodResult(matrix.f1, else: .zeroDenominator("the number of diseased and test positives")),
            "mcc": MethodResult(matrix.matthewsCorrelation, else: margin),
            "fdr": MethodResult(
                matrix.falseDiscovery.estimate,
                else: .zeroDenominator("the number of test positives")
            ),
            "false_omission_rate": MethodResult(
                matrix.falseOmission.estimate,
                else: .zeroDenominator("the number of test negatives")
            ),
            "youden": ratio(matrix.youdenIndex(level: level)),
            "lr_positive": ratio(matrix.positiveLikelihoodRatio(level: level)),
            "lr_negative": ratio(matrix.negativeLikelihoodRatio(level: level)),
            "dor": ratio(matrix.diagnosticOddsRatio(level: level)),
            "dor_haldane": ratio(matrix.adjustedDiagnosticOddsRatio(level: level)),
        ]
    }
}
