package import Foundation
package import PostgreSQL
package import Trial

/// Participants and their way along the path.
///
/// No column here knows a tier.
package enum ConductStore {
    /// A participant as a clinic desk may see them.
    package struct Participant: Sendable, Equatable {
        package let id: UUID
        package let patient: PatientKey
        package let site: SiteCode
        package let subject: SubjectNumber
        package let state: ParticipantState
        /// Day of the index recording in the site's time zone.
        package let ecgAcquired: PostgresDate?
    }

    /// Consent as it was given.
    package struct Consent: Sendable, Equatable {
        package var formVersion: String
        /// BCP 47 tag.
        package var language: String
        package var method: Method
        package var consentedAt: Date
        /// Ids of the checklist questions that were confirmed.
        package var confirmed: [String]

        package enum Method: String, Sendable, CaseIterable { case paper, electronic, telephone }

        package init(formVersion: String, language: String, method: Method, consentedAt: Date, confirmed: [String]) {
            self.formVersion = formVersion
            self.language = language
            self.method = method
            self.consentedAt = consentedAt
            self.confirmed = confirmed
        }
    }

    /// Participants that the role in force may see, in the shuffled order of contact.
    package static func participants(
        of trial: TrialID,
        state: ParticipantState? = nil,
        _ transaction: Transaction
    ) async throws -> [Participant] {
        let filter: SQL = if let state { "AND state = \(state.rawValue)" } else { "" }
        return try await transaction.query(
            """
            SELECT participant_id, patient_key, site_code, subject_number, state, ecg_acquired_on
            FROM trial.participant WHERE trial_id = \(trial.rawValue) \(fragment: filter) ORDER BY site_code, contact_order
            """
        ).map(participant)
    }

    /// One participant; nil where the role in force sees none of that number.
    package static func participant(
        _ subject: SubjectNumber,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> Participant? {
        try await transaction.query(
            """
            SELECT participant_id, patient_key, site_code, subject_number, state, ecg_acquired_on
            FROM trial.participant
            WHERE trial_id = \(trial.rawValue) AND subject_number = \(subject.rawValue)
            """
        ).first.map(participant)
    }

    /// Moves a participant along the path; the database refuses an arrow that the path does not have.
    ///
    /// - Throws: ``PathRefusal`` for a missing step or a closed enrolment.
    package static func record(
        _ event: ParticipantEvent.Kind,
        of participant: UUID,
        at time: Date,
        reason: String? = nil,
        _ transaction: Transaction
    ) async throws {
        do {
            try await transaction.execute(
                """
                INSERT INTO trial.participant_event (participant_id, sequence, event, occurred_at, reason)
                VALUES (\(participant), 1, \(event.rawValue), \(time), \(reason))
                """
            )
        } catch {
            if let refusal = PathRefusal(error) { throw refusal }
            throw error
        }
    }

    /// When an event happened to a participant; nil where it has not.
    package static func time(
        of event: ParticipantEvent.Kind,
        _ participant: UUID,
        _ transaction: Transaction
    ) async throws -> Date? {
        try await transaction.query(
            """
            SELECT occurred_at FROM trial.participant_event
            WHERE participant_id = \(participant) AND event = \(event.rawValue)
            """
        ).first.map { try $0.decode("occurred_at") }
    }

    package static func keep(
        _ consent: Consent,
        of participant: UUID,
        trial: TrialID,
        protocolVersion: Int,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO trial.consent (participant_id, form_version, language, method, consented_at, confirmed,
                trial_id, protocol_version)
            VALUES (\(participant), \(consent.formVersion), \(consent.language), \(consent.method.rawValue),
                \(consent.consentedAt), \(consent.confirmed), \(trial.rawValue), \(protocolVersion)::integer)
            """
        )
    }

    private static func participant(_ row: Row) throws -> Participant {
        let state: String = try row.decode("state")
        let number: String = try row.decode("subject_number")
        let code: String = try row.decode("site_code")
        guard let known = ParticipantState(rawValue: state), let subject = SubjectNumber(rawValue: number),
            let site = SiteCode(rawValue: code)
        else { throw StoreError.damaged(table: "trial.participant", key: number) }
        return Participant(
            id: try row.decode("participant_id"),
            patient: PatientKey(rawValue: try row.decode("patient_key")),
            site: site,
            subject: subject,
            state: known,
            ecgAcquired: try row.decode("ecg_acquired_on")
        )
    }
}

/// The database's own refusal to move a participant.
package enum PathRefusal: Error, Equatable {
    /// No place; one case for every reason, so that it tells nothing of a tier.
    case enrolmentClosed
    /// Looks like somebody who is enrolled, and nobody has decided otherwise.
    case possibleDuplicate
    /// The participant is not, or no longer, where the event could follow.
    case stepMissing
    case notPermitted

    init?(_ error: PostgresError) {
        switch error.sqlState {
        case "ST001": self = .enrolmentClosed
        case "ST011": self = .possibleDuplicate
        case "ST002": self = .stepMissing
        case "42501": self = .notPermitted
        default: return nil
        }
    }
}
