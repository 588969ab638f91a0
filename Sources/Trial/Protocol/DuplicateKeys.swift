import Yams

/// Finds every key that a mapping has twice, where the YAML parser stops at the first.
///
/// Each time the parser stops, the key it names is replaced by one that nobody writes, of the same length so that all
/// columns stay, and the text is parsed again. What else is wrong with the protocol is found in the end.
enum DuplicateKeys {
    /// Most keys looked for in one run.
    private static let limit = 20
    /// The private use area of Unicode stands for keys that were replaced.
    private static let stand: Unicode.Scalar = "\u{E000}"

    /// Whether a key of the tree is one that was put in place of another.
    static func isStandIn(_ key: String) -> Bool {
        key.unicodeScalars.first.map { $0 >= stand && $0 < "\u{F8FF}" } ?? false
    }

    /// The faults of a text of which the parser has just said that a mapping has `keys` twice.
    static func faults(_ keys: [String], _ mark: Mark, in yaml: String) -> ProtocolErrors {
        var faults: [ProtocolErrors.Fault] = []
        var text = yaml
        var found: (keys: [String], mark: Mark)? = (keys, mark)
        while let (keys, mark) = found, faults.count < limit {
            let key = keys.sorted()[0]
            let message = "the key \(key.prefix(64)) occurs twice: keep one"
            faults.append(.init(line: mark.line, column: mark.column, path: "", message: message))
            guard let mended = replacing(key, at: mark, by: faults.count, in: text) else { break }
            text = mended
            found = nil
            do {
                guard let root = try Parser(yaml: text).singleRoot() else { break }
                faults += TrialProtocol.faults(of: root)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                found = (keys, context.mark)
            } catch {
                break
            }
        }
        return ProtocolErrors(faults)
    }

    /// The text with the key at the mark made unique; nil where it is not written plainly.
    private static func replacing(_ key: String, at mark: Mark, by number: Int, in yaml: String) -> String? {
        var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1), let sign = Unicode.Scalar(stand.value + UInt32(number)) else {
            return nil
        }
        var scalars = Array(lines[mark.line - 1].unicodeScalars)
        let start = mark.column - 1
        let end = start + key.unicodeScalars.count
        guard start >= 0, end <= scalars.count, scalars[start..<end].elementsEqual(key.unicodeScalars) else {
            return nil
        }
        scalars.replaceSubrange(start..<end, with: repeatElement(sign, count: end - start))
        lines[mark.line - 1] = Substring(String(String.UnicodeScalarView(scalars)))
        return lines.joined(separator: "\n")
    }
}
