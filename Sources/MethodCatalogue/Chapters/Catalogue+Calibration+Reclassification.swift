import Biostatistics

extension Catalogue {
    static let reclassification = Method(
        "nri_idi",
        title: "Net reclassification and integrated discrimination improvement",
        chapter: .calibration,
        fields: roles + [
            .required("cutoffs", "ascending risks at which a category begins, such as [0.1, 0.4]"), .conf,
        ],
        example: """
            {"p_old": [0.1, 0.3, 0.2, 0.6], "p_new": [0.05, 0.5, 0.3, 0.7], "y": [0, 1, 0, 1], "cutoffs": [0.2, 0.4]}
            """,
        table: Method.TableInput(roles: roles) { try $0.completeCases(of: roles) }
    ) { input in
        let outcomes = try input.labels("y")
        let risks = RiskReclassification(
            old: try input.numbers("p_old", in: 0...1, count: outcomes.count),
            new: try input.numbers("p_new", in: 0...1, count: outcomes.count),
            outcomes: outcomes
        )
        let cutoffs = try cutoffs(input)
        let level = try input.level()
        return [
            "categorical": moves(risks.categorical(cutoffs: cutoffs), level: level),
            "continuous": moves(risks.continuous(), level: level),
            "idi": improvement(risks.integratedDiscriminationImprovement(), level: level),
            "table_events": table(risks.table(cutoffs: cutoffs, where: true)),
            "table_nonevents": table(risks.table(cutoffs: cutoffs, where: false)),
        ]
    }

    private static let roles: [Method.Field] = [
        .required("p_old", "risks by the old model, 0 to 1"), .required("p_new", "risks by the new model, 0 to 1"),
        .required("y", "outcomes, 1 where the event came, else 0"),
    ]

    private static func cutoffs(_ input: MethodInput) throws -> [Double] {
        let cutoffs = try input.numbers("cutoffs", in: 0...1)
        if let odd = cutoffs.indices.dropFirst().first(where: { cutoffs[$0] <= cutoffs[$0 - 1] }) {
            throw input.error("cutoffs[\(odd)]", "must lie above the cut-off before it")
        }
        return cutoffs
    }

    private static func moves(_ net: NetReclassification, level: Double) -> MethodResult {
        let estimate = net.estimate(level: level)
        let none = NotEstimable.undefined("no interval without a standard error")
        return [
            "nri_events": MethodResult(net.netOfEvents, else: .noEvents),
            "nri_nonevents": MethodResult(net.netOfNonevents, else: .oneOutcomeClass),
            "nri": MethodResult(net.net, else: .oneOutcomeClass),
            "se": MethodResult(net.standardError, else: .oneOutcomeClass),
            "lower": MethodResult(estimate.interval?.lower, else: estimate.reason ?? none),
            "upper": MethodResult(estimate.interval?.upper, else: estimate.reason ?? none),
            "z": MethodResult(net.z),
            "p": .twoSidedP(net.z),
            "z_pencina2008": MethodResult(net.zOfPencina2008),
            "p_pencina2008": .twoSidedP(net.zOfPencina2008),
        ]
    }

    private static func improvement(
        _ improvement: Result<DiscriminationImprovement, NotEstimable>,
        level: Double
    ) -> MethodResult {
        let z = improvement.flatMap(\.z)
        let few = NotEstimable.tooFew("patients of each outcome", needed: 2)
        let error = improvement.flatMap { $0.standardError.map { .success($0) } ?? .failure(few) }
        let estimate: Estimate =
            switch improvement {
            case .success(let improvement): improvement.limits(level: level)
            case .failure(let reason): .notEstimable(reason)
            }
        return MethodResult.estimateAndLimits(estimate)
            .merging(["se": MethodResult(error), "z": MethodResult(z), "p": .twoSidedP(z)])
    }

    private static func table(_ counts: [[Int]]) -> MethodResult { .list(counts.map { .counts($0) }) }
}
