import Biostatistics

extension Catalogue {
    static let calibration: [Method] = [calibrationMeasures, hosmerLemeshow, decisionCurve, reclassification]

    private static let probabilities = Method.Field.required("p", "predicted probabilities of the event, 0 to 1")
    private static let outcomes = Method.Field.required("y", "outcomes, 1 where the event came, else 0")

    private static func scored(_ input: MethodInput) throws -> ScoredOutcomes {
        let outcomes = try input.labels("y")
        let probabilities = try input.numbers("p", in: 0...1, count: outcomes.count)
        return ScoredOutcomes(probabilities: probabilities, outcomes: outcomes)
    }

    private static let calibrationMeasures = Method(
        "calibration",
        title: "Calibration: Brier score, recalibration models and smooth curves",
        chapter: .calibration,
        fields: [probabilities, outcomes, .conf],
        example: #"{"p": [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9], "y": [0, 1, 0, 0, 1, 0, 1, 1]}"#,
        table: .columns(probabilities, outcomes)
    ) { input in
        let scored = try scored(input)
        let recalibration = scored.recalibration(level: try input.level())
        let counts: MethodResult = [
            "n": .count(scored.count), "events": .count(scored.events), "clipped": .count(scored.clipped),
        ]
        let smooth: MethodResult = [
            "loess_direct": MethodResult(scored.localRegressionCalibration()) {
                [
                    "ici": MethodResult($0.mean), "e50": MethodResult($0.median), "e90": MethodResult($0.ninetieth),
                    "emax": MethodResult($0.largest), "on_grid": .truth($0.onGrid),
                ]
            },
            "lowess": MethodResult(scored.lowessCalibration()) {
                [
                    "eavg": MethodResult($0.mean), "emax": MethodResult($0.largest),
                    "e90": MethodResult($0.ninetieth), "on_grid": .truth($0.onGrid),
                ]
            },
        ]
        return counts.merging(overall(scored, level: try input.level())).merging(models(recalibration)).merging(smooth)
    }

    private static func overall(_ scored: ScoredOutcomes, level: Double) -> MethodResult {
        let measures = scored.calibrationMeasures()
        let spiegelhalter = measures.flatMap(\.spiegelhalter)
        return [
            "brier": MethodResult(measures.map(\.brier)),
            "brier_se": MethodResult(measures.flatMap(\.brierStandardError)),
            "brier_ci": MethodResult(measures, refused: ["lower", "upper"]) {
                MethodResult(limits: $0.brierEstimate(level: level), else: .tooFew("patients", needed: 2))
            },
            "brier_scaled": MethodResult(measures.flatMap(\.scaledBrier)),
            "log_loss": MethodResult(measures.map(\.logLoss)),
            "mean_predicted": MethodResult(measures.map(\.meanPredicted)),
            "observed_rate": MethodResult(measures.map(\.observedRate)),
            "oe_ratio": MethodResult(measures.flatMap(\.observedOverExpected)),
            "spiegelhalter": ["z": MethodResult(spiegelhalter), "p": .twoSidedP(spiegelhalter)],
            "ece10": MethodResult(measures.map(\.expectedCalibrationError)),
        ]
    }

    private static func models(_ recalibration: Recalibration) -> MethodResult {
        [
            "calibration_in_the_large": term(recalibration.inTheLarge),
            "slope": term(recalibration.slope),
            "intercept": term(recalibration.intercept),
            "recalibration_lrt": [
                "statistic": MethodResult(recalibration.test.map(\.statistic)),
                "df": .count(2),
                "p": MethodResult(recalibration.test.map(\.p)),
            ],
        ]
    }

    private static func term(_ term: RecalibrationTerm) -> MethodResult {
        let reason = term.estimate.reason ?? .noObservations
        return MethodResult.estimateAndLimits(term.estimate)
            .merging(["se": MethodResult(term.standardError, else: reason)])
    }

    private static let hosmerLemeshow = Method(
        "hosmer_lemeshow",
        title: "Hosmer–Lemeshow test in groups of like risk",
        chapter: .calibration,
        fields: [probabilities, outcomes, .optional("g", "how many groups, 10 where it is left out")],
        example: #"{"p": [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9], "y": [0, 0, 1, 0, 1, 0, 1, 1], "g": 4}"#,
        table: .columns(probabilities, outcomes)
    ) { input in
        let wanted = try input.count("g", in: 1...1_000_000, default: 10)
        return MethodResult(try scored(input).hosmerLemeshow(groups: wanted)) { test in
            [
                "statistic": MethodResult(test.statistic),
                "groups": .count(test.groups.count),
                "df_development": MethodResult(test.degreesOfFreedom(fittedHere: true)) { .count($0) },
                "df_validation": MethodResult(test.degreesOfFreedom(fittedHere: false)) { .count($0) },
                "p_development": MethodResult(test.p(fittedHere: true)),
                "p_validation": MethodResult(test.p(fittedHere: false)),
                "breaks": .numbers(test.edges),
                "n": .counts(test.groups.map(\.count)),
                "observed": .counts(test.groups.map(\.observed)),
                "expected": .numbers(test.groups.map(\.expected)),
            ]
        }
    }

    private static let decisionCurve = Method(
        "decision_curve",
        title: "Decision curve: net benefit over threshold probabilities",
        chapter: .calibration,
        fields: [
            probabilities, outcomes,
            .required("thresholds", "threshold probabilities, 0 to 1; a patient with p at or above is positive"),
        ],
        example: #"{"p": [0.1, 0.2, 0.4, 0.6, 0.8], "y": [0, 0, 1, 0, 1], "thresholds": [0.1, 0.25, 0.5]}"#,
        table: .columns(probabilities, outcomes)
    ) { input in
        let scored = try scored(input)
        let thresholds = try input.numbers("thresholds", in: 0...1)
        return [
            "prevalence": MethodResult(scored.prevalence, else: .noObservations),
            "curve": MethodResult(scored.decisionCurve(thresholds: thresholds)) { .list($0.map(point)) },
        ]
    }

    private static func point(_ point: DecisionCurvePoint) -> MethodResult {
        [
            "threshold": MethodResult(point.threshold),
            "tp_rate": MethodResult(point.truePositiveShare),
            "fp_rate": MethodResult(point.falsePositiveShare),
            "net_benefit": MethodResult(point.netBenefit),
            "net_benefit_all": MethodResult(point.netBenefitOfAll),
            "net_benefit_none": .number(0),
            "standardized_net_benefit": MethodResult(point.standardizedNetBenefit),
            "interventions_avoided_per_100": MethodResult(point.interventionsAvoidedPer100),
        ]
    }
}
