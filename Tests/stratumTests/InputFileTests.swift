import ArgumentParser
import Foundation
import Testing

@testable import stratum

@Suite("A file that a person names")
struct InputFileTests {
    @Test("is read whole, an empty one and one at the limit too")
    func whole() async throws {
        try await TemporaryFolder.with { folder in
            for count in [0, 1, 4_095, 4_096, 100_000] {
                let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
                let file = folder.appending(path: "\(count)")
                try bytes.write(to: file)
                #expect(try InputFile.bytes(file.path, limit: count) == bytes)
            }
        }
    }

    @Test("is refused beyond the limit, with its size")
    func tooLarge() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "x")
            try file.fill("12345")
            #expect(throws: FileFault.tooLarge(bytes: 5, limit: 4)) { try InputFile.bytes(file.path, limit: 4) }
        }
    }

    @Test("and is none has its own fault, and is not waited for")
    func faults() async throws {
        try await TemporaryFolder.with { folder in
            let expected: [(BadFile, FileFault)] = [
                (.missing, .missing), (.folder, .folder), (.linkLoop, .linkLoop), (.brokenLink, .brokenLink),
                (.pipe, .notAFile), (.device, .notAFile),
            ]
            for (kind, fault) in expected {
                let path = try kind.make(in: folder)
                #expect(throws: fault, "\(kind)") { try InputFile.bytes(path, limit: 100) }
            }
            #expect(throws: FileFault.noName) { try InputFile.bytes("", limit: 100) }
            #expect(throws: FileFault.missing) {
                try InputFile.bytes("/" + String(repeating: "x", count: 1_000_000), limit: 100)
            }
        }
    }
}

@Suite("A line for a terminal")
struct PrintableTextTests {
    @Test("is one line that moves no cursor, and keeps letters of every script")
    func signs() {
        #expect("a\u{1B}[31mb\nc\u{9B}d\u{202E}e\u{0}".printable == "a [31mb c d e ")
        #expect("Müller 山田 محمد é".printable == "Müller 山田 محمد é")
    }

    @Test("keeps beginning and end of much")
    func cut() {
        let text = "begin " + String(repeating: "x", count: 5_000) + " end"
        #expect(text.printable(limit: 20) == "begin xxxx…xxxxxx end")
    }

    @Test(
        "that a person typed and the database keeps must say something and nothing that moves a cursor",
        arguments: ["", "  ", "a\u{7}b", "two\nlines", String(repeating: "x", count: 11)]
    )
    func typed(_ text: String) {
        #expect(throws: ValidationError.self) { try TypedText.check(text, "--reason", limit: 10) }
        #expect(throws: Never.self) { try TypedText.check("no time", "--reason", limit: 10) }
    }
}
