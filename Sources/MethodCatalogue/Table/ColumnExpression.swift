/// A value made from one column of a table.
///
///     age              the column itself
///     age/10           divided by a number
///     1/p_verify       its reciprocal
///     1-p_event_5d     its complement
///     sex=M            1 where the column says so, else 0
///     tier in high|mid 1 where the column says one of these, else 0
///     tier as low|mid|high   0, 1, 2 … by the place in the list
package struct ColumnExpression: Sendable, Equatable {
    enum Form: Sendable, Equatable {
        case plain
        case dividedBy(Double)
        case reciprocal
        case complement
        case isOneOf([String])
        case codedAs([String])
    }

    let column: String
    let form: Form

    init(column: String, form: Form = .plain) {
        self.column = column
        self.form = form
    }

    /// Reads an expression; anything else is the name of a column.
    package init(_ text: String) {
        if let parts = Self.split(text, at: " as ") {
            self.init(column: parts.0, form: .codedAs(Self.choices(parts.1)))
        } else if let parts = Self.split(text, at: " in ") {
            self.init(column: parts.0, form: .isOneOf(Self.choices(parts.1)))
        } else if let parts = Self.split(text, at: "=") {
            self.init(column: parts.0, form: .isOneOf([parts.1]))
        } else if text.hasPrefix("1/") {
            self.init(column: String(text.dropFirst(2)), form: .reciprocal)
        } else if text.hasPrefix("1-") {
            self.init(column: String(text.dropFirst(2)), form: .complement)
        } else if let parts = Self.split(text, at: "/"), let divisor = Double(decimal: parts.1) {
            self.init(column: parts.0, form: .dividedBy(divisor))
        } else {
            self.init(column: text)
        }
    }

    /// What it is called where it stands among others: the column, with what was made of it.
    var title: String {
        switch form {
        case .plain, .codedAs: column
        case .dividedBy(let divisor): "\(column)/\(divisor.plain)"
        case .reciprocal: "1/\(column)"
        case .complement: "1-\(column)"
        case .isOneOf(let names):
            names.count == 1 ? "\(column)=\(names[0])" : "\(column) in \(names.joined(separator: "|"))"
        }
    }

    private static func split(_ text: String, at separator: String) -> (String, String)? {
        guard let range = text.firstRange(of: separator) else { return nil }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    private static func choices(_ text: String) -> [String] { text.split(separator: "|").map(String.init) }
}
