package import Biostatistics
package import Trial

/// Time to the event by tier, and how well predicted risk tells who has it and when.
package struct SurvivalReport: Sendable {
    package let header: ReportHeader
    package let followUp: FollowUpDefinition
    package let completeness: Completeness
    /// One a model, the enrolling one first.
    package let sections: [Section]
    /// Predicted risk against what happened: each model, then the linear Cox model on the same inputs.
    package let predictions: [Prediction]
    /// What a reader must know of the predictions.
    package let predictionNotes: [String]
    /// What the figures were made of, one a participant in the order of subject numbers.
    package let rows: [Row]

    /// How much of the follow-up is known.
    package struct Completeness: Sendable {
        package let enrolled: Int
        /// Endings of follow-up with their counts, events first, in the order of the protocol.
        package let endings: [(word: String, isEvent: Bool, count: Int)]
        /// Enrolled, and nobody has said how follow-up ended.
        package let unknown: Int
        /// Of those whose ending is known: the event by a horizon, or followed for at least so long.
        package let known: [(days: Int, share: Proportion)]
        /// Days, by the reversed Kaplan–Meier curve.
        package let medianFollowUp: Result<Double, NotEstimable>
        /// Participants who lack an input at admission, by input; only inputs that somebody lacks.
        package let missingInputs: [(input: String, count: Int)]
        /// Sets of inputs during the stays that were scored, the first included.
        package let assessments: Int
    }

    /// One model's tiers.
    package struct Section: Sendable {
        package let model: String
        /// Highest tier first.
        package let curves: [Curve]
        package let overall: Curve
        package let logRank: Result<ChiSquareTest, NotEstimable>
        /// Scores 0, 1, 2, … from the lowest tier.
        package let trend: Result<TrendTest, NotEstimable>
        /// With a known ending and no tier of the model.
        package let withoutTier: Int
    }

    /// The Kaplan–Meier curve of a group.
    package struct Curve: Sendable {
        /// Nil: all tiers.
        package let tier: Tier?
        package let curve: KaplanMeier
        /// The risk by each horizon, 1 − S.
        package let risks: [Estimate]
    }

    /// Predicted risk of one model against what happened.
    package struct Prediction: Sendable {
        /// `deep` for a model of the trial, `linear` for the Cox model fitted here.
        package let id: String
        package let title: String
        package let participants: Int
        package let events: Int
        package let concordance: Estimate
        /// In the order of the horizons.
        package let auc: [Estimate]
        package let calibration: [Result<SurvivalCalibration, NotEstimable>]
        /// Of the linear model, where there is one.
        package let fitting: LinearFitting?
    }

    /// How the linear model was fitted to the parts of the participants.
    package struct LinearFitting: Sendable, Equatable {
        /// Parts in which the likelihood has no maximum; if there is one, all are fitted with Firth's penalty.
        package let partsWithoutMaximum: Int
        /// Inputs that are the same in every event of such a part.
        package let sharedByEvents: [String]
        /// Inputs that do not vary in some part; no part has a coefficient of them.
        package let leftOut: [String]

        package var isPenalised: Bool { partsWithoutMaximum > 0 }
    }

    /// One participant.
    package struct Row: Sendable {
        package let subject: String
        package let site: String?
        package let tier: TierID?
        package let days: Int?
        package let event: Bool?
        package let ending: String?
        /// By horizon; nil where the model did not assess the participant.
        package let risks: [Double?]
        /// By horizon, of the linear model; nil where it has none.
        package let linear: [Double?]
        /// In the order of the cut's inputs.
        package let inputs: [Double?]
    }

    /// Names of ``Row/inputs``.
    package let inputs: [String]

    /// - Throws: ``ReportingError/badRequest(_:)`` where the cut has no follow-up or nobody's ending is known.
    package init(cut: DataCut, plan: AnalysisPlan) throws(ReportingError) {
        guard let terms = cut.followUp else {
            throw .badRequest(
                "the data cut has no follow-up: its trial ends in an echocardiogram, see `stratum report tier-yield`"
            )
        }
        let ordered = cut.rows.sorted { $0.subject < $1.subject }
        guard ordered.contains(where: { $0.followUp != nil }) else {
            throw .badRequest(
                "nobody's end of follow-up is known: record it with `stratum follow-up record` or `import`"
            )
        }
        header = ReportHeader(cut: cut, plan: plan)
        followUp = terms
        inputs = cut.inputs
        completeness = Completeness(ordered, terms, inputs: cut.inputs)
        sections = plan.models.map { Section(ordered, of: $0, cut, terms, level: plan.level) }
        let comparison = RiskComparison(ordered, cut, terms, level: plan.level)
        predictions = comparison.predictions
        predictionNotes = comparison.notes
        rows = ordered.map { Row($0, cut, terms, linear: comparison.linear[$0.subject]) }
    }
}

