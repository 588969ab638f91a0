import Foundation
import Yams

/// The bounds on a protocol's text, checked before and while it becomes a tree.
enum ProtocolText {
    /// Bytes of UTF-8.
    static let maximumSize = 1 << 20
    /// Opening brackets in the whole text, and columns before a line's first word: both bound the depth of the tree.
    static let maximumBrackets = 2_000
    static let maximumIndentation = 64

    /// The tree of the one document in a text.
    static func compose(_ yaml: String) throws(ProtocolErrors) -> Node {
        try checkBounds(of: yaml)
        do {
            guard let root = try Parser(yaml: yaml).singleRoot() else {
                throw fault("the protocol is empty")
            }
            return root
        } catch let error as ProtocolErrors {
            throw error
        } catch {
            throw syntaxFault(error)
        }
    }

    private static func fault(line: Int = 1, column: Int = 1, _ message: String) -> ProtocolErrors {
        ProtocolErrors([.init(line: line, column: column, path: "", message: message)])
    }

    private static func checkBounds(of yaml: String) throws(ProtocolErrors) {
        guard yaml.utf8.count <= maximumSize else {
            throw fault("the text is larger than 1 MiB, the most a protocol may have")
        }
        var brackets = 0
        for (index, line) in yaml.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            brackets += line.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
            if brackets > maximumBrackets || indentation(of: line) > maximumIndentation {
                throw fault(line: index + 1, column: 1, "the text is nested too deeply")
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

    private static func syntaxFault(_ error: any Error) -> ProtocolErrors {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(line: mark.line, column: mark.column, "not YAML: " + problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            fault(
                line: context.mark.line,
                column: context.mark.column,
                "the key \(duplicates.sorted().joined(separator: ", ")) occurs twice: keep one"
            )
        case .reader(let problem, _, _, _):
            fault("not YAML: " + problem)
        default:
            fault("the text cannot be read as YAML")
        }
    }
}
