import Foundation
import Testing

@Suite("What a command may not write over, or write at all")
struct KeptFilesTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

    @Test("is a page or a table that is there, unless a report is told to", arguments: ["--csv", "--html"])
    func report(option: String) async throws {
        try await TemporaryFolder.with { folder in
            let kept = folder.appending(path: "signed")
            try kept.fill("signed in June")
            let outcomes = Self.root.appending(path: "Docs/examples/discovery-2025.csv").path
            let words = ["report", "tier-yield", "--outcomes", outcomes, option, kept.path]
            let refused = try await BuiltProgram.run(words)
            #expect(refused.code == 64 && refused.output.isEmpty)
            #expect(refused.errors.first?.contains("--force") == true, "\(refused.errors)")
            #expect(try String(contentsOf: kept, encoding: .utf8) == "signed in June")
            #expect(try await BuiltProgram.run(words + ["--force"]).code == 0)
            #expect(try String(contentsOf: kept, encoding: .utf8) != "signed in June")
        }
    }

    @Test("is a person's name that stands in a statement, where an ECG is to be anonymous")
    func anonymous() async throws {
        try await TemporaryFolder.with { folder in
            let ecg = folder.appending(path: "named.csv")
            let rows = (0..<20).map { row in "\(row),\(row % 7),1,2,3,4,5,6\n" }.joined()
            let head = "# sampling_rate: 500\n# unit: uV\n# age: 61\n# statement: Confirmed by Dr Testname\n"
            try ecg.fill("\(head)I,II,V1,V2,V3,V4,V5,V6\n\(rows)")
            for name in ["plain.csv", "plain.hea", "plain.xml"] {
                let written = folder.appending(path: name)
                let result = try await BuiltProgram.run([
                    "ecg", "convert", ecg.path, "--output", written.path, "--anonymous",
                ])
                #expect(result.code == 0, "\(result.errors)")
                #expect(result.errors.contains { $0.contains("statements left out: 1") }, "\(result.errors)")
                let text = String(decoding: try Data(contentsOf: written), as: UTF8.self)
                #expect(!text.contains("Testname") && text.contains("61"), "\(name)")
            }
        }
    }

    @Test("is another risk of a row than the table's: both draw the same missing values")
    func row() async throws {
        try await TemporaryFolder.with { folder in
            let (cohort, patients) = (folder.appending(path: "cohort.csv"), folder.appending(path: "patients.csv"))
            try #require(
                try await BuiltProgram.run([
                    "simulate", "admissions", "--patients", "300", "--seed", "3", "--output", cohort.path,
                ]).code == 0
            )
            let lines = try String(contentsOf: cohort, encoding: .utf8).split(whereSeparator: \.isNewline)
            let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
            let gap = try #require(header.firstIndex(of: "NLR"))
            let some = lines[1...5].map { line in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false)
                fields[gap] = ""
                return fields.joined(separator: ",")
            }
            try patients.fill(([String(lines[0])] + some).joined(separator: "\n") + "\n")
            let shared = [
                "--model", "critical-illness-simulated", "--input", patients.path, "--reference", cohort.path,
            ]
            let table = try await BuiltProgram.run(["model", "score"] + shared + ["--output", "-"])
            let scored = try #require(table.output.split(whereSeparator: \.isNewline).dropFirst(4).first)
            let columns = table.output.split(whereSeparator: \.isNewline)[0].split(separator: ",")
            let place = try #require(columns.firstIndex(of: "p30"))
            let alone = try await BuiltProgram.run(["nomogram"] + shared + ["--row", "4", "--json"])
            let json = try JSONSerialization.jsonObject(with: Data(alone.output.utf8)) as? [String: Any]
            let risks = try #require(json?["risks"] as? [[String: Any]])
            let fields = scored.split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields[0] == "4" && risks.last?["probability"] as? Double == Double(fields[place]))
        }
    }
}
