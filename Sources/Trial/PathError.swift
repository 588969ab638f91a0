/// An arrow that the path of a participant does not have.
package struct PathError: Error, Hashable, Sendable, CustomStringConvertible {
    package let event: ParticipantEvent.Kind
    package let state: ParticipantState

    /// What would have had to happen first, or what has already happened that forbids the event.
    package var missingStep: String {
        let earliest = ParticipantPath.sources(of: event).first ?? .candidate
        if state.isFinal || state.progress >= earliest.progress { return state.sentence }
        return earliest.absence
    }

    /// Such as `cannot be enrolled: consent has not been recorded`.
    package var description: String { "\(event.impossibility): \(missingStep)" }
}

extension ParticipantState {
    /// How far along the path a state lies; ends that leave the path come last.
    fileprivate var progress: Int {
        switch self {
        case .candidate: 0
        case .sampled: 1
        case .contacted: 2
        case .consented: 3
        case .enrolled: 4
        case .echoScheduled: 5
        case .echoRecorded, .followUpRecorded: 6
        case .completed, .declined, .withdrawn, .lostToFollowUp: 7
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .candidate: "no place has been drawn yet"
        case .sampled: "a place has already been drawn"
        case .contacted: "contact has already been recorded"
        case .consented: "consent has already been recorded"
        case .enrolled: "the participant is already enrolled"
        case .echoScheduled: "the echocardiogram is already scheduled"
        case .echoRecorded: "the echocardiogram has already been recorded"
        case .followUpRecorded: "the end of follow-up has already been recorded"
        case .completed: "the participant has completed the trial"
        case .declined: "the patient declined to take part"
        case .withdrawn: "the participant has withdrawn"
        case .lostToFollowUp: "the participant was lost to follow-up"
        }
    }

    fileprivate var absence: String {
        switch self {
        case .candidate: "the patient is not in the closed frame"
        case .sampled: "no place has been drawn for the patient"
        case .contacted: "contact has not been recorded"
        case .consented: "consent has not been recorded"
        case .enrolled: "enrolment has not been recorded"
        case .echoScheduled: "no echocardiogram is scheduled"
        case .echoRecorded: "the echocardiogram has not been recorded"
        case .followUpRecorded: "the end of follow-up has not been recorded"
        case .completed, .declined, .withdrawn, .lostToFollowUp: "the path has not ended"
        }
    }
}

extension ParticipantEvent.Kind {
    fileprivate var impossibility: String {
        switch self {
        case .sampled: "cannot be sampled"
        case .contacted: "contact cannot be recorded"
        case .consented: "consent cannot be recorded"
        case .declined: "a refusal cannot be recorded"
        case .enrolled: "cannot be enrolled"
        case .echoScheduled: "the echocardiogram cannot be scheduled"
        case .echoRecorded: "the echocardiogram cannot be recorded"
        case .followUpRecorded: "the end of follow-up cannot be recorded"
        case .withdrawn: "a withdrawal cannot be recorded"
        case .lostToFollowUp: "a loss to follow-up cannot be recorded"
        case .completed: "cannot be completed"
        }
    }
}
