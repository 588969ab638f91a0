import CSV
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import stratum

/// One installation for all: the built program with a private database of its own, and a dozen simulated patients.
@Suite("An import of good and bad files", .serialized)
struct BadImportTests {
    @Test("keeps the good ones, gives every other a reason with its place, and the counts add up")
    func mixed() async throws {
        try await Installation.with { installation in
            let cohort = try await installation.simulate()
            let bad = try Self.spoil(cohort.appending(path: "000001.xml"), in: cohort)
            let report = installation.folder.appending(path: "report.csv")
            let result = try await installation.run(
                ["ecg", "import", cohort.path, "--site", "NYP", "--report", report.path],
                as: "ingest"
            )
            #expect(result.code == 65 && result.errors.isEmpty, "\(result)")
            let lines = result.output.split(separator: "\n").map(String.init)
            // Two recordings lack something that scoring needs, and are kept.
            #expect(
                lines[0].hasPrefix("\(12 + bad.count) files: 14 imported, 0 already there, \(bad.count - 2) refused")
            )
            for (name, words) in bad {
                let line = lines.first { $0.contains("/\(name): ") }
                #expect(line?.contains(words) == true, "\(name): \(line ?? "no line")")
            }
            #expect(lines.count == 1 + bad.count)
            try Self.check(report, files: 12 + bad.count)
            #expect(try await installation.recordings() == 14)

            let again = try await installation.run(
                ["ecg", "import", cohort.path, "--site", "NYP", "--report", report.path, "--json"],
                as: "ingest"
            )
            #expect(again.code == 65)
            #expect(again.output.contains("\"alreadyThere\" : 14"), "\(again.output)")
            #expect(again.output.contains("\"broken-xml\" : 3"), "\(again.output)")
            try Self.check(report, files: 2 * (12 + bad.count))
            #expect(try await installation.recordings() == 14)
        }
    }

    @Test("takes no report over a file that is none, and imports nothing then")
    func foreignReport() async throws {
        try await Installation.with { installation in
            let cohort = try await installation.simulate()
            let thesis = installation.folder.appending(path: "thesis.csv")
            try thesis.fill("years of work")
            let result = try await installation.run(
                ["ecg", "import", cohort.path, "--site", "NYP", "--report", thesis.path],
                as: "ingest"
            )
            #expect(result.code == 64 && result.errors.count == 1, "\(result)")
            #expect(try String(contentsOf: thesis, encoding: .utf8) == "years of work")
            #expect(try await installation.recordings() == 0)
        }
    }

    @Test("and other commands with names that are not there change nothing")
    func unknownNames() async throws {
        try await Installation.with { installation in
            let before = try await installation.state()
            let history = installation.folder.appending(path: "history.csv")
            try history.fill("record_number,site,last_echo_date\n1,NYP,never\n2,NYP,2999-01-01\n3,ZZZ,never\n")
            for (line, account, code, words) in [
                ("contact NYP-0001", "nobody", 77, "sees no trial"),
                ("contact NYP-9999", "alice", 65, "no participant NYP-9999"),
                ("account grant bob coordinator --trial none", "admin", 65, "no trial none"),
                ("account grant bob coordinator --site ZZZ", "admin", 65, "site ZZZ is not in the protocol"),
                ("trial show --trial none", "admin", 65, "no trial none"), ("draw", "alice", 77, "no data manager"),
                ("score --model none", "ingest", 65, "no model none"),
                ("ecg import FILE --site ZZZ", "ingest", 65, "site ZZZ"),
                ("ecg import FILE --site NYP", "alice", 77, "no service and no data manager"),
                ("report tier-yield --cut 99", "sam", 65, "no data cut 99"),
                ("candidates screen --on 2999-01-01", "dana", 65, "future"),
                ("candidates screen --history FILE", "dana", 65, "2 of 3 lines refused"),
                ("trial init discovery-shd", "admin", 65, "exists already"),
                ("report drift --digest abcd", "sam", 65, "was never released"),
                ("report drift", "alice", 77, "the blinding plan"), ("report silent", "alice", 77, "the blinding plan"),
                ("echo import FILE --source x", "dana", 65, "column performed_on is missing"),
                ("work queue", "dana", 77, "no service"),
            ] as [(String, String, Int32, String)] {
                let words = (line.replacing("FILE", with: history.path).split(separator: " ").map(String.init), words)
                let result = try await installation.run(words.0, as: account == "admin" ? nil : account)
                #expect(result.code == code && !result.wasKilled, "\(line): \(result)")
                #expect(result.errors.last?.contains(words.1) == true, "\(line): \(result.errors)")
                let faults = line.contains("--history") ? 3 : 1
                #expect(result.errors.count == faults, "\(line): \(result.errors)")
            }
            #expect(try await installation.state() == before)
        }
    }

    /// Writes a folder's worth of trouble beside a good file.
    ///
    /// - Returns: each file's name, with what must be said of it.
    private static func spoil(_ good: URL, in folder: URL) throws -> [String: String] {
        let text = try String(contentsOf: good, encoding: .utf8)
        func number(_ field: String, _ value: String) throws -> String {
            text.replacing(try Regex("<\(field)>[^<]*<"), with: "<\(field)>\(value)<")
        }
        let laughs = "<!DOCTYPE RestingECG [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><RestingECG>&b;</RestingECG>"
        let files: [(String, Data, String)] = [
            ("broken.xml", Data(text.prefix(text.count / 2).utf8), "broken-xml: broken XML (no element found) at line"),
            ("empty.xml", Data(), "empty: the file is empty"),
            ("latin.xml", Data(text.replacing("<PatientLastName>", with: "<PatientLastName>é").latin1), "at line"),
            ("bomb.xml", Data(laughs.utf8), "xml-entity: the document uses entities of its own at line 1"),
            ("deep.xml", Data(("<RestingECG>" + String(repeating: "<a>", count: 100_000)).utf8), "limit-exceeded"),
            ("tags.xml", Data(("<RestingECG>" + String(repeating: "<a/>", count: 200_000)).utf8), "limit-exceeded"),
            (
                "lead.xml", Data(text.replacing("<LeadID>V3", with: "<LeadID>V9").utf8),
                "lead-missing: a lead is missing"
            ),
            ("unit.xml", Data(text.replacing("MICROVOLTS", with: "FURLONGS").utf8), "amplitude-unit-unknown"),
            ("twice.xml", Data(text.replacing("<LeadID>V3", with: "<LeadID>V2").utf8), "occurs twice"),
            ("rate.xml", try Data(number("SampleBase", "-500").utf8), "sampling rate is no whole number"),
            ("base.xml", try Data(number("FirstSampleBaseline", "-9223372036854775808").utf8), "FirstSampleBaseline"),
            ("sum.xml", try Data(number("LeadDataCRC32", "5").utf8), "does not match its checksum at line"),
            ("later.xml", try Data(number("AcquisitionDate", "01-01-2999").utf8), "recorded-in-future"),
            ("nobody.xml", try Data(number("PatientID", " ").utf8), "record-number-missing"),
            ("notes.txt", Data("hello".utf8), "unknown-format"),
        ]
        for (name, bytes, _) in files { try bytes.write(to: folder.appending(path: name)) }
        var expected = Dictionary(uniqueKeysWithValues: files.map { ($0.0, $0.2) })
        for (kind, code) in [
            (BadFile.linkLoop, "link-loop"), (.brokenLink, "link-broken"), (.pipe, "not-a-file"), (.huge, "too-large"),
        ] {
            _ = try kind.make(in: folder)
            expected[kind.rawValue] = code
        }
        try folder.link("back", to: "")
        expected["back"] = "link-loop"
        try Data(text.utf8).dropLast(3).write(to: folder.appending(path: "cut.xml"))
        expected["cut.xml"] = "broken-xml"
        return expected
    }

    /// A line for every file, under the columns that the handbook names.
    private static func check(_ report: URL, files: Int) throws {
        let table = try CSVReader().read(Array(Data(contentsOf: report)))
        #expect(table.header == ImportReport.columns)
        #expect(table.records.count == files)
        for record in table.records {
            let isRefused = record.fields[1] == "refused"
            #expect(["imported", "already-there", "refused"].contains(record.fields[1]))
            #expect(isRefused == record.fields[4].isEmpty, "\(record)")
            #expect(!isRefused || !record.fields[2].isEmpty && !record.fields[3].isEmpty, "\(record)")
        }
    }
}

