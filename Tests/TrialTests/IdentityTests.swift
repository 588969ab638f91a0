import Foundation
import Testing

@testable import Trial

@Suite("Identities")
struct IdentityTests {
    @Test("a subject number prints site and four digits, and reads back")
    func subjectNumber() throws {
        let site = try #require(SiteCode(rawValue: "NYP"))
        let subject = try #require(SubjectNumber(site: site, number: 42))
        #expect(subject.description == "NYP-0042")
        #expect(SubjectNumber(rawValue: "NYP-0042") == subject)
        #expect(try JSONDecoder().decode([SubjectNumber].self, from: Data(#"["NYP-0042"]"#.utf8)) == [subject])
    }

    @Test(
        "what is not a subject number is refused",
        arguments: [
            "", "NYP", "NYP-42", "NYP-0000", "NYP-00042", "nyp-0042", "N-0042", "NYP-0042-1", "NYP-٠٠٤٢", "NYP--001",
        ]
    )
    func badSubjectNumber(text: String) { #expect(SubjectNumber(rawValue: text) == nil) }

    @Test("subject numbers run from 1 to 9999", arguments: [(0, false), (1, true), (9999, true), (10_000, false)])
    func range(number: Int, legal: Bool) throws {
        let site = try #require(SiteCode(rawValue: "A1"))
        #expect((SubjectNumber(site: site, number: number) != nil) == legal)
    }

    @Test("site codes have 2–8 capitals and digits", arguments: ["A", "ABCDEFGHI", "AÄ", "A B", "ab", ""])
    func badSite(text: String) { #expect(SiteCode(rawValue: text) == nil) }

    @Test("every role has its database role and a title")
    func roles() {
        #expect(Role.principalInvestigator.databaseRole == "stratum_principal_investigator")
        #expect(Role.allCases.count == 9 && Set(Role.allCases.map(\.title)).count == 9)
    }
}
