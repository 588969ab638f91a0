/// JSON whose keys keep the order in which they were written, so that equal reports are equal bytes.
indirect enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    /// Indented text with a line end; short arrays of scalars stay on one line.
    var text: String { text(indent: 0) + "\n" }

    static func == (a: JSONValue, b: JSONValue) -> Bool { a.text == b.text }

    private func text(indent: Int) -> String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): value.description
        case .double(let value): Self.number(value)
        case .string(let value): Self.quoted(value)
        case .array(let values): Self.array(values, indent: indent)
        case .object(let members): Self.object(members, indent: indent)
        }
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private static func array(_ values: [JSONValue], indent: Int) -> String {
        if values.allSatisfy(\.isScalar), values.count <= 4 {
            return "[" + values.map { $0.text(indent: 0) }.joined(separator: ", ") + "]"
        }
        return block("[", values.map { $0.text(indent: indent + 2) }, "]", indent: indent)
    }

    private static func object(_ members: [(String, JSONValue)], indent: Int) -> String {
        guard !members.isEmpty else { return "{}" }
        return block("{", members.map { quoted($0.0) + ": " + $0.1.text(indent: indent + 2) }, "}", indent: indent)
    }

    private static func block(_ open: String, _ parts: [String], _ close: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return open + "\n" + parts.map { margin + "  " + $0 }.joined(separator: ",\n") + "\n" + margin + close
    }

    /// The shortest digits that read back to the same double.
    ///
    /// Infinity, which JSON lacks, is a string.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "null" }
        if value.isInfinite { return value < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
        return value.description
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
