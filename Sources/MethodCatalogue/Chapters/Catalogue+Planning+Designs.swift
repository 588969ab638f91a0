import Biostatistics

extension Catalogue {
    static let otherSampleSize = Method(
        "sample_size_other",
        title: "Sizes of other designs",
        chapter: .planning,
        fields: [
            .required("kind", Kind.allCases.map(\.rawValue).joined(separator: ", ")),
            .optional("alpha", "0.05 where it is left out; one-sided for single_arm_exact and simon, else two-sided"),
            .optional("power", "0.8 where it is left out"),
            .optional("hr", "logrank_events: hazard ratio"),
            .optional("alloc", "logrank_events: share of the first group, 0.5 where it is left out"),
            .optional("p10", "mcnemar: share positive by the first test alone"),
            .optional("p01", "mcnemar: share positive by the second test alone"),
            .optional("auc", "auc_hanley: area expected"),
            .optional("null", "auc_hanley: area to be told from it"),
            .optional("ratio", "auc_hanley: controls for one case, 1 where it is left out"),
            .optional("p0", "single_arm_exact, simon: null proportion"),
            .optional("p1", "single_arm_exact, simon: alternative; fisher_exact_power: first proportion"),
            .optional("p2", "fisher_exact_power: second proportion"),
            .optional("n1", "fisher_exact_power: size of the first group"),
            .optional("n2", "fisher_exact_power: size of the second group"),
            .optional("sens", "buderer: sensitivity expected"),
            .optional("half_width", "buderer: half the width the interval may have"),
            .optional("prevalence", "buderer: share with the disease"),
            .conf,
        ],
        example: #"{"kind": "simon", "p0": 0.1, "p1": 0.3, "alpha": 0.05, "power": 0.8}"#
    ) { input in
        let kind = try input.text("kind", oneOf: Kind.allCases.map(\.rawValue))
        switch Kind(rawValue: kind) {
        case .logRankEvents: return try logRankEvents(input)
        case .mcNemar: return try mcNemarPairs(input)
        case .areaUnderCurve: return try areaUnderCurve(input)
        case .singleArm: return try singleArm(input)
        case .buderer: return try buderer(input)
        case .fisher: return try fisherPower(input)
        case .simon: return try simon(input)
        case nil: throw input.error("kind", "is unknown")
        }
    }

    private enum Kind: String, CaseIterable {
        case logRankEvents = "logrank_events"
        case mcNemar = "mcnemar"
        case areaUnderCurve = "auc_hanley"
        case singleArm = "single_arm_exact"
        case buderer
        case fisher = "fisher_exact_power"
        case simon
    }

    private static func logRankEvents(_ input: MethodInput) throws -> MethodResult {
        let hazardRatio = try input.number("hr", in: 0...1e9)
        let allocation = try input.number("alloc", default: 0.5)
        guard hazardRatio > 0 else { throw input.error("hr", "must be positive") }
        guard allocation > 0, allocation < 1 else { throw input.error("alloc", "must lie between 0 and 1") }
        let events = EffectSampleSize.logRankEvents(
            hazardRatio: hazardRatio,
            errors: try errorRates(of: input),
            allocation: allocation
        )
        return [
            "events_exact": MethodResult(events) { .number($0.exact) },
            "events": MethodResult(events, whole),
        ]
    }

    private static func mcNemarPairs(_ input: MethodInput) throws -> MethodResult {
        let (p10, p01) = (try input.number("p10", in: 0...1), try input.number("p01", in: 0...1))
        guard p10 + p01 <= 1 else { throw input.error("p01", "and p10 add to more than 1") }
        let pairs = EffectSampleSize.mcNemarPairs(p10: p10, p01: p01, errors: try errorRates(of: input))
        return [
            "n_exact": MethodResult(pairs) { .number($0.exact) },
            "n": MethodResult(pairs, whole),
        ]
    }

    private static func areaUnderCurve(_ input: MethodInput) throws -> MethodResult {
        let ratio = try input.number("ratio", in: 1e-6...1e6, default: 1)
        let cases = EffectSampleSize.areaUnderCurveCases(
            area: try input.number("auc", in: 0...1),
            null: try input.number("null", in: 0...1),
            errors: try errorRates(of: input),
            ratio: ratio
        )
        return [
            "n_pos_exact": MethodResult(cases) { .number($0.exact) },
            "n_pos": MethodResult(cases, whole),
            "n_neg": MethodResult(cases) { whole($0.multiplied(by: ratio)) },
        ]
    }

    private static func singleArm(_ input: MethodInput) throws -> MethodResult {
        let design = SingleArmDesign.smallest(
            null: try input.number("p0", in: 0...1),
            alternative: try input.number("p1", in: 0...1),
            errors: try errorRates(of: input)
        )
        return [
            "n": MethodResult(design) { .count($0.total) },
            "r": MethodResult(design) { .count($0.threshold) },
            "alpha_actual": MethodResult(design) { .number($0.alpha) },
            "power_actual": MethodResult(design) { .number($0.power) },
        ]
    }

    private static func buderer(_ input: MethodInput) throws -> MethodResult {
        let halfWidth = try input.number("half_width", in: 1e-9...1)
        let prevalence = try input.number("prevalence", in: 0...1)
        let sensitivity = try input.number("sens", in: 0...1)
        let level = try input.level()
        func size(_ prevalence: Double) -> PlannedResult {
            guard prevalence > 0 else { return .failure(.zeroDenominator("the prevalence")) }
            return EffectSampleSize.sensitivity(
                sensitivity,
                halfWidth: halfWidth,
                prevalence: prevalence,
                level: level
            )
        }
        return [
            "n_diseased": MethodResult(size(1), whole),
            "n_total": MethodResult(size(prevalence), whole),
            "n_total_exact": MethodResult(size(prevalence)) { .number($0.exact) },
        ]
    }

    private static func fisherPower(_ input: MethodInput) throws -> MethodResult {
        let (n1, n2) = (try input.count("n1", in: 1...5000), try input.count("n2", in: 1...5000))
        let (p1, p2) = (try input.number("p1", in: 0...1), try input.number("p2", in: 0...1))
        let alpha = try input.number("alpha", in: 0...1, default: 0.05)
        let test = FisherExactPower(first: n1, second: n2, alpha: alpha)
        return ["power": .number(test.power(p1, p2)), "size_at_p2": .number(test.power(p2, p2))]
    }

    private static func simon(_ input: MethodInput) throws -> MethodResult {
        let designs = SimonDesign.search(
            null: try input.number("p0", in: 0...1),
            alternative: try input.number("p1", in: 0...1),
            errors: try errorRates(of: input)
        )
        return [
            "optimal": MethodResult(designs) { design($0.optimal) },
            "minimax": MethodResult(designs) { design($0.minimax) },
        ]
    }

    private static func design(_ design: SimonDesign) -> MethodResult {
        [
            "n1": .count(design.firstStage),
            "r1": .count(design.firstThreshold),
            "n": .count(design.total),
            "r": .count(design.threshold),
            "en": .number(design.expectedTotal),
            "pet": .number(design.earlyStop),
            "alpha": .number(design.alpha),
            "power": .number(design.power),
        ]
    }
}
