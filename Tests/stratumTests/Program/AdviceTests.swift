import Electrocardiogram
import Foundation
import Testing

@Suite("What the program advises whom it refuses")
struct AdviceTests {
    @Test(
        "names the help of the command that was called, and the form that was meant",
        arguments: [
            (["stats", "describe", "no_such_method"], "see `stratum stats describe --help`"),
            (["stats", "no_such_method", "--input", "x.json"], "see `stratum stats run --help`"),
            (["simulate", "--until", "1.1.2020", "--output", "x"], "YYYY-MM-DD"),
            (["echo", "record", "NYP-0001", "--performed", "20.11.2026"], "YYYY-MM-DD"),
            (["contact", "NYP-0001", "--at", "yesterday"], "YYYY-MM-DD"),
        ]
    )
    func help(arguments: [String], advice: String) async throws {
        let result = try await BuiltProgram.run(arguments)
        #expect(result.code == 64)
        #expect(result.errors.count == 1)
        #expect(result.errors.first?.contains(advice) == true, "\(result.errors)")
    }

    @Test("of a field that is a list shows one, and counts one row as one")
    func lists() async throws {
        try await TemporaryFolder.with { folder in
            let table = folder.appending(path: "times.csv")
            try table.fill("time,event\n3,1\n5,0\n8,1\n,1\n")
            let curve = ["stats", "kaplan_meier", "--input", table.path]
            let refused = try await BuiltProgram.run(curve + ["--set", "query_times=5,10"])
            #expect(refused.errors.first?.contains("query_times must be a list such as [5,10]") == true)
            let run = try await BuiltProgram.run(curve + ["--set", "query_times=[5,10]"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.output.contains("\n1 row left out: "))
        }
    }

    @Test("about a drawing that is there asks for --force, and says what was written")
    func drawing() async throws {
        try await TemporaryFolder.with { folder in
            let ecg = folder.appending(path: "ecg.csv")
            let rows = (0..<500).map { "\($0 % 50),\($0 % 40)\n" }.joined()
            try ecg.fill("# sampling_rate: 500\n# unit: uV\nI,II\n\(rows)")
            let sheet = folder.appending(path: "sheet.svg")
            let draw = ["ecg", "draw", ecg.path, "--output", sheet.path]
            let first = try await BuiltProgram.run(draw)
            #expect(first.code == 0)
            #expect(first.errors == ["stratum: wrote \(sheet.path)"])
            try sheet.fill("mine")
            let second = try await BuiltProgram.run(draw)
            #expect(second.code == 64)
            #expect(second.errors.first?.contains("--force") == true)
            #expect(try Data(contentsOf: sheet) == Data("mine".utf8))
            #expect(try await BuiltProgram.run(draw + ["--force"]).code == 0)
            #expect(try Data(contentsOf: sheet).starts(with: Data("<".utf8)))
        }
    }

    @Test("about an archive where a file is asked for names the command that takes archives")
    func archive() async throws {
        try await TemporaryFolder.with { folder in
            let archive = folder.appending(path: "ecgs.tar.gz")
            try Data([0x1F, 0x8B, 8, 0, 0, 0]).write(to: archive)
            let drawing = ["ecg", "draw", archive.path, "--output", folder.appending(path: "a.svg").path]
            for words in [["ecg", "inspect", archive.path], drawing] {
                let result = try await BuiltProgram.run(words)
                #expect(result.code == 65)
                #expect(result.errors.first?.contains("`stratum ecg import`") == true)
            }
        }
    }

    @Test("about a record that was renamed names the file that its header still asks for")
    func renamed() async throws {
        try await TemporaryFolder.with { folder in
            let header = folder.appending(path: "new.hea")
            try header.fill("old 1 500 2\nold.dat 16 200 16 0 1 3 0 II\n")
            let refused = try await BuiltProgram.run(["ecg", "inspect", header.path])
            #expect(refused.code == 65)
            #expect(refused.errors.first?.contains("old.dat") == true, "\(refused.errors)")
            try Data([1, 0, 2, 0]).write(to: folder.appending(path: "old.dat"))
            #expect(try await BuiltProgram.run(["ecg", "inspect", header.path]).code == 0)
        }
    }

    @Test("about a table without a rate is to declare it, and nothing else")
    func rate() async throws {
        try await TemporaryFolder.with { folder in
            let table = folder.appending(path: "ecg.csv")
            try table.fill("# unit: uV\nI,II\n1,2\n")
            let errors = try await BuiltProgram.run(["ecg", "inspect", table.path]).errors
            #expect(errors.first?.contains("is not declared") == true, "\(errors)")
            #expect(errors.first?.hasSuffix("declare it in a line such as `# sampling_rate: 500`") == true, "\(errors)")
        }
    }

    @Test("about two ECGs without a common lead is that they have none, in place of an empty table")
    func strangers() async throws {
        try await TemporaryFolder.with { folder in
            let files = try ["V1,V2", "V5,V6"].map { names in
                let file = folder.appending(path: names + ".csv")
                try file.fill("# sampling_rate: 500\n# unit: uV\n\(names)\n1,2\n3,4\n")
                return file.path
            }
            let result = try await BuiltProgram.run(["ecg", "compare"] + files)
            #expect(result.code == 1)
            #expect(result.output.hasPrefix("They have no lead in common."), "\(result.output)")
        }
    }
}
