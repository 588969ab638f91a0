import Biostatistics

extension Catalogue {
    static let groupSequential = Method(
        "group_sequential",
        title: "Group-sequential boundaries",
        chapter: .planning,
        fields: [
            .required("spending", "obf, pocock, kim_demets, hsd; or wt_obf, wt_pocock for the classical constants"),
            .required("information", "shares of the information at the looks, ascending, at most 1"),
            .optional("alpha_one_sided", "one-sided error, 0.025 where it is left out; a two-sided one is twice it"),
            .optional("parameter", "kim_demets: the power of t; hsd: gamma"),
            .optional("drift", "mean of the Z statistic at full information, for the power"),
        ],
        example: #"{"spending": "obf", "information": [0.5, 0.75, 1], "alpha_one_sided": 0.025, "drift": 3}"#
    ) { input in
        let alpha = try input.number("alpha_one_sided", default: 0.025)
        guard alpha > 0, alpha < 0.5 else { throw input.error("alpha_one_sided", "must lie between 0 and 0.5") }
        let information = try looks(of: input)
        let design = GroupSequentialDesign(information: information, alpha: alpha, boundary: try boundary(of: input))
        let drift = try input.optionalNumber("drift", in: -1000...1000)
        let outcome = drift.map(design.characteristics)
        let none = NotEstimable.undefined("no drift is given")
        return [
            "critical_z": .numbers(design.criticalValues),
            "nominal_p_one_sided": .numbers(design.nominalP),
            "alpha_spent": .numbers(design.alphaSpent),
            "power_at_drift": MethodResult(outcome?.power, else: none),
            "exit_probabilities_at_drift": outcome.map { .numbers($0.exitProbabilities) } ?? MethodResult(none),
            "expected_information_at_drift": MethodResult(outcome?.expectedInformation, else: none),
        ]
    }

    private static func looks(of input: MethodInput) throws -> [Double] {
        let looks = try input.numbers("information", in: 0...1)
        guard let first = looks.first else { throw input.error("information", "must have a look") }
        guard first > 0 else { throw input.error("information[0]", "must be positive") }
        guard looks.count <= 100 else { throw input.error("information", "must have at most 100 looks") }
        if let place = looks.indices.dropFirst().first(where: { looks[$0] - looks[$0 - 1] < 1e-6 }) {
            throw input.error("information[\(place)]", "must lie above the look before by at least 0.000001")
        }
        return looks
    }

    private static func boundary(of input: MethodInput) throws -> SequentialBoundary {
        switch try input.text("spending", oneOf: ["obf", "pocock", "kim_demets", "hsd", "wt_obf", "wt_pocock"]) {
        case "obf": return .spending(.obrienFlemingType)
        case "pocock": return .spending(.pocockType)
        case "wt_obf": return .obrienFleming
        case "wt_pocock": return .pocock
        case "hsd": return .spending(.hwangShihDeCani(try input.number("parameter", in: -1000...1000)))
        default:
            let rho = try input.number("parameter", in: 0...1000)
            guard rho > 0 else { throw input.error("parameter", "must be positive") }
            return .spending(.power(rho))
        }
    }

    static let conditionalPower = Method(
        "conditional_power",
        title: "Conditional and predictive power",
        chapter: .planning,
        fields: [
            .required("kind", "normal or beta_binomial"),
            .optional("z", "normal: the Z statistic so far"),
            .optional("t", "normal: the share of the information so far, in 0 to 1"),
            .optional("crit", "normal: the critical value in the end"),
            .optional("drift_design", "normal: mean of the Z statistic at full information under the design"),
            .optional("x", "beta_binomial: events so far"),
            .optional("n", "beta_binomial: patients so far"),
            .optional("N", "beta_binomial: patients in the end"),
            .optional("r", "beta_binomial: events that make a success"),
            .optional("prior_a", "beta_binomial: first shape of the prior, 1 where it is left out"),
            .optional("prior_b", "beta_binomial: second shape of the prior, 1 where it is left out"),
            .conf,
        ],
        example: #"{"kind": "normal", "z": 1.6, "t": 0.5, "crit": 1.97, "drift_design": 3}"#
    ) { input in
        try input.text("kind", oneOf: ["normal", "beta_binomial"]) == "normal"
            ? normalPower(input) : predictiveProbability(input)
    }

    private static func normalPower(_ input: MethodInput) throws -> MethodResult {
        let interim = ConditionalPower(
            z: try input.number("z"),
            information: try input.number("t", in: 0...1),
            criticalValue: try input.number("crit")
        )
        let design = try input.optionalNumber("drift_design").map(interim.power)
        return [
            "current_trend": MethodResult(interim.underCurrentTrend) { .number($0) },
            "design": MethodResult(design, else: .undefined("no drift of the design is given")),
            "null": .number(interim.underNull),
            "predictive": MethodResult(interim.predictive) { .number($0) },
        ]
    }

    private static func predictiveProbability(_ input: MethodInput) throws -> MethodResult {
        let total = try input.count("n", in: 0...100_000_000)
        let shapes = 0...1e15
        let prediction = PredictiveProbability(
            observed: Proportion(events: try input.count("x", in: 0...total), total: total),
            total: try input.count("N", in: total...100_000_000),
            threshold: try input.count("r", in: 0...1_000_000_000),
            prior: (
                try input.number("prior_a", in: shapes, default: 1), try input.number("prior_b", in: shapes, default: 1)
            )
        )
        let mean = prediction.posteriorMean(level: try input.level())
        let limits = MethodResult(interval: mean)
        return [
            "predictive_probability": MethodResult(prediction.value) { .number($0) },
            "posterior_mean": MethodResult(point: mean),
            "posterior_lower": limits["lower"] ?? limits,
            "posterior_upper": limits["upper"] ?? limits,
        ]
    }
}
