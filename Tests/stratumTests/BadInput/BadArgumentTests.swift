import Foundation
import Testing

@Suite("Arguments that make no sense")
struct BadArgumentTests {
    @Test(
        "are answered in one line that names them and the help, with exit code 64",
        arguments: [
            ["nonsense"], ["contact"], ["contact", "nobody"], ["contact", "NYP-0001", "--at", ""],
            ["contact", "NYP-0001", "--reason", "x"], ["contact", "NYP-0001", "--declined", "--reason", " "],
            ["contact", "NYP-0001", "--declined", "--reason", "a\u{1B}[31mb"], ["contact", "NYP-0001", "--data", ""],
            ["contact", "NYP-0001", "--as", ""], ["consent", "NYP-0001", "--form", ""],
            ["consent", "NYP-0001", "--form", "1", "--language", "English!"], ["withdraw", "NYP-0001", "--reason", ""],
            ["candidates", "--state", String(repeating: "x", count: 100_000)], ["draw", "--seed", "-1"],
            ["draw", "--seed", "99999999999999999999"], ["report", "tier-yield", "--cut", "0"],
            ["report", "tier-yield", "--cut", "9223372036854775807"], ["report", "tier-yield", "--level", "nan"],
            ["simulate", "--output", ""], ["simulate", "--output", "x", "--patients", "-3"],
            ["demo", "--data", "/dev/null"], ["cluster", "status", "--data", ""], ["cluster", "restore"],
            ["ecg", "import"], ["account", "grant", "", "coordinator"],
            ["echo", "record", "NYP-0001", "--performed", "2025-02-30", "lvef_percent=38"],
            ["stats", "no_such_method", "--input", "x.json"], ["stats", "logrank"],
            ["stats", "logrank", "--input", "x.json", "--digits", "18"], ["stats", "describe", "a\u{1B}[31mb"],
        ]
    )
    func usage(_ arguments: [String]) async throws {
        let result = try await BuiltProgram.run(arguments)
        #expect(!result.wasKilled && result.code == 64, "\(result)")
        #expect(result.output.isEmpty)
        #expect(result.errors.count == 1, "\(result.errors)")
        #expect(result.errors.first?.hasPrefix("stratum: ") == true)
        #expect(result.errors.first?.unicodeScalars.contains { $0.properties.generalCategory == .control } == false)
        #expect(result.errors.first.map { $0.count < 2_500 } == true)
    }

    @Test("of an echocardiogram are all named in one line, with exit code 65")
    func echo() async throws {
        let fields = ["lvef_percent=nan", "septum_mm=99", "happiness=1"]
        let result = try await BuiltProgram.run(["echo", "record", "NYP-0001", "--performed", "2025-03-09"] + fields)
        #expect(result.code == 65 && result.errors.count == 1, "\(result)")
        for name in ["lvef_percent", "septum_mm", "happiness"] {
            #expect(result.errors.first?.contains(name) == true)
        }
    }
}

@Suite("Where output goes")
struct OutputTests {
    /// Help fits into a buffer and is lost at the end, the cards do not and are lost on the way.
    @Test(
        "a full disk behind standard output is told, with exit code 69",
        arguments: [["--version"], ["model", "list", "--json"]]
    )
    func fullOutput(_ arguments: [String]) async throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let result = try await BuiltProgram.run(arguments, output: full)
        #expect(result.code == 69 && result.errors.count == 1, "\(result)")
        #expect(result.errors.first?.contains("standard output") == true)
    }

    @Test("a reader that has seen enough is no failure")
    func closedPipe() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let result = try await BuiltProgram.run(["model", "list", "--json"], output: pipe.fileHandleForWriting)
        #expect(result.code == 0 && !result.wasKilled && result.errors.isEmpty, "\(result)")
    }

    @Test("a device is written to and never replaced by a file; what cannot be written is told")
    func device() async throws {
        try await TemporaryFolder.with { folder in
            let rows = folder.appending(path: "rows.csv")
            try rows.fill("subject_id,echonext_tier,shd\nA,low,0\nB,high,1\n")
            // Reached by a link, so that a mistake replaces the link and not the device.
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "full").path,
                withDestinationPath: "/dev/full"
            )
            let report = ["report", "tier-yield", "--outcomes", rows.path, "--html"]
            let full = try await BuiltProgram.run(report + [folder.appending(path: "full").path])
            #expect(full.code == 69, "\(full)")
            for path in [folder.path, folder.path + "/none/x.html", ""] {
                let result = try await BuiltProgram.run(report + [path])
                #expect(result.code == 64 && result.errors.count == 1, "\(result)")
            }
            let kind = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "full").path)[.type]
            #expect(kind as? FileAttributeType == .typeSymbolicLink)
        }
    }
}