extension SurvivalReport.Completeness {
    fileprivate init(_ rows: [DataCut.Row], _ terms: FollowUpDefinition, inputs: [String]) {
        let known = rows.compactMap(\.followUp)
        enrolled = rows.count
        unknown = rows.count - known.count
        let words = known.map(\.ending.word)
        endings =
            terms.kinds.map { kind in (kind, true, words.count { $0 == kind }) }
            + terms.censoring.map { reason in (reason, false, words.count { $0 == reason }) }
        self.known = terms.horizons.map { horizon in
            let settled = known.count { $0.days >= horizon.days || $0.isEvent }
            return (horizon.days, Proportion(events: settled, total: known.count))
        }
        medianFollowUp = KaplanMeier.medianFollowUp(FollowUp(known))
        missingInputs = inputs.map { name in (name, rows.count { $0.inputs[name] == nil }) }.filter { $0.1 > 0 }
        assessments = rows.map(\.course.count).reduce(0, +)
    }
}

extension SurvivalReport.Section {
    fileprivate init(
        _ rows: [DataCut.Row],
        of model: String,
        _ cut: DataCut,
        _ terms: FollowUpDefinition,
        level: Double
    ) {
        let tiers = cut.tiers[model] ?? []
        let known = rows.compactMap { row in row.followUp.map { ($0, row.assessments[model]?.tier?.id) } }
        let placed = known.compactMap { ended, tier in
            tier.flatMap { id in tiers.firstIndex { $0.id == id } }.map { (ended: ended, place: $0) }
        }
        func curve(_ tier: Tier?, _ ended: [DataCut.FollowUp]) -> SurvivalReport.Curve {
            let curve = KaplanMeier(FollowUp(ended))
            let risks = terms.horizons.map { curve.survival(at: Double($0.days), level: level).complement }
            return SurvivalReport.Curve(tier: tier, curve: curve, risks: risks)
        }
        let comparison = LogRank(
            FollowUp(placed.map(\.ended)),
            groups: placed.map(\.place),
            groupCount: tiers.count
        ).comparison()
        self.model = model
        curves = tiers.indices.reversed().map { place in
            curve(tiers[place], placed.filter { $0.place == place }.map(\.ended))
        }
        overall = curve(nil, placed.map(\.ended))
        logRank = comparison.test()
        trend = comparison.trend(scores: tiers.indices.map(Double.init))
        withoutTier = known.count - placed.count
    }
}

extension SurvivalReport.Row {
    fileprivate init(_ row: DataCut.Row, _ cut: DataCut, _ terms: FollowUpDefinition, linear: [Double?]?) {
        let assessment = row.assessments[cut.enrollingModel]
        subject = row.subject
        site = row.site
        tier = assessment?.tier?.id
        days = row.followUp?.days
        event = row.followUp?.isEvent
        ending = row.followUp?.ending.word
        risks = terms.horizons.map { assessment?.risks[$0.output] }
        self.linear = linear ?? terms.horizons.map { _ in nil }
        inputs = cut.inputs.map { row.inputs[$0] }
    }
}

extension FollowUp {
    /// Days from admission, the event against censoring.
    init(_ ended: [DataCut.FollowUp]) {
        self.init(times: ended.map { Double($0.days) }, events: ended.map(\.isEvent))
    }
}

extension FollowUpDefinition.Ending {
    /// The protocol's word for it.
    var word: String {
        switch self {
        case .event(let kind): kind
        case .censored(let reason): reason
        }
    }
}

extension Estimate {
    /// One less the estimate: the risk where the estimate is of survival.
    var complement: Estimate {
        guard case .value(let point, let interval) = self else { return self }
        let limits = interval.map {
            Interval(lower: 1 - $0.upper, upper: 1 - $0.lower, level: $0.level, method: $0.method)
        }
        return .value(1 - point, interval: limits)
    }
}
