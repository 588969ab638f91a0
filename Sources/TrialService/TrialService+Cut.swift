import Crypto
package import Foundation
import PostgreSQL
import RiskModel
package import Trial
import TrialStore

extension TrialService {
    /// A data cut with the sentence that says where it came from.
    package struct NamedCut: Sendable {
        package let number: Int
        package let cut: DataCut
        package let digest: Data
        /// What about its making the reader may want to know; never part of the cut.
        package internal(set) var remark: String?
    }

    /// Takes a data cut in one snapshot; where nothing changed since an earlier one, that one is used again.
    ///
    /// Read in one transaction and stored in another, so that cuts taken at the same moment do not undo each other.
    ///
    /// - Parameters:
    ///   - trial: one in which the account is a statistician.
    ///   - purpose: what becomes of it outside the database; the audit trail keeps it.
    /// - Returns: the cut, new or old.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func takeCut(of trial: TrialID, for purpose: String = "report") async throws -> NamedCut {
        let (content, remark) = try await reading(as: .statistician) { transaction in
            try await Self.cut(of: trial, transaction).canonicalJSON()
        }
        return try await acting(as: .statistician, reason: purpose) { transaction in
            let stored = try await CutStore.keep(
                content,
                digest: Data(SHA256.hash(data: content)),
                of: trial,
                by: account,
                software: Software.name,
                transaction
            )
            try await Self.recordExport(of: stored, trial, transaction)
            var named = try NamedCut(stored, trial: trial)
            named.remark = remark
            return named
        }
    }

    /// A stored cut; nil for the newest.
    ///
    /// Only for roles that the protocol's blinding plan lets see tiers.
    package func cut(_ number: Int?, of trial: TrialID, for purpose: String = "report") async throws -> NamedCut {
        let role = try await unblindedRole(in: trial, asking: "analysis.data_cut")
        return try await acting(as: role, reason: purpose) { transaction in
            guard let stored = try await CutStore.find(number: number, of: trial, transaction) else {
                throw number.map(ServiceError.unknownCut) ?? ServiceError.noCut(trial)
            }
            try await Self.recordExport(of: stored, trial, transaction)
            return try NamedCut(stored, trial: trial)
        }
    }

    /// The first role of the account in a trial that the protocol's blinding plan lets see tiers.
    ///
    /// The database asks the plan as well; this says so in words, and enters the refusal in the audit trail.
    func unblindedRole(in trial: TrialID, asking object: String) async throws -> Role {
        let held = Set(try await grants().filter { $0.trial == trial }.map(\.role))
        let blinding = try await trialProtocol(of: trial).protocol.blinding
        let role = [Role.statistician, .principalInvestigator, .dataManager].first { role in
            held.contains(role) && blinding.maySeeScoreAndTier(role)
        }
        guard let role else {
            await recordRefusal(of: object, asked: "a role that may see tiers")
            throw ServiceError.blinded(account: account)
        }
        return role
    }

    private static func recordExport(
        of cut: CutStore.Stored,
        _ trial: TrialID,
        _ transaction: Transaction
    ) async throws {
        try await AuditStore.record(
            .export,
            of: "analysis.data_cut",
            key: ["cut_number": String(cut.number), "content_sha256": cut.digest.hex],
            trial: trial,
            transaction
        )
    }

    /// Joins what the database holds with the protocol's cut points and outcome rule.
    private static func cut(of trial: TrialID, _ transaction: Transaction) async throws -> DataCut {
        let (plan, stored) = try await currentProtocol(of: trial, transaction)
        let enrolled = try await CutSource.enrolled(in: trial, transaction)
        let scores = Dictionary(grouping: try await CutSource.scored(in: trial, transaction), by: \.participant)
        let echoes = try await EchoStore.latest(of: trial, transaction)
        let endings = try await FollowUpStore.latest(of: trial, transaction)
        let inputs = try await CutSource.inputs(of: trial, transaction)
        let courses = Dictionary(grouping: try await CutSource.courses(of: trial, transaction), by: \.participant)
        let rows = enrolled.map { participant in
            let echo = echoes[participant.participant]
            return DataCut.Row(
                subject: participant.subject,
                site: participant.site,
                age: participant.age.map(Double.init),
                sex: participant.sex,
                assessments: plan.assessments(
                    of: scores[participant.participant] ?? [],
                    enrollingWeights: stored.weightsDigest
                ),
                echoed: plan.outcomeDefinition.map { _ in echo != nil },
                outcomes: echo.flatMap { plan.outcomeDefinition?.labels(of: $0) } ?? [:],
                followUp: endings[participant.participant],
                inputs: inputs[participant.participant]?.values ?? [:],
                course: plan.course(of: courses[participant.participant] ?? [], weights: stored.weightsDigest)
            )
        }
        let sets = plan.reportedCutPointSets
        return DataCut(
            source: "",
            models: sets.map(\.model),
            enrollingModel: plan.enrollingCutPointSet.model,
            tiers: Dictionary(uniqueKeysWithValues: sets.map { ($0.model, $0.tiers) }),
            cutPointSets: Dictionary(uniqueKeysWithValues: sets.map { ($0.model, $0) }),
            outcomes: plan.outcomeDefinition == nil ? [] : [.shd, .vhd] + Outcome.components,
            followUp: plan.followUp,
            inputs: plan.indexTest.inputs.map(\.name),
            everyoneHadAPlace: plan.sampling.rule == .everyone,
            frame: try await CutSource.frame(of: trial, transaction),
            rows: rows,
            exclusions: try await CutSource.exclusions(
                of: trial,
                preprocessing: plan.indexTest.reads.preprocessing,
                kind: plan.indexTest.reads,
                transaction
            ),
            remarks: try await warnings(of: stored.weightsDigest, under: plan, transaction) + [
                "Protocol \(plan.id) version \(stored.version), SHA-256 \(stored.sourceDigest.hex)",
                "Weights of the enrolling model, SHA-256 \(stored.weightsDigest.hex)",
            ]
        )
    }
}

