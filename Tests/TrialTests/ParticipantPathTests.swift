import Testing

@testable import Trial

@Suite("The path of a participant")
struct ParticipantPathTests {
    typealias Kind = ParticipantEvent.Kind
    typealias State = ParticipantState

    /// Written out by hand from the path that the protocol allows.
    static let legal: [State: Set<Kind>] = [
        .candidate: [.sampled],
        .sampled: [.contacted],
        .contacted: [.consented, .declined, .lostToFollowUp],
        .consented: [.enrolled, .withdrawn, .lostToFollowUp],
        .enrolled: [.echoScheduled, .echoRecorded, .followUpRecorded, .withdrawn, .lostToFollowUp],
        .echoScheduled: [.echoScheduled, .echoRecorded, .withdrawn, .lostToFollowUp],
        .echoRecorded: [.completed, .withdrawn],
        .followUpRecorded: [.completed, .withdrawn],
    ]

    static let pairs = State.allCases.flatMap { state in Kind.allCases.map { (state, $0) } }

    @Test("every event either has its arrow or is refused with the step that is missing", arguments: pairs)
    func everyPair(state: State, event: Kind) throws {
        guard Self.legal[state]?.contains(event) == true else {
            let error = #expect(throws: PathError.self) { try ParticipantPath.next(after: state, event) }
            #expect(error?.missingStep.isEmpty == false)
            return
        }
        #expect(try ParticipantPath.next(after: state, event).rawValue == event.rawValue)
    }

    @Test("the table holds exactly the legal arrows, sorted")
    func table() {
        let steps = ParticipantPath.steps.map { [$0.from.rawValue, $0.event.rawValue, $0.to.rawValue] }
        let expected = Self.legal.flatMap { state, events in
            events.map { [state.rawValue, $0.rawValue, $0.rawValue] }
        }
        #expect(steps == expected.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test(
        "a refusal names the step",
        arguments: [
            (State.contacted, Kind.enrolled, "cannot be enrolled: consent has not been recorded"),
            (.sampled, .enrolled, "cannot be enrolled: consent has not been recorded"),
            (.enrolled, .enrolled, "cannot be enrolled: the participant is already enrolled"),
            (.declined, .enrolled, "cannot be enrolled: the patient declined to take part"),
            (.consented, .echoRecorded, "the echocardiogram cannot be recorded: enrolment has not been recorded"),
            (.candidate, .contacted, "contact cannot be recorded: no place has been drawn for the patient"),
            (.enrolled, .completed, "cannot be completed: the echocardiogram has not been recorded"),
            (
                .echoRecorded, .lostToFollowUp,
                "a loss to follow-up cannot be recorded: "
                    + "the echocardiogram has already been recorded"
            ),
        ]
    )
    func refusal(state: State, event: Kind, text: String) {
        let error = #expect(throws: PathError.self) { try ParticipantPath.next(after: state, event) }
        #expect(error?.description == text)
    }

    @Test("the echo may be recorded without an appointment")
    func wholePath() throws {
        let events: [Kind] = [.sampled, .contacted, .consented, .enrolled, .echoRecorded, .completed]
        #expect(try ParticipantPath.state(after: events) == .completed)
        #expect(State.allCases.filter(\.isFinal) == [.declined, .withdrawn, .lostToFollowUp, .completed])
    }

    @Test("the refusal of an enrolment says nothing of tiers")
    func refusalText() {
        let words = ["tier", "risk", "low", "mid", "high", "quota", "full", "score"]
        #expect(!words.contains { (EnrolmentRefusal.code + EnrolmentRefusal.text).lowercased().contains($0) })
    }
}
