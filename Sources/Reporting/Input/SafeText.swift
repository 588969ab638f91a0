/// Text from a file that may stand on a terminal: short, without control characters.
enum SafeText {
    static func isSafe(_ text: some StringProtocol, limit: Int) -> Bool {
        text.count <= limit && text.unicodeScalars.allSatisfy { !isControl($0) }
    }

    /// For names in messages: control characters become blanks, the rest is cut.
    static func cleaned(_ text: String, limit: Int = 60) -> String {
        let scalars = text.unicodeScalars.map { isControl($0) ? " " : Character($0) }
        return scalars.count > limit ? String(scalars.prefix(limit)) + "…" : String(scalars)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