extension TrialService {
    /// What a reader must know of the enrolling model: that it is not for patients, or has other tiers than the trial.
    private static func warnings(
        of weights: Data,
        under plan: TrialProtocol,
        _ transaction: Transaction
    ) async throws -> [String] {
        guard let bytes = try await AssessmentStore.card(ofWeights: weights, transaction) else { return [] }
        let card = try ModelCard(json: bytes)
        return (card.notForPatients ? ["\(card.id): \(card.intendedUse)"] : [])
            + [plan.remarkOnTiers(of: card)].compactMap(\.self)
    }
}

extension TrialService.NamedCut {
    init(_ stored: CutStore.Stored, trial: TrialID) throws {
        let taken = stored.takenAt.formatted(.iso8601)
        number = stored.number
        digest = stored.digest
        cut = try DataCut(
            canonicalJSON: stored.content,
            source: "data cut \(stored.number) of \(trial.rawValue), taken \(taken), SHA-256 \(stored.digest.hex)"
        )
    }
}

extension TrialProtocol {
    /// One cut-point set a model: the enrolling one first, then the first of each other model.
    var reportedCutPointSets: [CutPointSet] {
        var sets = [enrollingCutPointSet]
        for set in cutPointSets where !sets.contains(where: { $0.model == set.model }) { sets.append(set) }
        return sets
    }

    /// Score and derived tier of each model; of the enrolling model only the weights that the protocol names.
    func assessments(of scored: [CutSource.Scored], enrollingWeights: Data) -> [String: DataCut.Assessment] {
        var assessments: [String: DataCut.Assessment] = [:]
        for set in reportedCutPointSets {
            let run = scored.last { run in
                run.model == set.model
                    && (set.model != enrollingCutPointSet.model || run.weightsDigest == enrollingWeights)
            }
            guard let run, let index = run.outputs.firstIndex(of: set.output) else { continue }
            let score = run.probabilities[index]
            let risks = Dictionary(zip(run.outputs, run.probabilities)) { first, _ in first }
            assessments[set.model] = DataCut.Assessment(
                score: score,
                tier: .derived(set.tier(for: score)),
                risks: risks.filter { output, _ in followUp?.horizons.contains { $0.output == output } ?? false }
            )
        }
        return assessments
    }

    /// The enrolling model's scores during a stay, by the weights that the protocol names.
    func course(of assessed: [CutSource.Assessed], weights: Data) -> [DataCut.Course] {
        let set = enrollingCutPointSet
        return assessed.filter { $0.weightsDigest == weights }.compactMap { one in
            guard let place = one.outputs.firstIndex(of: set.output) else { return nil }
            let score = one.probabilities[place]
            return DataCut.Course(days: one.days, score: score, tier: set.tier(for: score))
        }
    }

    /// Whether the card is of a model that reads what the protocol records, and says what the protocol asks.
    func check(_ card: ModelCard) throws(ServiceError) {
        let needed = card.survival?.inputs.map(\.name) ?? []
        let declared = indexTest.inputs.map(\.name)
        guard Set(needed) == Set(declared) else {
            throw .inputsDiffer(
                model: card.id,
                missing: needed.filter { !declared.contains($0) },
                unknown: declared.filter { !needed.contains($0) }
            )
        }
        let outputs = card.outputs.map(\.label)
        let asked = [enrollingCutPointSet.output] + (followUp?.horizons.map(\.output) ?? [])
        if let unknown = asked.first(where: { !outputs.contains($0) }) {
            throw .outputMissing(model: card.id, output: unknown)
        }
    }
}

extension TrialProtocol.IndexTest {
    /// What a recording of this trial is.
    var reads: RecordingKind { entry == .ecg ? .ecg : .inputs }
}
