import Foundation
import Yams

/// The bounds on a protocol's text, checked before and while it becomes a tree.
enum ProtocolText {
    /// Bytes of UTF-8.
    static let maximumSize = 1 << 20
    /// Opening brackets in the whole text, and columns before a line's first word: both bound the depth of the tree.
    static let maximumBrackets = 2_000
    static let maximumIndentation = 64

    /// The text in a file's bytes, which must be UTF-8.
    static func decode(_ bytes: Data) throws(ProtocolErrors) -> String {
        guard bytes.count <= maximumSize else { throw tooLarge }
        let remedy = "is not UTF-8 text: save the file as UTF-8"
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw fault("the file is UTF-16: save the file as UTF-8")
        }
        var line = 1
        for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard String(validating: part, as: UTF8.self) != nil else {
                // The valid bytes before the first wrong one, as scalars: decoding marks that one.
                let before = String(decoding: part, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
                throw fault(line: line, column: before.count + 1, "the character \(remedy)")
            }
            line += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The tree of the one document in a text.
    static func compose(_ yaml: String) throws(ProtocolErrors) -> Node {
        try checkBounds(of: yaml)
        do {
            guard let root = try Parser(yaml: yaml).singleRoot() else {
                throw fault("the protocol is empty: write one, or begin with a shipped one")
            }
            return root
        } catch let error as ProtocolErrors {
            throw error
        } catch let error as YamlError {
            if case .duplicatedKeysInMapping(let keys, let context) = error {
                throw DuplicateKeys.faults(keys, context.mark, in: yaml)
            }
            throw syntaxFault(error, in: yaml)
        } catch {
            throw fault("the text cannot be read as YAML")
        }
    }

    private static var tooLarge: ProtocolErrors { fault("the text is larger than 1 MiB, the most a protocol may have") }

    private static func fault(line: Int = 1, column: Int = 1, _ message: String) -> ProtocolErrors {
        ProtocolErrors([.init(line: line, column: column, path: "", message: message)])
    }

    private static func checkBounds(of yaml: String) throws(ProtocolErrors) {
        guard yaml.utf8.count <= maximumSize else { throw tooLarge }
        var brackets = 0
        for (index, line) in yaml.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            brackets += line.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
            if brackets > maximumBrackets || indentation(of: line) > maximumIndentation {
                throw fault(line: index + 1, column: 1, "the text is nested too deeply")
            }
            if let column = controlColumn(in: line) {
                throw fault(line: index + 1, column: column, "a control character: delete it")
            }
            if let column = anchorColumn(in: line) {
                let message = "anchors and aliases (& and * before a word) are not read: write the value out"
                throw fault(line: index + 1, column: column, message)
            }
        }
    }

    /// Leading blanks and list signs: a line cannot open more levels than these.
    private static func indentation(of line: Substring.UTF8View) -> Int {
        line.prefix { [0x09, 0x20, 0x2D, 0x3A, 0x3F].contains($0) }.count
    }

    /// The column, in scalars, of a character that YAML does not allow in a text.
    private static func controlColumn(in line: Substring.UTF8View) -> Int? {
        guard line.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return nil }
        let scalars = Substring(line).unicodeScalars
        let index = scalars.firstIndex { scalar in
            scalar.properties.generalCategory == .control && !["\t", "\r", "\u{85}"].contains(scalar)
        }
        return index.map { scalars.distance(from: scalars.startIndex, to: $0) + 1 }
    }

    /// The column of an anchor or alias: with them a small text can stand for a tree without end.
    private static func anchorColumn(in line: Substring.UTF8View) -> Int? {
        var before = UInt8(ascii: " ")
        let bytes = Array(line) + [UInt8(ascii: " ")]
        for (index, byte) in bytes.enumerated().dropLast() {
            let startsWord = " \t[{,:?-!".utf8.contains(before)
            let sign = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
            if startsWord && sign && !" \t\r".utf8.contains(bytes[index + 1]) { return index + 1 }
            before = byte
        }
        return nil
    }

    private static func syntaxFault(_ error: YamlError, in yaml: String) -> ProtocolErrors {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(line: mark.line, column: mark.column, "not YAML: " + problem + remedy(at: mark, in: yaml))
        case .reader(let problem, _, _, _):
            fault("not YAML: " + problem)
        default:
            fault("the text cannot be read as YAML")
        }
    }

    private static func remedy(at mark: Mark, in yaml: String) -> String {
        let lines = yaml.split(separator: "\n", maxSplits: mark.line, omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return "" }
        let indented = lines[mark.line - 1].prefix { $0 == " " || $0 == "\t" }
        return indented.contains("\t")
            ? ": indent with blanks, not with tabs" : ": look at the indentation and the line before"
    }
}
