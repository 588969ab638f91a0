import Testing
import TrialStore

@Suite("What a rotation has to do")
struct RotationPlanTests {
    private func plan(
        _ held: [String],
        wanted: String? = nil,
        _ known: [(String, RotationStore.Key.State)]
    ) throws(IdentityError) -> RotationPlan {
        try RotationPlan(
            held: held,
            wanted: wanted,
            known: known.map { RotationStore.Key(id: $0.0, state: $0.1, patients: 1) }
        )
    }

    @Test("begins with a fresh key, or with the one that a person brings")
    func begin() throws {
        #expect(try plan(["a"], [("a", .current)]) == .begin(from: "a", to: nil))
        #expect(try plan(["a"], wanted: "b", [("a", .current)]) == .begin(from: "a", to: "b"))
        #expect(try plan(["a"], []) == .begin(from: "a", to: nil), "a database that no identity has reached yet")
    }

    @Test("takes a key that stands in the file already, whatever the order")
    func prepared() throws {
        #expect(try plan(["b", "a"], [("a", .current)]) == .begin(from: "a", to: "b"))
        #expect(try plan(["a", "b"], [("a", .current)]) == .begin(from: "a", to: "b"))
    }

    @Test("goes on where another run ended, and begins no second one")
    func resume() throws {
        let known: [(String, RotationStore.Key.State)] = [("b", .current), ("a", .retiring)]
        #expect(try plan(["b", "a"], known) == .resume(to: "b"))
        #expect(try plan(["b", "a"], wanted: "b", known) == .resume(to: "b"))
        #expect(throws: IdentityError.self) { try plan(["b", "a"], wanted: "c", known) }
    }

    @Test("only tidies the file where the database is done")
    func tidy() throws {
        let known: [(String, RotationStore.Key.State)] = [("b", .current), ("a", .retired)]
        #expect(try plan(["b", "a"], known) == .tidy(current: "b", retired: ["a"]))
        #expect(try plan(["b"], known) == .begin(from: "b", to: nil))
    }

    @Test("is refused where the file lacks a key in force, or the new key was in use before")
    func refused() {
        #expect(throws: IdentityError.keyNotAtHand("a")) { try plan(["x"], [("a", .current)]) }
        #expect(throws: IdentityError.keyNotAtHand("a")) { try plan(["b"], [("b", .current), ("a", .retiring)]) }
        #expect(throws: IdentityError.self) { try plan(["a"], wanted: "a", [("a", .current)]) }
        #expect(throws: IdentityError.self) { try plan(["b"], wanted: "a", [("b", .current), ("a", .retired)]) }
    }
}
