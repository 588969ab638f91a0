package import Trial

/// What every report says of itself: where its rows came from, and what a reader must know.
package struct ReportHeader: Sendable, Equatable {
    /// How the tiers of one model came about.
    package struct Model: Sendable, Equatable {
        package let id: String
        package let title: String
        package let enrolling: Bool
        /// A phrase, such as `tiers as reported in the data`.
        package let tierOrigin: String
    }

    package let source: String
    package let level: Double
    package let participants: Int
    package let models: [Model]
    package let exclusions: [DataCut.Exclusion]
    package let remarks: [String]
    /// Whether tiers decided who was enrolled, and not only how they are compared.
    let drawnByTier: Bool

    init(cut: DataCut, plan: AnalysisPlan) {
        source = cut.source
        level = plan.level
        participants = cut.rows.count
        exclusions = cut.exclusions
        remarks = cut.remarks
        drawnByTier = !cut.everyoneHadAPlace
        models = plan.models.map { id in
            Model(
                id: id,
                title: ModelTitle.title(of: id),
                enrolling: id == plan.enrollingModel,
                tierOrigin: Self.tierOrigin(of: id, in: cut)
            )
        }
    }

    /// Title of the model that decided who was enrolled, whether or not it is reported on.
    package var enrollingTitle: String? { models.first(where: \.enrolling)?.title }

    func title(of model: String) -> String { models.first { $0.id == model }?.title ?? model }

    /// Remarks that name this model, or this model and outcome, in front of a colon.
    func notes(model: String, outcome: Outcome) -> [String] {
        remarks.compactMap { remark in
            for prefix in ["\(model)/\(outcome.rawValue): ", "\(model): "] where remark.hasPrefix(prefix) {
                return String(remark.dropFirst(prefix.count))
            }
            return nil
        }
    }

    private static func tierOrigin(of model: String, in cut: DataCut) -> String {
        guard let cuts = cut.cutPointSets[model] else { return "tiers as reported in the data" }
        let list = cuts.cutPoints.map(\.description).joined(separator: ", ")
        let below = cuts.boundary == .below ? ", each in the tier below it" : ""
        return "tiers derived from the score at \(list)\(below) (\(cuts.status.rawValue) cut points)"
    }
}

/// Names of models as their authors write them.
enum ModelTitle {
    private static let known = ["echonext": "EchoNext", "valvenet": "ValveNet"]

    static func title(of id: String) -> String { known[id] ?? id }
}

/// Names the method behind the numbers; a change that moves a number raises it.
package enum ReportVersion {
    package static let current = "1"
}
