/// A table of plain text: columns aligned by blanks, no boxes.
struct TextTable {
    enum Alignment { case left, right }

    struct Column {
        let title: String
        let alignment: Alignment
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) { self.columns = columns.map { Column(title: $0.0, alignment: $0.1) } }

    /// Adds a row; missing fields at its end stay blank.
    mutating func add(_ fields: [String]) {
        let missing = max(0, columns.count - fields.count)
        rows.append(fields.prefix(columns.count) + Array(repeating: "", count: missing))
    }

    /// The lines without line ends: header first, no blanks at the ends.
    func lines(indent: Int = 2, gap: Int = 2) -> [String] {
        let header = columns.map(\.title)
        let widths = columns.indices.map { index in
            ([header] + rows).map { $0[index].count }.max() ?? 0
        }
        return ([header] + rows).map { fields in
            let cells = zip(fields, zip(columns, widths)).map { field, shape in
                Self.padded(field, to: shape.1, shape.0.alignment)
            }
            let line =
                String(repeating: " ", count: indent) + cells.joined(separator: String(repeating: " ", count: gap))
            return Self.trimmed(line)
        }
    }

    private static func padded(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return alignment == .left ? text + blanks : blanks + text
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
