import Foundation
import Testing
import Trial
import TrialService
import TrialStore

@testable import stratum

@Suite("The file of admission import")
struct AdmissionFileTests {
    static let header = "record_number,site,admitted_on,measured_at,sex,Age,NLR,COPD"

    func plan() throws -> TrialProtocol { try TrialProtocol.named("covid-critical-illness") }

    func read(_ lines: [String], header: String = header) throws -> (
        lines: [TrialService.AdmissionLine], remarks: [String]
    ) {
        let text = ([header] + lines).joined(separator: "\n") + "\n"
        return try AdmissionFile.read(Data(text.utf8), name: "a.csv", plan: plan())
    }

    @Test("lines become dated sets; without a moment it is the day of admission at the site")
    func lines() throws {
        let read = try read(["7,WUH,2020-02-01,,male,63,9.1,0", "7,WUH,2020-02-01,2020-02-03T07:00:00+08:00,,63,90,0"])
        #expect(
            read.lines.map(\.values.values) == [
                ["Age": 63, "NLR": 9.1, "COPD": 0], ["Age": 63, "NLR": 90, "COPD": 0],
            ]
        )
        // Midnight in Shanghai is 16:00 the day before in Greenwich.
        #expect(read.lines[0].measuredAt == (try Date("2020-01-31T16:00:00Z", strategy: .iso8601)))
        #expect(read.lines[1].measuredAt == (try Date("2020-02-02T23:00:00Z", strategy: .iso8601)))
        #expect(read.lines[0].sex == .male && read.lines[1].sex == nil)
        #expect(read.remarks.count == 1 && read.remarks[0].hasPrefix("a.csv:3: NLR"))
    }

    @Test(
        "a wrong line refuses the file whole, at its line, without repeating the value",
        arguments: [
            (",WUH,2020-02-01,,,63,9,0", "record_number: is empty"), ("7,QQQ,2020-02-01,,,63,9,0", "site: give a site"),
            ("7,WUH,2020-02-30,,,63,9,0", "admitted_on: give a day"),
            ("7,WUH,2120-02-01,,,63,9,0", "lies in the future"),
            ("7,WUH,2020-02-01,now,,63,9,0", "measured_at: give a day"),
            ("7,WUH,2020-02-01,,x,63,9,0", "sex: give female"),
            ("7,WUH,2020-02-01,,,Northfell,9,0", "Age: must be a number"),
            ("7,WUH,2020-02-01,,,63,9,2", "COPD: must be 0"),
            ("7,WUH,2020-02-01,,,,,", "names no input"), ("6,WUH,2020-02-01,,,63,9,0", "as on line 2"),
        ]
    )
    func wrong(line: String, message: String) throws {
        let faults = #expect(throws: PatientTable.Faults.self) { try read(["6,WUH,2020-02-01,,,63,9,0", line]) }
        #expect(faults?.faults.contains { $0.line == 3 && $0.why.contains(message) } == true, "\(faults?.faults ?? [])")
        #expect(faults?.faults.contains { $0.why.contains("Northfell") } == false)
        #expect(faults?.description == "a.csv: 1 of 2 lines refused; nothing was kept")
    }

    @Test("a file that is no such table is refused at its header")
    func header() throws {
        for header in ["site,admitted_on,Age", "record_number,site,admitted_on"] {
            #expect(throws: HistoryFile.Fault.self) { try read(["1,WUH,2020-02-01"], header: header) }
        }
    }

    @Test("a list of consents is read with the whole checklist confirmed")
    func enrolmentList() throws {
        let text = "record_number,site,consented_at,form,method\n7,WUH,2020-02-02,1.0,paper\n"
        let lines = try EnrolmentList.read(Data(text.utf8), name: "c.csv", plan: plan())
        #expect(lines.count == 1 && lines[0].consent.confirmed == ["confirmed-infection", "not-yet-critical"])
        let wrong = text.replacing("paper", with: "pigeon")
        #expect(throws: PatientTable.Faults.self) {
            try EnrolmentList.read(Data(wrong.utf8), name: "c.csv", plan: plan())
        }
    }
}
