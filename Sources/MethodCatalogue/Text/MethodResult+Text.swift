import Biostatistics
import Foundation

/// A result as lines of text: names at the left, values at the right, records indented, limits as "a to b".
extension MethodResult {
    /// Lists longer than this are cut, and say so.
    private static let shownElements = 24

    /// - Parameters:
    ///   - name: what stands before the first value; empty for a whole result.
    ///   - digits: significant digits of a number, 1...17.
    /// - Returns: lines without line ends.
    package func lines(_ name: String = "", digits: Int) -> [String] {
        let notes = ReasonNotes(of: self)
        return lines(name, Style(digits: digits, notes: notes)) + notes.lines
    }

    /// How values are written.
    private struct Style {
        let digits: Int
        let notes: ReasonNotes
    }

    private func lines(_ name: String, _ style: Style) -> [String] {
        switch self {
        case .record(let members): return record(name, members, style)
        case .list(let elements): return list(name, elements, style)
        default: return ["\(name.padded(28))\(inline(style))"]
        }
    }

    private func record(_ name: String, _ members: [Member], _ style: Style) -> [String] {
        if let rows = Self.transposed(members) { return rows.list(name, rows.elements, style) }
        if let interval = interval(style) { return ["\(name.padded(28))\(interval)"] }
        let body = members.flatMap { $0.value.lines($0.name, style) }
        return name.isEmpty ? body : [name] + body.map { "  " + $0 }
    }

    private func list(_ name: String, _ elements: [MethodResult], _ style: Style) -> [String] {
        let shown = elements.prefix(Self.shownElements)
        let rest = elements.count > shown.count ? ["… and \(elements.count - shown.count) more, with --json"] : []
        if let table = Self.table(Array(shown), style) { return [name] + (table + rest).map { "  " + $0 } }
        if shown.contains(where: \.isRecord) {
            let body = shown.enumerated().flatMap { $1.lines("[\($0)]", style) }
            return [name] + (body + rest).map { "  " + $0 }
        }
        let values = shown.map { $0.inline(style) } + rest
        return ["\(name.padded(28))\(values.isEmpty ? "none" : values.joined(separator: "  "))"]
    }

    /// A record of lists of one length, such as the steps of a curve, as a list of records.
    private static func transposed(_ members: [Member]) -> MethodResult? {
        let lists = members.map(\.value.elements)
        guard members.count > 1, let count = lists.first?.count, count > 1, lists.allSatisfy({ $0.count == count }),
            !lists.joined().contains(where: { $0.isRecord || !$0.elements.isEmpty })
        else { return nil }
        return .list(
            (0..<count).map { row in
                .record(zip(members, lists).map { Member(name: $0.name, value: $1[row]) })
            }
        )
    }

    /// What a list holds; nothing for what is none.
    private var elements: [MethodResult] {
        if case .list(let elements) = self { elements } else { [] }
    }

    /// Records of the same flat members become rows under a heading.
    private static func table(_ elements: [MethodResult], _ style: Style) -> [String]? {
        let rows = elements.compactMap { $0.cells(style) }
        guard rows.count == elements.count, let first = rows.first, rows.allSatisfy({ $0.map(\.0) == first.map(\.0) })
        else { return nil }
        let columns = first.indices.map { column in [first[column].0] + rows.map { $0[column].1 } }
        let widths = columns.map { $0.map(\.count).max() ?? 0 }
        return (0...rows.count).map { row in
            zip(columns, widths).map { $0[row].padded($1 + 2) }.joined().trimmedEnd
        }
    }

    /// Names and texts of a flat record; nil for anything deeper.
    private func cells(_ style: Style) -> [(String, String)]? {
        guard case .record(let members) = self, !members.isEmpty else { return nil }
        let cells = members.compactMap { member -> (String, String)? in
            if member.value.isRecord { return member.value.interval(style).map { (member.name, $0) } }
            if case .list = member.value { return nil }
            return (member.name, member.value.inline(style))
        }
        return cells.count == members.count ? cells : nil
    }

    private func interval(_ style: Style) -> String? {
        guard case .record(let members) = self, members.map(\.name) == ["lower", "upper"] else { return nil }
        if case .notEstimable = members[0].value, case .notEstimable = members[1].value {
            return members[0].value.inline(style)
        }
        return "\(members[0].value.inline(style)) to \(members[1].value.inline(style))"
    }

    private var isRecord: Bool {
        if case .record = self { true } else { false }
    }

    private func inline(_ style: Style) -> String {
        switch self {
        case .number(let number): Self.text(number, style.digits)
        case .count(let count): "\(count)"
        case .truth(let truth): truth ? "yes" : "no"
        case .text(let text): text
        case .notEstimable(let reason): "\(DisplayFormat.notEstimable) \(style.notes.mark(of: reason) ?? "(\(reason))")"
        case .list(let elements): elements.map { $0.inline(style) }.joined(separator: "  ")
        case .record(let members): members.map { "\($0.name) \($0.value.inline(style))" }.joined(separator: "  ")
        }
    }

    private static func text(_ number: Double, _ digits: Int) -> String {
        number.isInfinite
            ? DisplayFormat.number(number, decimals: 0) : String(format: "%.\(digits)g", number)
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        isEmpty ? "" : self + String(repeating: " ", count: Swift.max(1, width - count))
    }

    fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
