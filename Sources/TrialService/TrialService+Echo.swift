package import Foundation
package import PostgreSQL
package import Trial
import TrialStore

extension TrialService {
    /// Records an echocardiogram; recording it again is a correction and keeps what was there.
    ///
    /// - Returns: what about the values or the time window deserves a second look.
    package func recordEcho(
        _ echo: EchoStudy,
        of subject: SubjectNumber,
        in trial: TrialID,
        performedOn day: PostgresDate,
        at time: Date,
        reason: String? = nil
    ) async throws -> [String] {
        try EchoValidation.check(echo)
        let queries = EchoValidation.queries(about: echo).map(\.text)
        return try await acting(as: .echoReader, reason: reason ?? "echocardiogram") { transaction in
            let participant = try await Self.participant(subject, of: trial, transaction)
            let correcting = participant.state == .echoRecorded
            if correcting && (reason ?? "").isEmpty {
                throw ServiceError.stepMissing(
                    subject,
                    "has an echocardiogram already; a correction needs a reason (--reason)"
                )
            }
            if !correcting {
                try await Self.record(.echoRecorded, of: participant, at: time, reason: reason, transaction)
            }
            // Before the database refuses a day without a word on what to do about it.
            let (plan, _) = try await Self.currentProtocol(of: trial, transaction)
            let enrolled = try await ConductStore.time(of: .enrolled, participant.id, transaction)
            let remarks = try plan.remarksOnEcho(of: participant, performedOn: day, enrolled: enrolled)
            _ = try await EchoStore.keep(
                echo,
                of: participant.id,
                performedOn: day,
                reader: account,
                transaction
            )
            return queries + remarks
        }
    }
}
