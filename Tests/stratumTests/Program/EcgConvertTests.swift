import Foundation
import Testing

@Suite("What ecg convert may write over")
struct EcgConvertTests {
    @Test("is nothing: a file that is there is named, with the remedy, and left as it was")
    func existing() async throws {
        try await TemporaryFolder.with { folder in
            let kept = folder.appending(path: "kept.xml")
            try kept.fill("a year's work")
            let result = try await Self.convert(Self.source, to: kept)
            #expect(result.code == 64)
            #expect(result.errors.contains { $0.contains("kept.xml") && $0.contains("--force") }, "\(result.errors)")
            #expect(try String(contentsOf: kept, encoding: .utf8) == "a year's work")
        }
    }

    @Test("is what it was told to with --force, and it says what it wrote")
    func forced() async throws {
        try await TemporaryFolder.with { folder in
            let replaced = folder.appending(path: "replaced.csv")
            try replaced.fill("old")
            let result = try await Self.convert(Self.source, to: replaced, "--force")
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.errors.contains { $0.contains("wrote") && $0.contains("replaced.csv") }, "\(result.errors)")
            #expect(try String(contentsOf: replaced, encoding: .utf8).contains("\n"))
        }
    }

    @Test("is not the signal file beside a header that is new")
    func signals() async throws {
        try await TemporaryFolder.with { folder in
            let signals = folder.appending(path: "record.dat")
            try signals.fill("another record's")
            let result = try await Self.convert(Self.source, to: folder.appending(path: "record.hea"))
            #expect(result.code == 64)
            #expect(result.errors.contains { $0.contains("record.dat") }, "\(result.errors)")
            #expect(try String(contentsOf: signals, encoding: .utf8) == "another record's")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "record.hea").path))
        }
    }

    @Test("is never what it converts, whether by another name or by --force")
    func source() async throws {
        try await TemporaryFolder.with { folder in
            let ecg = folder.appending(path: "ecg.xml")
            let bytes = try Data(contentsOf: Self.source)
            try bytes.write(to: ecg)
            try folder.link("alias.xml", to: "ecg.xml")
            for target in [ecg, folder.appending(path: "alias.xml")] {
                let result = try await Self.convert(ecg, to: target, "--force")
                #expect(result.code == 64)
                #expect(result.errors.contains { $0.contains("made from") }, "\(result.errors)")
            }
            #expect(try Data(contentsOf: ecg) == bytes)

            let record = folder.appending(path: "record.hea")
            try #require(try await Self.convert(ecg, to: record).code == 0)
            let signals = try Data(contentsOf: folder.appending(path: "record.dat"))
            #expect(try await Self.convert(record, to: record, "--force").code == 64)
            #expect(try Data(contentsOf: folder.appending(path: "record.dat")) == signals)
        }
    }

    @Test("is nothing where a WFDB record cannot bear the output's name: the output is blamed, and nothing is written")
    func recordName() async throws {
        try await TemporaryFolder.with { folder in
            let result = try await Self.convert(Self.source, to: folder.appending(path: "a b.hea"))
            #expect(result.code == 64)
            #expect(result.errors.contains { $0.contains("--output") && $0.contains("letters") }, "\(result.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    /// A MUSE file that the readers' tests made.
    private static let source = URL(filePath: #filePath)
        .appending(path: "../../../Fuzz/corpus/muse/eight.xml").standardized

    private static func convert(_ file: URL, to target: URL, _ more: String...) async throws -> BuiltProgram.Result {
        try await BuiltProgram.run(["ecg", "convert", file.path, "--output", target.path] + more)
    }
}
