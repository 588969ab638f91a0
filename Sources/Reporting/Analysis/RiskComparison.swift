import Biostatistics
import Foundation
import Trial

/// The trial's model against a linear Cox model on the same inputs, over the same participants.
///
/// The linear model is fitted on the cut itself, so its risks are cross-fitted (``LinearRisks``). The trial's model was
/// fixed before; it needs no such care.
struct RiskComparison {
    let predictions: [SurvivalReport.Prediction]
    let notes: [String]
    /// By subject, one risk a horizon.
    let linear: [String: [Double?]]

    private static let groups = 5

    init(_ rows: [DataCut.Row], _ cut: DataCut, _ terms: FollowUpDefinition, level: Double) {
        let model = cut.enrollingModel
        let compared = rows.compactMap { Compared($0, model, cut.inputs, terms) }
        let ended = FollowUp(compared.map(\.ended))
        let horizons = terms.horizons.map { Double($0.days) }
        let fitted = LinearRisks.of(ended, inputs: compared.map(\.inputs), names: cut.inputs, horizons: horizons)
        let fitting = try? fitted.get().fitting
        let judge = Judge(followUp: ended, horizons: horizons, level: level, cut: cut)
        let deep: Result<[[Double]], NotEstimable> =
            compared.isEmpty ? .failure(.noObservations) : .success(compared.map(\.risks))
        predictions = [
            judge.prediction("deep", ModelTitle.title(of: model), deep),
            judge.prediction("linear", Self.title(cut.inputs, fitting), fitted.map(\.risks), fitting),
        ]
        linear =
            (try? fitted.get().risks).map { risks in
                Dictionary(uniqueKeysWithValues: zip(compared.map(\.subject), risks.map { $0.map(Optional.some) }))
            } ?? [:]
        notes = Self.notes(compared, left: rows.count - compared.count, inputs: cut.inputs, fitting)
    }

    /// A participant with all that both models need.
    private struct Compared {
        let subject: String
        let ended: DataCut.FollowUp
        let inputs: [Double]
        /// By horizon.
        let risks: [Double]

        init?(_ row: DataCut.Row, _ model: String, _ names: [String], _ terms: FollowUpDefinition) {
            guard let ended = row.followUp, let assessment = row.assessments[model] else { return nil }
            let inputs = names.compactMap { row.inputs[$0] }
            let risks = terms.horizons.compactMap { assessment.risks[$0.output] }
            guard !names.isEmpty, inputs.count == names.count, risks.count == terms.horizons.count else { return nil }
            (subject, self.ended, self.inputs, self.risks) = (row.subject, ended, inputs, risks)
        }
    }

    private static func title(_ inputs: [String], _ fitting: SurvivalReport.LinearFitting?) -> String {
        let count = inputs.count - (fitting?.leftOut.count ?? 0)
        return "Linear Cox, \(count) inputs" + (fitting?.isPenalised == true ? ", Firth" : "")
    }

    private static func notes(
        _ compared: [Compared],
        left: Int,
        inputs names: [String],
        _ fitting: SurvivalReport.LinearFitting?
    ) -> [String] {
        let events = compared.count { $0.ended.isEvent }
        let inputs = names.count - (fitting?.leftOut.count ?? 0)
        var notes = [
            "The linear model is a Cox model of the \(inputs) inputs fitted on this data cut (ties by Efron), not the "
                + "one on the card; its risks are cross-fitted in \(LinearRisks.parts) parts, so no participant's own outcome is in "
                + "them. The trial's model was fixed before the trial.",
            "Both are judged on the \(compared.count) participants with a score, every input and a known ending; "
                + "\(left) are left out.",
        ]
        notes += fitting?.notes ?? []
        if events < 10 * inputs {
            notes.append(
                "\(events) events for \(inputs) coefficients are few: the linear model would do better with more."
            )
        }
        return notes
    }

    /// Holds risks against what happened; refuses where the participants do not stand for the patients.
    private struct Judge {
        let followUp: FollowUp
        let horizons: [Double]
        let level: Double
        let cut: DataCut

        func prediction(
            _ id: String,
            _ title: String,
            _ risks: Result<[[Double]], NotEstimable>,
            _ fitting: SurvivalReport.LinearFitting? = nil
        ) -> SurvivalReport.Prediction {
            switch (risks, refusal) {
            case (_, let refusal?): none(id, title, refusal)
            case (.failure(let reason), _): none(id, title, reason)
            case (.success(let risks), nil): prediction(id, title, risks, fitting)
            }
        }

        /// Tiers sampled at different rates make a figure over all of them one of the sample.
        private var refusal: NotEstimable? {
            guard !cut.everyoneHadAPlace else { return nil }
            return .designCannotSupport(
                "participants were drawn by tier: over all tiers the figure would describe the draw, not the patients"
            )
        }

        private func prediction(
            _ id: String,
            _ title: String,
            _ risks: [[Double]],
            _ fitting: SurvivalReport.LinearFitting?
        ) -> SurvivalReport.Prediction {
            let last = risks.map { $0.last ?? 0 }
            let places = horizons.indices
            let pastTheDay = followUp.censoredPastTheirTimes
            return SurvivalReport.Prediction(
                id: id,
                title: title,
                participants: followUp.count,
                events: followUp.events.count { $0 },
                concordance: Concordance.harrell(followUp, risk: last, level: level).estimate,
                auc: places.map { place in
                    TimeDependentAUC.at([horizons[place]], pastTheDay, risk: risks.map { $0[place] }, level: level)
                        .first?.estimate ?? .notEstimable(.noObservations)
                },
                calibration: places.map { place in
                    SurvivalCalibration.of(
                        risks.map { $0[place] },
                        at: horizons[place],
                        followUp,
                        groups: RiskComparison.groups,
                        level: level
                    )
                },
                fitting: fitting
            )
        }

        private func none(_ id: String, _ title: String, _ reason: NotEstimable) -> SurvivalReport.Prediction {
            SurvivalReport.Prediction(
                id: id,
                title: title,
                participants: followUp.count,
                events: followUp.events.count { $0 },
                concordance: .notEstimable(reason),
                auc: horizons.map { _ in .notEstimable(reason) },
                calibration: horizons.map { _ in .failure(reason) },
                fitting: nil
            )
        }
    }
}

extension SurvivalReport.LinearFitting {
    /// What was done where the likelihood alone would not do.
    fileprivate var notes: [String] {
        var notes: [String] = []
        if isPenalised {
            let shared = sharedByEvents.joined(separator: ", ")
            let why = shared.isEmpty ? "" : " (the same in every event of a part: \(shared))"
            notes.append(
                "The likelihood of the linear model has no maximum in \(partsWithoutMaximum) of \(LinearRisks.parts) "
                    + "parts\(why): coefficients would be infinite. Every part is therefore fitted with Firth's penalty, "
                    + "half the log determinant of the information, under which all are finite."
            )
        }
        if !leftOut.isEmpty {
            notes.append(
                "The linear model does without \(leftOut.joined(separator: ", ")): the same in everybody that a part is "
                    + "fitted to."
            )
        }
        return notes
    }
}
