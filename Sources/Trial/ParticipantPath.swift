/// Where a participant stands; derived from events, never set.
///
/// Raw values as in the database.
package enum ParticipantState: String, Sendable, Codable, CaseIterable, Hashable {
    /// Scored, stratified and eligible, in the closed frame.
    case candidate
    /// Holds a place that the draw gave.
    case sampled
    case contacted
    case consented
    case declined
    case enrolled
    case echoScheduled = "echo_scheduled"
    case echoRecorded = "echo_recorded"
    /// How follow-up ended is known: with the event, or without it and why.
    case followUpRecorded = "follow_up_recorded"
    case withdrawn
    case lostToFollowUp = "lost_to_follow_up"
    case completed

    /// Whether no event can follow.
    package var isFinal: Bool { ParticipantPath.steps.allSatisfy { $0.from != self } }
}

/// What happens to a participant.
///
/// Actor, role, server time and reason belong to the stored row.
package enum ParticipantEvent {
    /// Raw values as in the database; each is also the raw value of the state it leads to.
    package enum Kind: String, Sendable, Codable, CaseIterable, Hashable {
        case sampled
        case contacted
        case consented
        case declined
        case enrolled
        case echoScheduled = "echo_scheduled"
        case echoRecorded = "echo_recorded"
        case followUpRecorded = "follow_up_recorded"
        case withdrawn
        case lostToFollowUp = "lost_to_follow_up"
        case completed
    }
}

extension ParticipantEvent.Kind {
    /// The ending of the trials that have this event, as ``TrialProtocol/Ending/name``; nil: every trial has it.
    package var ending: String? {
        switch self {
        case .echoScheduled, .echoRecorded: "echo"
        case .followUpRecorded: "follow-up"
        case .sampled, .contacted, .consented, .declined, .enrolled, .withdrawn, .lostToFollowUp, .completed: nil
        }
    }
}

/// The one-way path of a patient through the trial; the protocol says which outcome it ends in.
package enum ParticipantPath {
    /// One arrow of the path.
    package typealias Step = (from: ParticipantState, event: ParticipantEvent.Kind, to: ParticipantState)

    /// Every legal arrow, sorted by the raw values of `from`, then `event`.
    ///
    /// The schema holds the same table.
    package static let steps: [Step] =
        arrows
        .flatMap { event, states in states.map { ($0, event, destination(of: event)) } }
        .sorted { ($0.0.rawValue, $0.1.rawValue) < ($1.0.rawValue, $1.1.rawValue) }

    /// The state after an event.
    ///
    /// - Throws: ``PathError``, which names the step that is missing.
    package static func next(
        after state: ParticipantState,
        _ event: ParticipantEvent.Kind
    ) throws(PathError) -> ParticipantState {
        guard sources(of: event).contains(state) else { throw PathError(event: event, state: state) }
        return destination(of: event)
    }

    /// The state a participant is in after events in the order in which they were recorded.
    ///
    /// - Throws: ``PathError`` at the first illegal arrow.
    package static func state(after events: [ParticipantEvent.Kind]) throws(PathError) -> ParticipantState {
        var state = ParticipantState.candidate
        for event in events { state = try next(after: state, event) }
        return state
    }

    private static let arrows = ParticipantEvent.Kind.allCases.map { ($0, sources(of: $0)) }

    /// The states in which an event is legal, earliest first.
    ///
    /// The echo needs no appointment, and one can be moved.
    static func sources(of event: ParticipantEvent.Kind) -> [ParticipantState] {
        switch event {
        case .sampled: [.candidate]
        case .contacted: [.sampled]
        case .consented, .declined: [.contacted]
        case .enrolled: [.consented]
        case .echoScheduled, .echoRecorded: [.enrolled, .echoScheduled]
        case .followUpRecorded: [.enrolled]
        case .completed: [.echoRecorded, .followUpRecorded]
        case .withdrawn: [.consented, .enrolled, .echoScheduled, .echoRecorded, .followUpRecorded]
        case .lostToFollowUp: [.contacted, .consented, .enrolled, .echoScheduled]
        }
    }

    private static func destination(of event: ParticipantEvent.Kind) -> ParticipantState {
        switch event {
        case .sampled: .sampled
        case .contacted: .contacted
        case .consented: .consented
        case .declined: .declined
        case .enrolled: .enrolled
        case .echoScheduled: .echoScheduled
        case .echoRecorded: .echoRecorded
        case .followUpRecorded: .followUpRecorded
        case .withdrawn: .withdrawn
        case .lostToFollowUp: .lostToFollowUp
        case .completed: .completed
        }
    }
}
