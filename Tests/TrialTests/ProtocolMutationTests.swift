import Foundation
import TestSupport
import Testing

@testable import Trial

@Suite("A damaged protocol")
struct ProtocolMutationTests {
    @Test("is a protocol, or is refused with lines that the text has, and never crashes")
    func mutations() throws {
        let id = try #require(TrialID(rawValue: "discovery-shd"))
        let original = Array(try #require(try TrialProtocol.shipped(id)).source.utf8)
        for bytes in Mutations(of: original, count: 2_000, seed: 12) {
            do throws(ProtocolErrors) {
                _ = try TrialProtocol.parse(Data(bytes))
            } catch {
                // Three signs end a line in YAML: one more line than any of them makes is past the end.
                let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).count * 2 + 200
                #expect(!error.faults.isEmpty)
                #expect(error.faults.allSatisfy { (1...lines).contains($0.line) && $0.column >= 0 }, "\(error)")
                #expect(error.faults.allSatisfy { !$0.message.isEmpty })
            }
        }
    }

    @Test("in another encoding is refused with its place and the remedy")
    func encodings() throws {
        let text = "id: x\ntitle: Größe\n"
        for (encoding, line, column) in [(String.Encoding.isoLatin1, 2, 10), (.utf16, 1, 1)] {
            let bytes = try #require(text.data(using: encoding))
            let fault = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(bytes) }?.faults.first
            #expect(fault?.line == line && fault?.column == column, "\(String(describing: fault))")
            #expect(fault?.message.contains("save the file as UTF-8") == true)
        }
    }

    @Test("names every key that occurs twice, and what else is wrong")
    func duplicates() throws {
        let id = try #require(TrialID(rawValue: "discovery-shd"))
        let source = try #require(try TrialProtocol.shipped(id)).source
        let yaml = source.replacing("version: 1", with: "version: 1\nversion: 2\nid: other")
            .replacing("    timeZone: America/New_York", with: "    timeZone: America/New_York\n    name: again")
            .replacing("level: 0.95", with: "level: 95")
        let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
        let messages = error?.faults.map(\.message) ?? []
        for key in ["version", "id", "name"] {
            #expect(messages.contains("the key \(key) occurs twice: keep one"), "\(messages)")
        }
        #expect(error?.faults.contains { $0.path == "analysisPlan.level" } == true, "\(messages)")
        #expect(messages.count == 4)
    }

    @Test("with control characters or tabs is refused at the character")
    func signs() {
        for (yaml, line, column, words) in [
            ("id: x\ntitle: a\u{1B}[31m\n", 2, 9, "control character"),
            ("id: x\ntitle: \"a\\e[31m\"\n", 2, 8, "control characters"),
            ("id: x\nsites:\n\t- code: NYP\n", 3, 1, "not with tabs"),
        ] {
            let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
            let fault = error?.faults.first { $0.message.contains(words) }
            #expect(fault?.line == line && fault?.column == column, "\(String(describing: error))")
        }
    }

    @Test("with sixty thousand wrong keys tells of the first hundred")
    func many() {
        let yaml = (0..<60_000).map { "k\($0): 1" }.joined(separator: "\n")
        let error = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: yaml) }
        #expect(error?.faults.count == 101)
        #expect(error?.faults.contains { $0.message.contains("mend these first") } == true)
    }
}
