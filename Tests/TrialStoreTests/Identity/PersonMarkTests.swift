import Foundation
import Testing
import TrialStore

@Suite("The marks of a person")
struct PersonMarkTests {
    private func person(
        _ number: String = "1",
        _ family: String? = "Northfell",
        _ given: String? = "Vale",
        _ born: String? = "1950-02-03"
    ) -> PatientIdentity {
        PatientIdentity(recordNumber: number, familyName: family, givenName: given, birthDate: born)
    }

    private func texts(_ identity: PatientIdentity, _ kind: PersonMark.Kind) -> [String] {
        identity.markedTexts.filter { $0.kind == kind }.map(\.text)
    }

    /// Pairs that a registry clerk would call one name.
    @Test(
        "are the same for one name in several spellings",
        arguments: [
            ("Northfell", "NORTHFELL"), ("Calderon-Vale", "Calderon Vale"), ("Calderon-Vale", "CALDERONVALE"),
            ("O'Malley", "O’Malley"), ("  de  la Cruz ", "De La Cruz"), ("Muñoz", "Munoz"), ("Weiß", "WEISS"),
            ("Łukasz", "lukasz"), ("Søren", "SOREN"), ("Ævar", "Aevar"), ("Ångström", "A\u{30A}ngstro\u{308}m"),
            ("ﬁeld", "Field"), ("İnan", "inan"), ("Αθηνά", "ΑΘΗΝΑ"), ("St. John", "St John"),
        ]
    )
    func spellings(one: String, other: String) {
        #expect(PatientIdentity.plain(one) == PatientIdentity.plain(other))
        #expect(texts(person("1", one), .nameAndBirthDate) == texts(person("1", other), .nameAndBirthDate))
    }

    @Test("differ for other names, other days, and names that only join to the same letters")
    func distinct() {
        let marks = [
            person(), person("1", "Northfel"), person("1", "Northfell", "Val"), person("1", "Northfellv", "ale"),
            person("1", "Vale", "Northfell"), person("1", "Northfell", "Vale", "1950-03-02"),
            person("1", "王", "伟"), person("1", "王", "芳"),
        ].flatMap { texts($0, .nameAndBirthDate) }
        #expect(Set(marks).count == 8)
    }

    @Test("of a name need family name, given name and birth date; half of them fits too many people")
    func incomplete() {
        for identity in [
            person("1", nil), person("1", "Northfell", nil), person("1", "Northfell", "Vale", nil), person("1", "-"),
        ] {
            #expect(texts(identity, .nameAndBirthDate) == [])
        }
    }

    @Test("of a number leave out punctuation, case and leading zeros")
    func numbers() {
        #expect(texts(person("000-12 34a"), .recordNumber) == texts(person("1234A"), .recordNumber))
        #expect(texts(person("1204"), .recordNumber) != texts(person("124"), .recordNumber))
        #expect(texts(person("000"), .recordNumber) == [])
    }

    @Test("depend on the key and on their kind, and are the same at every site")
    func keyed() throws {
        let key = try IdentityKey(secret: Data(repeating: 1, count: 32))
        let other = try IdentityKey(secret: Data(repeating: 2, count: 32))
        #expect(key.marks(of: person()) == key.marks(of: person("01")))
        #expect(Set(key.marks(of: person()).map(\.hash)).isDisjoint(with: other.marks(of: person()).map(\.hash)))
        #expect(key.marks(of: person()).map(\.hash).contains(key.hash(recordNumber: "1", site: "")) == false)
    }
}
