package import Foundation
package import PostgreSQL
package import Trial
import TrialStore

/// How participants' follow-up ended, in trials that end in follow-up.
extension TrialService {
    /// Records how follow-up ended; recording it again is a correction and keeps what was there.
    ///
    /// - Parameters:
    ///   - word: a kind of event or a reason for censoring, as the protocol names them.
    ///   - subject: who is enrolled.
    ///   - trial: one in which the account is a coordinator or a data manager.
    ///   - day: of the event, or the last on which the patient was known to be without it.
    ///   - time: when it is recorded.
    ///   - reason: why what was recorded is wrong; needed for a correction.
    /// - Returns: what about the day deserves a second look.
    /// - Throws: ``ServiceError``, ``FollowUpDefinition/Fault``, or ``PostgresError`` from the store.
    package func recordFollowUp(
        _ word: String,
        of subject: SubjectNumber,
        in trial: TrialID,
        endedOn day: PostgresDate,
        at time: Date,
        reason: String? = nil
    ) async throws -> [String] {
        let role = try await role(among: [.coordinator, .dataManager])
        return try await acting(as: role, reason: reason ?? "end of follow-up") { transaction in
            let plan = try await Self.followUpPlan(of: trial, transaction)
            let participant = try await Self.participant(subject, of: trial, transaction)
            let ending = try plan.definition.ending(word)
            let remarks = try plan.plan.remarksOnFollowUp(of: participant, endedOn: day)
            _ = try await keep(ending, of: participant, endedOn: day, at: time, reason: reason, transaction)
            return remarks
        }
    }

    /// One line of a file of endings.
    package struct FollowUpLine: Sendable {
        /// In the file.
        package let line: Int
        package let recordNumber: String
        package let site: SiteCode
        package let endedOn: PostgresDate
        package let ending: String

        package init(line: Int, recordNumber: String, site: SiteCode, endedOn: PostgresDate, ending: String) {
            self.line = line
            self.recordNumber = recordNumber
            self.site = site
            self.endedOn = endedOn
            self.ending = ending
        }
    }

    /// What became of the lines of a file; they add up to its lines.
    package struct FollowUpResult: Sendable, Equatable {
        package var new = 0
        /// There already, with the same day and ending.
        package var unchanged = 0
        package var corrected = 0
        /// Of nobody who is known at that site.
        package var unknown = 0
        /// Of patients who are known and not enrolled in this trial.
        package var notEnrolled = 0
    }

    /// Keeps how follow-up ended, all or none.
    ///
    /// - Parameters:
    ///   - lines: at most one a patient.
    ///   - trial: one in which the account is a data manager.
    ///   - time: when they are recorded.
    ///   - reason: why what was recorded is wrong; needed where something is corrected.
    /// - Returns: what became of the lines, and what deserves a second look, by line.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func keepFollowUps(
        _ lines: [FollowUpLine],
        in trial: TrialID,
        at time: Date,
        reason: String? = nil
    ) async throws -> (result: FollowUpResult, remarks: [(line: Int, text: String)]) {
        try await acting(as: .dataManager, reason: reason ?? "ends of follow-up") { transaction in
            let plan = try await Self.followUpPlan(of: trial, transaction)
            let patients = try await PatientStore.find(
                lines.map { PatientStore.Number(recordNumber: $0.recordNumber, site: $0.site) },
                keys: identityKeys,
                transaction
            )
            let participants = Dictionary(
                uniqueKeysWithValues: try await ConductStore.participants(of: trial, transaction).map {
                    ($0.patient, $0)
                }
            )
            var result = FollowUpResult()
            var remarks: [(line: Int, text: String)] = []
            for (index, line) in lines.enumerated() {
                guard let patient = patients[index] else {
                    result.unknown += 1
                    continue
                }
                guard let participant = participants[patient], participant.isFollowed else {
                    result.notEnrolled += 1
                    continue
                }
                let ending = try plan.definition.ending(line.ending)
                for text in try plan.plan.remarksOnFollowUp(of: participant, endedOn: line.endedOn) {
                    remarks.append((line.line, text))
                }
                switch try await keep(
                    ending,
                    of: participant,
                    endedOn: line.endedOn,
                    at: time,
                    reason: reason,
                    transaction
                ) {
                case .new: result.new += 1
                case .unchanged: result.unchanged += 1
                case .corrected: result.corrected += 1
                }
            }
            return (result, remarks)
        }
    }

    private enum Kept { case new, unchanged, corrected }

    private func keep(
        _ ending: FollowUpDefinition.Ending,
        of participant: ConductStore.Participant,
        endedOn day: PostgresDate,
        at time: Date,
        reason: String?,
        _ transaction: Transaction
    ) async throws -> Kept {
        let correcting = participant.state == .followUpRecorded
        if correcting, let known = try await FollowUpStore.latest(of: participant.id, transaction) {
            guard known.endedOn != day || known.ending != ending else { return .unchanged }
            guard let reason, !reason.isEmpty else {
                throw ServiceError.stepMissing(
                    participant.subject,
                    "has another end of follow-up already; a correction needs a reason (--reason)"
                )
            }
        }
        if !correcting {
            try await Self.record(.followUpRecorded, of: participant, at: time, reason: reason, transaction)
        }
        _ = try await FollowUpStore.keep(ending, of: participant.id, endedOn: day, by: account, transaction)
        return correcting ? .corrected : .new
    }

    private static func followUpPlan(
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> (plan: TrialProtocol, definition: FollowUpDefinition) {
        let (plan, _) = try await currentProtocol(of: trial, transaction)
        guard let definition = plan.followUp else {
            throw ServiceError.endsOtherwise(trial, asked: "follow-up", ending: plan.ending.name)
        }
        return (plan, definition)
    }
}

extension ConductStore.Participant {
    /// Whether an end of follow-up can be recorded or corrected.
    fileprivate var isFollowed: Bool { state == .enrolled || state == .followUpRecorded }
}
