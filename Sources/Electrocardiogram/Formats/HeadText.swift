/// The beginning of a file taken for text, in which the text formats show themselves.
struct HeadText {
    /// ASCII, with other bytes left as they are; empty where the file is no text.
    private let bytes: ArraySlice<UInt8>

    init(_ head: [UInt8]) {
        var text = head[...]
        if let order = XMLEncoding.byteOrder(of: head) {
            // The low halves are enough to tell names of elements, which are ASCII.
            let low = order == .littleEndian ? 0 : 1
            text = ArraySlice(stride(from: low, to: head.count, by: 2).map { head[$0] })
            if text.first == 0xFF || text.first == 0xFE { text = text.dropFirst() }
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        bytes = text.contains(0) ? [] : text
    }

    /// The name of the first element, without a prefix; nil where the text is no XML.
    var rootElement: String? {
        var rest = bytes
        while true {
            rest = rest.drop { $0 <= 0x20 }
            guard rest.first == UInt8(ascii: "<") else { return nil }
            if rest.starts(with: "<!--".utf8) {
                rest = Self.after("-->", in: rest.dropFirst(4))
            } else if rest.starts(with: "<?".utf8) {
                rest = Self.after("?>", in: rest)
            } else if rest.starts(with: "<!".utf8) {
                rest = Self.afterDocumentType(rest)
            } else {
                break
            }
        }
        let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        return name.split(separator: UInt8(ascii: ":")).last.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the first lines are those of a WFDB header: a record with its number of signals, then a signal file.
    var isWFDBHeader: Bool {
        // Not lazily: a lazy filter's indices count the lines that it leaves out.
        let lines = lines.filter { !$0.starts(with: "#".utf8) && !$0.allSatisfy { $0 <= 0x20 } }
        let fields = lines.prefix(2).map { line in
            line.split { $0 <= 0x20 }.map { String(decoding: $0, as: UTF8.self) }
        }
        guard let record = fields.first, record.count >= 2, record[0].contains(#/^[A-Za-z0-9_-]+(\/[0-9]+)?$/#),
            let signals = Int(record[1]), (1...1000).contains(signals), fields.count == 2, fields[1].count >= 2
        else { return false }
        guard record.count < 3 || record[2].first?.isNumber == true else { return false }
        return fields[1][1].contains(#/^[0-9]+(x[0-9]+)?(:[0-9]+)?(\+[0-9]+)?$/#)
    }

    /// Whether the first line that is no comment names leads, separated by commas.
    ///
    /// Any text may begin with a word such as `I`: a single lead counts only where a rate or a time is stated with it.
    var isCSV: Bool {
        let comments = lines.prefix { $0.starts(with: "#".utf8) || $0.allSatisfy { $0 <= 0x20 } }
        guard let header = lines.dropFirst(comments.count).first else { return false }
        let columns = String(decoding: header, as: UTF8.self).split { ",;\t".contains($0) }
            .map { RecordingCSVColumn(name: String($0)) }
        let leads = columns.count { $0.lead != nil }
        guard leads == 1 else { return leads > 1 }
        return columns.contains(where: \.isTime)
            || comments.contains { RecordingCSVComment($0).map { RecordingCSVRate.keys.contains($0.key) } ?? false }
    }

    private var lines: [ArraySlice<UInt8>] { bytes.split { $0 == 0x0A || $0 == 0x0D } }

    private static func after(_ mark: String, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let mark = Array(mark.utf8)
        var rest = text
        while let start = rest.firstIndex(of: mark[0]) {
            rest = rest[start...]
            if rest.starts(with: mark) { return rest.dropFirst(mark.count) }
            rest = rest.dropFirst()
        }
        return []
    }

    /// A document type ends at `>`, but not within quotes, comments or the brackets of its own declarations.
    private static func afterDocumentType(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text.dropFirst(2)
        var depth = 0
        while let character = rest.first {
            if rest.starts(with: "<!--".utf8) {
                rest = after("-->", in: rest.dropFirst(4))
                continue
            }
            rest = rest.dropFirst()
            switch character {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): rest = rest.drop { $0 != character }.dropFirst()
            case UInt8(ascii: "["), UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">"):
                guard depth > 0 else { return rest }
                depth -= 1
            default: break
            }
        }
        return []
    }
}
