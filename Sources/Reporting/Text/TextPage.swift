/// Lines for a terminal, at most 100 columns wide, coloured only on demand.
struct TextPage {
    static let width = 100

    /// Whether a terminal shows it; a pipe or a file gets none of the control sequences.
    let coloured: Bool
    private(set) var lines: [String] = []

    var text: String { lines.joined(separator: "\n") + "\n" }

    init(coloured: Bool) { self.coloured = coloured }

    mutating func add(_ line: String = "") { lines.append(line) }

    mutating func addHeading(_ line: String) { lines.append(styled(line, "1")) }

    /// A table whose header is dimmed.
    mutating func add(_ table: TextTable) {
        for (index, line) in table.lines().enumerated() { lines.append(index == 0 ? styled(line, "2") : line) }
    }

    /// Text broken between words, continuation lines indented by `hang`.
    mutating func addWrapped(_ text: String, indent: Int = 0, hang: Int = 0) {
        var line = String(repeating: " ", count: indent)
        var empty = true
        for word in text.split(separator: " ") {
            if !empty, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = String(repeating: " ", count: indent + hang)
                empty = true
            }
            line += empty ? String(word) : " " + word
            empty = false
        }
        lines.append(line)
    }

    private func styled(_ line: String, _ code: String) -> String {
        coloured ? "\u{1B}[\(code)m\(line)\u{1B}[0m" : line
    }
}
