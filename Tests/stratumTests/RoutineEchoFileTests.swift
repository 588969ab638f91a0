import Foundation
import PostgreSQL
import Testing
import Trial
import TrialService

@testable import stratum

@Suite("A file of routine echocardiograms")
struct RoutineEchoFileTests {
    private static let header = "record_number,site,performed_on,lvef_percent,aortic_stenosis,image_quality\n"

    private func read(_ text: String) throws -> (lines: [TrialService.RoutineEchoLine], remarks: [String]) {
        let sites = Set(["NYP", "CSMC"].compactMap(SiteCode.init(rawValue:)))
        return try RoutineEchoFile.read(Data(text.utf8), name: "routine.csv", sites: sites)
    }

    @Test("is read field by field; na was looked at, an empty field was not recorded")
    func good() throws {
        let read = try read(
            Self.header + "1001,NYP,2025-03-09,38,na,good\n1001,NYP,2025-04-09,,severe,\n1002,CSMC,2025-03-09,5,,\n"
        )
        #expect(read.lines.map(\.recordNumber) == ["1001", "1001", "1002"])
        #expect(read.lines.map(\.site.rawValue) == ["NYP", "NYP", "CSMC"])
        #expect(read.lines[0].performedOn == PostgresDate(year: 2025, month: 3, day: 9))
        #expect(read.lines[0].echo.lvefPercent == 38 && read.lines[0].echo.notAssessable == [.aorticStenosis])
        #expect(read.lines[1].echo.aorticStenosis == .severe && read.lines[1].echo.lvefPercent == nil)
        // Possible and unusual: kept, and named by its line.
        #expect(read.remarks.count == 1 && read.remarks[0].hasPrefix("routine.csv:4: lvef_percent: "))
    }

    @Test(
        "is refused at the line that is wrong",
        arguments: [
            (",NYP,2025-03-09,38,,", "record_number"), ("1,,2025-03-09,38,,", "site"),
            ("1,XYZ,2025-03-09,38,,", "site"),
            ("1,NYP,,38,,", "performed_on"), ("1,NYP,2025-02-30,38,,", "performed_on"),
            ("1,NYP,2999-01-01,38,,", "performed_on"), ("1,NYP,2025-03-09,138,,", "lvef_percent"),
            ("1,NYP,2025-03-09,,bad,", "aortic_stenosis"), ("1,NYP,2025-03-09,,,", "names no finding"),
        ]
    )
    func wrongField(_ line: String, _ what: String) throws {
        let text = Self.header + "1000,NYP,2025-01-01,60,,\n\(line)\n"
        let error = #expect(throws: RoutineEchoFile.Faults.self) { try read(text) }
        #expect(error?.faults.map(\.line) == [3])
        #expect(error?.faults.first?.description.hasPrefix("routine.csv:3: \(what)") == true)
        #expect(error?.description == "routine.csv: 1 of 2 lines refused; nothing was kept")
        #expect(error.flatMap { Failure.code(of: $0) } == 65)
    }

    @Test("is refused whole, every wrong line with its reason, a patient and day on two lines included")
    func everyFault() {
        let text =
            Self.header + "1,NYP,2025-03-09,38,,\n2,NYP,never,38,,\n"
            + "1,NYP,2025-03-09,40,,\n,NYP,2025-03-09,400,,\n"
        let error = #expect(throws: RoutineEchoFile.Faults.self) { try read(text) }
        #expect(error?.faults.map(\.line) == [3, 4, 5, 5])
        #expect(error?.faults.dropFirst().first?.why.contains("line 2") == true)
    }

    @Test(
        "needs its three columns and a finding",
        arguments: [
            "site,performed_on,lvef_percent\n", "record_number,performed_on,lvef_percent\n",
            "record_number,site,lvef_percent\n", "record_number,site,performed_on,notes\n",
        ]
    )
    func columns(_ header: String) {
        let row = header.split(separator: ",").map { _ in "1" }.joined(separator: ",")
        let error = #expect(throws: HistoryFile.Fault.self) { try read("\(header)\(row)\n") }
        #expect(error?.line == 1)
    }
}
