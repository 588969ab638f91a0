import Biostatistics

extension Catalogue {
    static let proportions: [Method] = [
        binomialIntervals, binomialTest, tierYield, twoProportions, tableTests, predictiveValues,
    ]

    static let binomialIntervals = Method(
        "binomial_ci",
        title: "Proportion with seven intervals",
        chapter: .yield,
        fields: [.required("x", "events"), .required("n", "observations"), .conf],
        example: #"{"x": 18, "n": 34, "conf": 0.95}"#
    ) { input in
        let proportion = try input.proportion("x", of: "n")
        let level = try input.level()
        return [
            "estimate": MethodResult(proportion.estimate, else: .noObservations),
            "wilson": MethodResult(limits: proportion.wilson(level: level)),
            "clopper_pearson": MethodResult(limits: proportion.clopperPearson(level: level)),
            "wilson_cc": MethodResult(limits: proportion.wilsonCorrected(level: level)),
            "agresti_coull": MethodResult(limits: proportion.agrestiCoull(level: level)),
            "jeffreys": MethodResult(limits: proportion.jeffreys(level: level)),
            "mid_p": MethodResult(limits: proportion.midP(level: level)),
            "wald": MethodResult(limits: proportion.wald(level: level)),
        ]
    }

    static let binomialTest = Method(
        "binomial_test",
        title: "Exact test of a proportion against a goal",
        chapter: .yield,
        fields: [
            .required("x", "events"), .required("n", "observations"),
            .required("p0", "the goal, a proportion from 0 to 1"), .conf,
        ],
        example: #"{"x": 16, "n": 22, "p0": 0.5}"#
    ) { input in
        let proportion = try input.proportion("x", of: "n")
        let test = BinomialTest.against(try input.number("p0", in: 0...1), proportion)
        let names = ["p_two_sided", "p_greater", "p_less", "mid_p_two_sided", "mid_p_greater", "mid_p_less"]
        let found: MethodResult = [
            "estimate": MethodResult(proportion.estimate, else: .noObservations),
            "clopper_pearson": MethodResult(limits: proportion.clopperPearson(level: try input.level())),
        ]
        return found.merging(
            MethodResult(test, refused: names) { test in
                [
                    "p_two_sided": MethodResult(test.pTwoSided),
                    "p_greater": MethodResult(test.pGreater),
                    "p_less": MethodResult(test.pLess),
                    "mid_p_two_sided": MethodResult(test.midPTwoSided),
                    "mid_p_greater": MethodResult(test.midPGreater),
                    "mid_p_less": MethodResult(test.midPLess),
                ]
            }
        )
    }

    static let predictiveValues = Method(
        "bayes_predictive_values",
        title: "Predictive values at another prevalence",
        chapter: .accuracy,
        fields: [
            .required("sens", "sensitivity, 0 to 1"),
            .required("spec", "specificity, 0 to 1"),
            .required("prevalence", "prevalence where the test would be used, 0 to 1"),
        ],
        example: #"{"sens": 0.643, "spec": 0.778, "prevalence": 0.28}"#
    ) { input in
        let values = PredictiveValues(
            sensitivity: try input.number("sens", in: 0...1),
            specificity: try input.number("spec", in: 0...1),
            prevalence: try input.number("prevalence", in: 0...1)
        )
        return [
            "ppv": MethodResult(point: values.ppv),
            "npv": MethodResult(point: values.npv),
            "nns": MethodResult(values.numberNeededToScreen),
            "nnt_positive": MethodResult(point: values.numberNeededToTest),
        ]
    }
}
