import Foundation
package import PostgreSQL
package import Reporting
import RiskModel
package import Trial
import TrialStore

/// Watching models at work: drift, and silent deployment.
extension TrialService {
    /// Which model is asked about, and where it flags.
    package struct WatchQuestion: Sendable {
        /// Model id; nil: the enrolling one.
        package var model: String?
        /// First digits of its weights' SHA-256; nil: the enrolling weights, or the only ones there are.
        package var digest: String?
        /// Nil: the lower bound of the top tier of the model's first cut-point set, the enrolling one before others.
        package var threshold: Double?

        package init(model: String? = nil, digest: String? = nil, threshold: Double? = nil) {
            (self.model, self.digest, self.threshold) = (model, digest, threshold)
        }
    }

    /// What a model did at the sites that the account sees, by month, counted in one snapshot.
    ///
    /// - Parameters:
    ///   - trial: one in which the account has a role that the blinding plan names.
    ///   - question: which model.
    ///   - purpose: what becomes of it outside the database; the audit trail keeps it.
    /// - Returns: the counts.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func drift(
        of trial: TrialID,
        _ question: WatchQuestion = .init(),
        for purpose: String = "report"
    ) async throws -> DriftTally {
        try await watching(trial, question, for: purpose) { subject, model, _, transaction in
            let months = try await WatchSource.months(of: subject, transaction)
            return DriftTally(model: model, months: months.map(DriftTally.Month.init))
        }
    }

    /// Whom a model scored before an echocardiogram of routine care, and what that showed, in one snapshot.
    ///
    /// - Parameters:
    ///   - trial: as above.
    ///   - question: which model.
    ///   - days: an echocardiogram counts up to so many days after the recording.
    ///   - day: the day on which is judged whose days are over.
    ///   - purpose: as above.
    /// - Returns: the counts, and the labels of those who were echoed later.
    /// - Throws: as above.
    package func silent(
        of trial: TrialID,
        _ question: WatchQuestion = .init(),
        within days: Int,
        asOf day: PostgresDate,
        for purpose: String = "report"
    ) async throws -> SilentTally {
        try await watching(trial, question, for: purpose) { subject, model, plan, transaction in
            guard let definition = plan.outcomeDefinition else {
                throw ServiceError.endsOtherwise(trial, asked: "echo", ending: plan.ending.name)
            }
            let counts = try await WatchSource.standings(of: subject, within: days, asOf: day, transaction)
            let echoes = try await WatchSource.echoes(of: subject, within: days, asOf: day, transaction)
            return SilentTally(
                model: model,
                counts: try counts.map { count in
                    guard let standing = SilentStanding(rawValue: count.standing) else {
                        throw StoreError.damaged(table: "analysis.silent_counts", key: count.standing)
                    }
                    return .init(
                        site: count.site,
                        standing: standing,
                        patients: count.patients,
                        flagged: count.flagged
                    )
                },
                echoes: echoes.map { site, score, echo in
                    .init(site: site, score: score, labels: definition.labels(of: echo))
                },
                days: days,
                asOf: CalendarMonth(year: day.year, month: day.month).description + (day.day < 10 ? "-0" : "-")
                    + String(day.day)
            )
        }
    }

    /// Resolves the model, records that its counts leave the database, and reads them in one snapshot.
    private func watching<Tally: Sendable>(
        _ trial: TrialID,
        _ question: WatchQuestion,
        for purpose: String,
        _ read:
            @Sendable @escaping (WatchSource.Subject, WatchedModel, TrialProtocol, Transaction) async throws -> Tally
    ) async throws -> Tally {
        let role = try await unblindedRole(in: trial, asking: "ecg.risk_assessment")
        return try await acting(as: role, isolation: .repeatableRead, reason: purpose) { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let releases = try await ModelReleaseStore.inForce(trial: trial, transaction)
            let chosen = try Self.released(question, releases, plan, enrolling: stored.weightsDigest, trial)
            let subject = try Self.subject(question, of: chosen, plan, trial)
            let key = [
                "weights_sha256": subject.weights.hex, "output": subject.output, "threshold": "\(subject.threshold)",
            ]
            try await AuditStore.record(.export, of: "ecg.risk_assessment", key: key, trial: trial, transaction)
            let model = WatchedModel(
                trial: trial.rawValue,
                model: chosen[0].model,
                weightsSHA256: chosen[0].weights.hex,
                releases: Self.modes(chosen),
                output: subject.output,
                threshold: subject.threshold,
                thresholdOrigin: Self.origin(question, of: chosen[0].model, plan),
                source: "recordings of \(trial.rawValue), read \(Date().formatted(.iso8601))"
            )
            return try await read(subject, model, plan, transaction)
        }
    }

    /// The releases of the one model that is meant, by site.
    private static func released(
        _ question: WatchQuestion,
        _ releases: [ModelReleaseStore.Release],
        _ plan: TrialProtocol,
        enrolling: Data,
        _ trial: TrialID
    ) throws -> [ModelReleaseStore.Release] {
        let id = question.model ?? (question.digest == nil ? plan.indexTest.model : nil)
        let named = releases.filter { release in
            (id == nil || release.model == id) && release.weights.hex.hasPrefix(question.digest ?? "")
        }
        let weights = Set(named.map(\.weights))
        guard let only = weights.count == 1 ? weights.first : weights.first(where: { $0 == enrolling }) else {
            let names = Set(releases.map { "\($0.model) \($0.weights.hex.prefix(12))" }).sorted()
            guard !weights.isEmpty else {
                let asked = [question.model.map { "model \($0)" }, question.digest.map { "weights \($0)…" }]
                    .compactMap(\.self).joined(separator: " with ")
                throw ServiceError.notWatched(
                    model: asked.isEmpty ? "model \(plan.indexTest.model)" : asked,
                    trial: trial,
                    released: names
                )
            }
            throw ServiceError.severalWeights(
                model: id ?? "of these digits",
                digests: weights.map { String($0.hex.prefix(12)) }.sorted()
            )
        }
        return named.filter { $0.weights == only }
    }

    private static func subject(
        _ question: WatchQuestion,
        of releases: [ModelReleaseStore.Release],
        _ plan: TrialProtocol,
        _ trial: TrialID
    ) throws -> WatchSource.Subject {
        let set = plan.watchedSet(of: releases[0].model)
        guard let threshold = question.threshold ?? set?.cutPoints.last else {
            throw ServiceError.noThreshold(model: releases[0].model)
        }
        return .init(
            trial: trial,
            weights: releases[0].weights,
            preprocessing: releases[0].reads.preprocessing,
            output: set?.output ?? plan.enrollingCutPointSet.output,
            threshold: threshold
        )
    }

    private static func origin(_ question: WatchQuestion, of model: String, _ plan: TrialProtocol) -> String {
        guard question.threshold == nil, let set = plan.watchedSet(of: model), let top = set.tiers.last else {
            return "as asked for"
        }
        return "the lower bound of \(top.label.prefix(1).lowercased())\(top.label.dropFirst()) in \(set.id)"
    }

    /// Such as `active at CSMC, NYP`.
    private static func modes(_ releases: [ModelReleaseStore.Release]) -> String {
        let byMode = Dictionary(grouping: releases, by: \.mode)
        return ModelReleaseStore.Mode.allCases.compactMap { mode in
            byMode[mode].map { "\(mode.rawValue) at \($0.map(\.site.rawValue).sorted().joined(separator: ", "))" }
        }.joined(separator: "; ")
    }
}

extension TrialProtocol {
    /// The cut points by which a model is watched: the enrolling ones, else its first.
    fileprivate func watchedSet(of model: String) -> CutPointSet? {
        enrollingCutPointSet.model == model ? enrollingCutPointSet : cutPointSets.first { $0.model == model }
    }
}

extension DriftTally.Month {
    fileprivate init(_ month: WatchSource.Month) {
        self.init(
            site: month.site,
            month: month.month.map { CalendarMonth(year: $0.year, month: $0.month) },
            recordings: month.recordings,
            scored: month.scored,
            refused: month.refused,
            flagged: month.flagged,
            quantiles: month.quantiles,
            reasons: month.reasons
        )
    }
}
