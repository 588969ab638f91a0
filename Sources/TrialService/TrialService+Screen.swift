package import Foundation
import PostgreSQL
package import Trial
package import TrialStore

extension TrialService {
    /// One line of a history file.
    package struct HistoryLine: Sendable {
        package let recordNumber: String
        package let site: SiteCode
        package let history: ScreeningStore.History

        package init(recordNumber: String, site: SiteCode, history: ScreeningStore.History) {
            self.recordNumber = recordNumber
            self.site = site
            self.history = history
        }
    }

    /// Keeps what the sites' records say of patients.
    ///
    /// - Returns: how many lines were of patients who are known here; the others have no recording.
    package func keepHistory(_ lines: [HistoryLine]) async throws -> Int {
        let role = try await role(among: [.dataManager, .service])
        return try await acting(as: role, reason: "what the records say of patients") { transaction in
            let patients = try await PatientStore.find(
                lines.map { PatientStore.Number(recordNumber: $0.recordNumber, site: $0.site) },
                keys: identityKeys,
                transaction
            )
            for (index, line) in lines.enumerated() {
                guard let patient = patients[index] else { continue }
                try await ScreeningStore.keep(line.history, of: patient, site: line.site, transaction)
            }
            return patients.count
        }
    }

    /// How many were screened into the open frame; refusals under their first reason.
    package struct ScreeningResult: Sendable, Equatable {
        package var frame: Int
        package var eligible = 0
        package var ineligible: [String: Int] = [:]
    }

    /// Screens every stratified patient against the protocol's criteria into the open frame, anew each time.
    ///
    /// - Parameters:
    ///   - trial: one in which the account is a data manager.
    ///   - day: the day on which eligibility is judged.
    /// - Returns: the open frame's number, how many are eligible, and how many are not by their first reason.
    /// - Throws: ``ServiceError``, also for a day to come, or ``PostgresError`` from the store.
    package func screen(_ trial: TrialID, on day: Date) async throws -> ScreeningResult {
        guard day < Date().addingTimeInterval(86_400) else { throw ServiceError.dayInFuture }
        return try await acting(as: .dataManager, reason: "screening") { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let set = plan.enrollingCutPointSet
            let recruited = Set(set.tiers.filter(\.recruited).map(\.id))
            var result = ScreeningResult(
                frame: try await ScreeningStore.openFrame(
                    of: trial,
                    protocolVersion: stored.version,
                    transaction
                )
            )
            let candidates = try await ScreeningStore.candidates(
                of: trial,
                cutPointSet: set.id,
                index: plan.indexRecording,
                on: day,
                transaction
            )
            for candidate in candidates {
                var reasons = plan.reasons(against: candidate, on: day)
                if !recruited.contains(candidate.tier) { reasons.append("band-not-recruited") }
                try await ScreeningStore.enter(
                    candidate,
                    reasons: reasons,
                    frame: result.frame,
                    of: trial,
                    transaction
                )
                if let first = reasons.first {
                    result.ineligible[first, default: 0] += 1
                } else {
                    result.eligible += 1
                }
            }
            return result
        }
    }
}
