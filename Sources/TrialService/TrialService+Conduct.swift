package import Foundation
import PostgreSQL
package import Trial
package import TrialStore

/// What a coordinator does at the desk, blinded.
extension TrialService {
    /// A participant with who they are.
    package struct Candidate: Sendable, Equatable {
        package let participant: ConductStore.Participant
        package let identity: PatientIdentity?
    }

    /// The contact list of the coordinator's sites, in its shuffled order.
    package func candidates(of trial: TrialID, state: ParticipantState? = nil) async throws -> [Candidate] {
        try await acting(as: .coordinator, reason: "contact list") { transaction in
            let participants = try await ConductStore.participants(of: trial, state: state, transaction)
            return try await named(participants, in: trial, transaction)
        }
    }

    /// The coordinator's own participants with a record number: none, one, or one a site.
    ///
    /// Whoever is a patient elsewhere, or was not drawn, is not found; the search itself is in the audit trail.
    package func candidates(of trial: TrialID, recordNumber: String) async throws -> [Candidate] {
        try await acting(as: .coordinator, reason: "search by record number") { transaction in
            let participants = try await ConductStore.participants(of: trial, transaction)
            let found = try await PatientStore.participants(
                recordNumber,
                at: Set(participants.map(\.site)).sorted(),
                of: trial,
                keys: identityKeys,
                transaction
            )
            return try await named(participants.filter { found.contains($0.patient) }, in: trial, transaction)
        }
    }

