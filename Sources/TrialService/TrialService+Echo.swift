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
            // Before the database refuses a day, or an arrow, without a word on what to do about it.
            let (plan, _) = try await Self.currentProtocol(of: trial, transaction)
            guard plan.outcomeDefinition != nil else {
                throw ServiceError.endsOtherwise(trial, asked: "echo", ending: plan.ending.name)
            }
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

/// Echocardiograms of routine care, beside those that a trial makes.
extension TrialService {
    /// One line of a file of routine echocardiograms.
    package struct RoutineEchoLine: Sendable {
        package let recordNumber: String
        package let site: SiteCode
        package let performedOn: PostgresDate
        package let echo: EchoStudy

        package init(recordNumber: String, site: SiteCode, performedOn: PostgresDate, echo: EchoStudy) {
            self.recordNumber = recordNumber
            self.site = site
            self.performedOn = performedOn
            self.echo = echo
        }
    }

    /// What became of the lines of a file; they add up to its lines.
    package struct RoutineEchoResult: Sendable, Equatable {
        package var new = 0
        /// There already, with the same findings.
        package var unchanged = 0
        /// Of patients without a recording here.
        package var unknown = 0
    }

    /// Keeps what echocardiograms of routine care showed; other findings of a patient and day are a correction.
    ///
    /// - Parameters:
    ///   - lines: at most one a patient and day.
    ///   - source: where they come from, 1 to 200 characters.
    ///   - reason: why, for the audit trail.
    /// - Returns: how many are new, there already, and of nobody who is known here.
    /// - Throws: ``ServiceError`` for whoever is no data manager, or ``PostgresError`` from the store.
    package func keepRoutineEchoes(
        _ lines: [RoutineEchoLine],
        from source: String,
        reason: String = "echocardiograms of routine care"
    ) async throws -> RoutineEchoResult {
        try await acting(as: .dataManager, reason: reason) { [account] transaction in
            let patients = try await PatientStore.find(
                lines.map { PatientStore.Number(recordNumber: $0.recordNumber, site: $0.site) },
                keys: identityKeys,
                transaction
            )
            let entries = lines.enumerated().compactMap { index, line in
                patients[index].map {
                    RoutineEchoStore.Entry(
                        patient: $0,
                        site: line.site,
                        performedOn: line.performedOn,
                        echo: line.echo
                    )
                }
            }
            let new = try await RoutineEchoStore.keep(entries, source: source, by: account, transaction)
            return RoutineEchoResult(
                new: new,
                unchanged: entries.count - new,
                unknown: lines.count - entries.count
            )
        }
    }
}