extension String {
    /// The text in ISO 8859-1; other characters are left out.
    fileprivate var latin1: [UInt8] { unicodeScalars.compactMap { UInt8(exactly: $0.value) } }
}

/// A data folder with the shipped trial and one account a role.
private struct Installation {
    let folder: URL
    private let data: TemporaryClusterFolder

    static func with(_ body: (Installation) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let installation = Installation(folder: folder, data: try TemporaryClusterFolder())
            // Joined for as long as the test runs, so that not every command starts a server.
            let made = try await installation.run(["trial", "init", "discovery-shd"])
            #expect(made.code == 0, "\(made)")
            let cluster = try await PrivateCluster.join(dataFolder: installation.data.url)
            for (name, role) in [
                ("ingest", "service"), ("dana", "data_manager"), ("alice", "coordinator"), ("sam", "statistician"),
            ] {
                _ = try await installation.run(["account", "grant", name, role])
            }
            do { try await body(installation) } catch {
                await cluster.leave()
                throw error
            }
            await cluster.leave()
        }
    }

    func run(_ arguments: [String], as account: String? = nil) async throws -> BuiltProgram.Result {
        try await BuiltProgram.run(arguments + ["--data", data.url.path] + (account.map { ["--as", $0] } ?? []))
    }

    /// A dozen patients of one site.
    ///
    /// - Returns: the folder of their files.
    func simulate() async throws -> URL {
        let cohort = folder.appending(path: "cohort")
        let made = try await BuiltProgram.run(
            ["simulate", "--patients", "12", "--site", "NYP", "--output", cohort.path]
        )
        #expect(made.code == 0, "\(made)")
        return cohort.appending(path: "ecg/NYP")
    }

    func recordings() async throws -> Int {
        try await query("SELECT count(*) AS n FROM ecg.recording") { try $0.decode("n") }[0]
    }

    /// Rows of every table but the trail, which grows by attempts too.
    func state() async throws -> [String] {
        try await query(
            """
            SELECT table_schema || '.' || table_name || ' ' || (xpath('/row/n/text()', query_to_xml(
                format('SELECT count(*) AS n FROM %I.%I', table_schema, table_name), false, true, '')))[1] AS line
            FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'audit')
            ORDER BY 1
            """
        ) { try $0.decode("line") }
    }

    private func query<T: Sendable>(_ sql: SQL, _ body: (Row) throws -> T) async throws -> [T] {
        let cluster = try await PrivateCluster.join(dataFolder: data.url)
        let connection = try await Connection.connect(
            cluster.configuration(user: PrivateCluster.superuserName, database: "stratum")
        )
        let rows = try await connection.query(sql)
        await connection.close()
        await cluster.leave()
        return try rows.map(body)
    }
}
