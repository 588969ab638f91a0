import Electrocardiogram
package import RiskModel
package import Trial
import TrialStore

extension TrialService {
    /// What a scoring run did, every recording accounted for.
    package struct ScoringResult: Sendable, Equatable {
        package var scored = 0
        package var stratified = 0
        /// Recordings that the quality gate or the preprocessing turned away, by reason code.
        package var refused: [String: Int] = [:]
    }

    /// Runs a model over the recordings of a trial's sites that it has not seen, then derives the tiers.
    ///
    /// The only place that joins a model's output with a trial's cut points.
    ///
    /// - Parameters:
    ///   - trial: one in which the account has the service role.
    ///   - model: any model; only the enrolling one, by its weights, stratifies.
    ///   - batch: how many recordings the network takes at once.
    ///   - progress: told (done, total) after each batch.
    /// - Returns: how many were scored and stratified, and how many the quality gate turned away by reason.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func score(
        _ trial: TrialID,
        with model: RiskModel,
        batch: Int = 32,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ScoringResult {
        let plan = try await scoringPlan(trial, model: model)
        let total = try await acting(as: .service, reason: "scoring") { transaction in
            try await RecordingStore.unscoredCount(
                byWeights: model.weightsDigest,
                preprocessing: EchoNextPreprocessing.version,
                sites: plan.sites,
                transaction
            )
        }
        var result = ScoringResult()
        var last: RecordingStore.Stored?
        var done = 0
        while true {
            let start = last
            let recordings = try await acting(as: .service, reason: "scoring") { transaction in
                try await RecordingStore.unscored(
                    byWeights: model.weightsDigest,
                    preprocessing: EchoNextPreprocessing.version,
                    sites: plan.sites,
                    after: start,
                    limit: batch,
                    transaction
                )
            }
            guard let end = recordings.last else { break }
            let gated = try await Offload.run { try ScoredBatch(recordings, by: model) }
            try await keep(gated, model: model)
            result.add(gated)
            done += recordings.count
            progress(done, total)
            last = end
        }
        for set in plan.cutPointSets {
            result.stratified += try await stratify(trial, by: set, model: model)
        }
        return result
    }

    /// Checks the model against the protocol and registers it.
    private func scoringPlan(
        _ trial: TrialID,
        model: RiskModel
    ) async throws -> (sites: [SiteCode], cutPointSets: [CutPointSet]) {
        try await acting(as: .service, reason: "scoring") { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let sets = plan.cutPointSets.filter { $0.model == model.card.id }
            guard !sets.isEmpty else { throw ServiceError.unknownModel(model.card.id) }
            if plan.enrollingCutPointSet.model == model.card.id, stored.weightsDigest != model.weightsDigest {
                throw ServiceError.weightsDiffer(
                    model: model.card.id,
                    required: stored.weightsDigest.hex,
                    found: model.weightsDigest.hex
                )
            }
            try await AssessmentStore.register(
                model: model.card.id,
                weightsDigest: model.weightsDigest,
                card: try model.card.json,
                transaction
            )
            return (plan.sites.map(\.code), sets)
        }
    }

    private func keep(_ batch: ScoredBatch, model: RiskModel) async throws {
        try await acting(as: .service, reason: "scoring") { transaction in
            for (stored, reasons) in batch.quality {
                try await AssessmentStore.keepQuality(
                    reasons: reasons,
                    patient: stored.patient,
                    recording: stored.id,
                    preprocessing: EchoNextPreprocessing.version,
                    transaction
                )
            }
            for assessment in batch.assessments {
                _ = try await AssessmentStore.keep(assessment, transaction)
            }
        }
    }

    private func stratify(_ trial: TrialID, by set: CutPointSet, model: RiskModel) async throws -> Int {
        try await acting(as: .service, reason: "scoring") { transaction in
            let waiting = try await AssessmentStore.unstratified(
                trial: trial,
                cutPointSet: set,
                weightsDigest: model.weightsDigest,
                transaction
            )
            for (patient, assessment, score) in waiting {
                try await AssessmentStore.keep(
                    tier: set.tier(for: score),
                    of: assessment,
                    patient: patient,
                    trial: trial,
                    transaction
                )
            }
            return waiting.count
        }
    }
}

extension TrialService.ScoringResult {
    fileprivate mutating func add(_ batch: ScoredBatch) {
        scored += batch.assessments.count
        for (_, reasons) in batch.quality {
            guard let first = reasons.first else { continue }
            refused[first, default: 0] += 1
        }
    }
}

/// A batch on its way through gate, preprocessing and network; no database in sight.
private struct ScoredBatch: Sendable {
    var quality: [(stored: RecordingStore.Stored, reasons: [String])] = []
    var assessments: [AssessmentStore.Assessment] = []

    init(_ recordings: [RecordingStore.Stored], by model: RiskModel) throws {
        var accepted: [(stored: RecordingStore.Stored, input: PreparedInput)] = []
        for stored in recordings {
            let reasons = QualityGate.reasons(for: stored.recording).map(\.rawValue)
            quality.append((stored, reasons))
            guard reasons.isEmpty else { continue }
            accepted.append((stored, try EchoNextPreprocessing.prepare(stored.recording)))
        }
        let outputs = try model.assess(accepted.map(\.input))
        assessments = zip(accepted, outputs).map { pair, outputs in
            AssessmentStore.Assessment(
                patient: pair.stored.patient,
                recording: pair.stored.id,
                model: model.card.id,
                weightsDigest: model.weightsDigest,
                preprocessing: EchoNextPreprocessing.version,
                software: Software.name,
                inputDigest: outputs.inputDigest,
                outputs: outputs.outputs.map(\.label),
                probabilities: outputs.outputs.map(\.probability)
            )
        }
    }
}
