import Foundation
import Testing

/// What the handbook shows is what the program prints.
@Suite("The handbook's walk from a CSV to numbers")
struct AnalysisWalkTests {
    /// A command line and the lines under it; `…` stands for any number of lines left out.
    struct Transcript: Sendable, CustomTestStringConvertible {
        let command: String
        let lines: [String]

        var testDescription: String { command }
    }

    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

    static let transcripts: [Transcript] = {
        let page = root.appending(path: "Docs/handbook/analysis.md")
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```\n").compactMap { block in
            guard block.hasPrefix("$ stratum ") else { return nil }
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return Transcript(command: String(lines[0].dropFirst(10)), lines: Array(lines.dropFirst().dropLast()))
        }
    }()

    @Test("has transcripts")
    func there() { #expect(Self.transcripts.count > 5) }

    @Test("is what the program prints", arguments: transcripts)
    func printed(_ transcript: Transcript) async throws {
        let words = Self.words(transcript.command).map { word in
            word.hasPrefix("Docs/") ? Self.root.appending(path: word).path : word
        }
        let result = try await BuiltProgram.run(words)
        #expect(result.code == 0, "\(result.errors)")
        var rest = result.output.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var hasGap = false
        for line in transcript.lines {
            if line == "…" {
                hasGap = true
                continue
            }
            if hasGap { rest = rest.drop { $0 != line } }
            #expect(rest.first.map(String.init) == line)
            rest = rest.dropFirst()
            hasGap = false
        }
    }

    /// Words separated by blanks; single quotes keep blanks together.
    private static func words(_ line: String) -> [String] {
        line.split(separator: "'", omittingEmptySubsequences: false).enumerated().reduce(into: [""]) { words, part in
            if part.offset.isMultiple(of: 2) {
                let pieces = part.element.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
                words[words.count - 1] += pieces[0]
                words += pieces.dropFirst()
            } else {
                words[words.count - 1] += part.element
            }
        }.filter { !$0.isEmpty }
    }
}