    /// Reading who somebody is writes to the audit trail, so no transaction that does is read-only.
    private func named(
        _ participants: [ConductStore.Participant],
        in trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [Candidate] {
        let identities = try await PatientStore.identities(
            of: participants.map(\.patient),
            in: trial,
            keys: identityKeys,
            transaction
        )
        return participants.map { Candidate(participant: $0, identity: identities[$0.patient]) }
    }

    /// The participant was reached.
    package func contact(_ subject: SubjectNumber, in trial: TrialID, at time: Date) async throws {
        try await move(subject, in: trial, by: .contacted, at: time, reason: nil)
    }

    /// The participant said no, on this contact or on an earlier one.
    package func decline(_ subject: SubjectNumber, in trial: TrialID, at time: Date, reason: String?) async throws {
        try await acting(as: .coordinator, reason: reason ?? "declined") { transaction in
            let found = try await Self.participant(subject, of: trial, transaction)
            if found.state == .sampled { try await Self.record(.contacted, of: found, at: time, transaction) }
            let reached = try await Self.participant(subject, of: trial, transaction)
            try await Self.record(.declined, of: reached, at: time, reason: reason, transaction)
        }
    }

    /// Records consent under the protocol version in force, which pins the participant to it.
    ///
    /// - Returns: what about the time windows deserves a second look.
    /// - Throws: ``ServiceError/notConfirmed(questions:)`` where a checklist question was left out.
    package func consent(
        _ subject: SubjectNumber,
        in trial: TrialID,
        _ consent: ConductStore.Consent
    ) async throws -> [String] {
        try await acting(as: .coordinator, reason: "consent") { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let participant = try await Self.participant(subject, of: trial, transaction)
            try await Self.record(.consented, of: participant, at: consent.consentedAt, transaction)
            let unknown = Set(consent.confirmed).subtracting(plan.eligibility.checklist.map(\.id)).sorted()
            guard unknown.isEmpty else { throw ServiceError.unknownQuestions(unknown) }
            let open = plan.eligibility.checklist.map(\.id).filter { !consent.confirmed.contains($0) }
            guard open.isEmpty else { throw ServiceError.notConfirmed(questions: open) }
            try await ConductStore.keep(
                consent,
                of: participant.id,
                trial: trial,
                protocolVersion: stored.version,
                transaction
            )
            let remarks = try plan.remarksOnConsent(of: participant, at: consent.consentedAt)
            let twice = try await ConductStore.mayBeEnrolledAlready(participant.id, transaction)
            return remarks + (twice ? [EnrolmentRefusal.duplicateText] : [])
        }
    }

    /// Takes a place.
    ///
    /// A refusal has one code whatever the reason, so that it tells nothing of a tier.
    ///
    /// - Parameters:
    ///   - subject: who has consented.
    ///   - trial: one in which the account is a coordinator.
    ///   - time: when.
    ///   - notADuplicate: why this person is nobody who is enrolled already, where they look like one.
    /// - Returns: whether there was such a likeness to decide on.
    /// - Throws: ``ServiceError/possibleDuplicate(_:)``, ``ServiceError/enrolmentClosed(_:)``.
    @discardableResult
    package func enrol(
        _ subject: SubjectNumber,
        in trial: TrialID,
        at time: Date,
        notADuplicate: String? = nil
    ) async throws -> Bool {
        try await acting(as: .coordinator, reason: notADuplicate ?? "enrolment") { transaction in
            let participant = try await Self.participant(subject, of: trial, transaction)
            var decided = false
            if let notADuplicate {
                decided = try await ConductStore.decideDistinct(participant.id, because: notADuplicate, transaction)
            }
            try await Self.record(.enrolled, of: participant, at: time, transaction)
            return decided
        }
    }

    /// Pairs of participants who look like one person, for a data manager: subject numbers, never names.
    package func likenesses(of trial: TrialID) async throws -> [ConductStore.Likeness] {
        try await acting(as: .dataManager, readOnly: true) { try await ConductStore.likenesses(of: trial, $0) }
    }

    /// The participant left the trial, or can no longer be found.
    package func withdraw(
        _ subject: SubjectNumber,
        in trial: TrialID,
        lost: Bool,
        at time: Date,
        reason: String
    ) async throws {
        try await move(subject, in: trial, by: lost ? .lostToFollowUp : .withdrawn, at: time, reason: reason)
    }

    private func move(
        _ subject: SubjectNumber,
        in trial: TrialID,
        by event: ParticipantEvent.Kind,
        at time: Date,
        reason: String?
    ) async throws {
        try await acting(as: .coordinator, reason: reason ?? event.purpose) { transaction in
            let participant = try await Self.participant(subject, of: trial, transaction)
            try await Self.record(event, of: participant, at: time, reason: reason, transaction)
        }
    }

    /// Moves a participant, first by the domain's rules, which explain, then by the database's, which hold.
    static func record(
        _ event: ParticipantEvent.Kind,
        of participant: ConductStore.Participant,
        at time: Date,
        reason: String? = nil,
        _ transaction: Transaction
    ) async throws {
        do {
            _ = try ParticipantPath.next(after: participant.state, event)
            try participant.checkNotBeforeECG(time)
            try participant.checkNotInFuture(time)
            try await ConductStore.record(event, of: participant.id, at: time, reason: reason, transaction)
        } catch let error as PathError {
            throw ServiceError.stepMissing(participant.subject, error.description)
        } catch PathRefusal.enrolmentClosed {
            throw ServiceError.enrolmentClosed(participant.subject)
        } catch PathRefusal.possibleDuplicate {
            throw ServiceError.possibleDuplicate(participant.subject)
        } catch PathRefusal.stepMissing {
            // Somebody else moved the participant after we looked.
            throw ServiceError.stepMissing(
                participant.subject,
                "somebody else moved the participant meanwhile; look again"
            )
        }
    }

    static func participant(
        _ subject: SubjectNumber,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> ConductStore.Participant {
        guard let found = try await ConductStore.participant(subject, of: trial, transaction) else {
            throw ServiceError.unknownSubject(subject)
        }
        return found
    }
}

extension ParticipantEvent.Kind {
    /// Why the trail has the event, where nobody gave a reason of their own.
    fileprivate var purpose: String { rawValue.replacing("_", with: " ") }
}

extension ConductStore.Participant {
    /// Nobody is contacted before the ECG that made them a candidate; a day's grace, because its zone is the site's.
    fileprivate func checkNotBeforeECG(_ time: Date) throws {
        guard let ecg = ecgAcquired?.noon(in: .gmt), time < ecg.addingTimeInterval(-86_400) else { return }
        throw ServiceError.stepMissing(subject, "the date lies before the index recording; correct it")
    }

    /// An hour's grace for clocks that differ.
    fileprivate func checkNotInFuture(_ time: Date) throws {
        guard time > Date().addingTimeInterval(3_600) else { return }
        throw ServiceError.stepMissing(subject, "the date lies in the future; correct it")
    }
}
