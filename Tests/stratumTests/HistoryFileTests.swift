import Foundation
import PostgreSQL
import Testing
import Trial
import TrialService
import TrialStore

@testable import stratum

@Suite("A history file")
struct HistoryFileTests {
    private static let header =
        "record_number,site,last_echo_date,known_diseases,care_setting,life_expectancy_under_one_year\n"

    @Test("is read field by field; an empty field is unknown")
    func good() throws {
        let lines = try read(
            Self.header
                + "1001,NYP,2025-03-09,amyloidosis;aortic-stenosis,inpatient,1\n1002,CSMC,never,,,0\n1003,NYP,,,,\n"
        )
        try #require(lines.count == 3)
        #expect(lines.map(\.recordNumber) == ["1001", "1002", "1003"])
        #expect(lines.map(\.site.rawValue) == ["NYP", "CSMC", "NYP"])
        #expect(lines[0].history.lastEcho == PostgresDate(year: 2025, month: 3, day: 9))
        #expect(lines[0].history.knownDiseases == ["amyloidosis", "aortic-stenosis"])
        #expect(lines[0].history.careSetting == "inpatient")
        #expect(lines[0].history.lifeExpectancyUnderOneYear == true)
        #expect(lines[1].history.neverEchoed)
        #expect(lines[1].history.lifeExpectancyUnderOneYear == false)
        #expect(lines[2].history.lastEcho == nil)
        #expect(!lines[2].history.neverEchoed)
        #expect(lines[2].history.knownDiseases == nil)
        #expect(lines[2].history.lifeExpectancyUnderOneYear == nil)
    }

    @Test("may leave out and reorder columns, and carry ones that are not used")
    func columns() throws {
        let lines = try read("site,ward,record_number\nNYP,3 West,1001\n")
        #expect(lines.map(\.recordNumber) == ["1001"])
    }

    @Test(
        "is refused at the line that is wrong",
        arguments: [
            ("1001,NYP,2025-02-30,,,", "last_echo_date"), ("1001,NYP,yesterday,,,", "last_echo_date"),
            ("1001,NYP,,,,yes", "life_expectancy_under_one_year"), (",NYP,,,,", "record_number"),
            ("1001,,,,,", "site"), ("1001,n y p,,,,", "site"), ("1001,ZZZ,,,,", "site"),
            ("1001,NYP,2999-01-01,,,", "last_echo_date"), ("1001,NYP,,aortic_stenosis,,", "known_diseases"),
            ("1001,NYP,,,ward,", "care_setting"),
        ]
    )
    func wrongField(_ line: String, _ column: String) throws {
        let text = Self.header + "1000,NYP,never,,,0\n\(line)\n"
        let error = #expect(throws: HistoryFile.Faults.self) { try read(text) }
        #expect(error?.faults.map(\.line) == [3])
        #expect(error?.faults.first?.description.hasPrefix("history.csv:3: \(column): ") == true)
        #expect(error?.description.contains("1 of 2 lines refused") == true)
    }

    @Test("is refused whole, every wrong line with its reason, a patient on two lines included")
    func manyFaults() {
        let rows = ["1,NYP,never,,,0", ",,,,,", "3,NYP,,,,maybe", "1,NYP,,,,", "5,CSMC,2025-01-01,none,outpatient,1"]
        let error = #expect(throws: HistoryFile.Faults.self) { try read(Self.header + rows.joined(separator: "\n")) }
        #expect(error?.faults.map(\.line) == [3, 3, 4, 5])
        #expect(error?.faults.last?.why == "the same patient as on line 2: keep one line")
        #expect(error?.description.contains("3 of 5 lines refused") == true)
    }

    @Test("without the columns that say who and where is refused", arguments: ["record_number", "site"])
    func missingColumn(_ column: String) {
        for (name, advice) in [("other", "add it"), (column.uppercased(), "write the name of column")] {
            let fault = #expect(throws: HistoryFile.Fault.self) {
                try read(Self.header.replacing(column, with: name))
            }
            #expect(fault?.description.hasPrefix("history.csv:1: column \(column) is missing: \(advice)") == true)
        }
    }

    @Test("with a line of too few fields, or with nothing in it, is refused")
    func ragged() {
        let fault = #expect(throws: HistoryFile.Fault.self) { try read(Self.header + "1001,NYP\n") }
        #expect(fault?.line == 2)
        #expect(throws: HistoryFile.Fault.self) { try read("") }
    }

    @Test("is refused without repeating what it says of a person")
    func privacy() {
        let error = #expect(throws: HistoryFile.Faults.self) {
            try read(Self.header + "SECRET,NYP,SECRET,SECRET,SECRET,SECRET\n")
        }
        #expect(error?.faults.count == 4)
        #expect(error?.faults.contains { $0.description.contains("SECRET") } == false)
    }

    private func read(_ text: String) throws -> [TrialService.HistoryLine] {
        let sites = Set(["NYP", "CSMC"].compactMap(SiteCode.init(rawValue:)))
        return try HistoryFile.read(Data(text.utf8), name: "history.csv", sites: sites)
    }
}
