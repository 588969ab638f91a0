/// A statement whose values travel beside its text.
///
/// Every hole of an interpolated literal becomes a bound parameter: `"SELECT … WHERE id = \(id)"`. Text that is not a literal of
/// the program cannot enter a statement, except as a quoted `\(identifier:)`.
public struct SQL: Sendable {
    enum Segment: Sendable {
        case text(String)
        case parameter(PostgresParameter)
    }

    var segments: [Segment]
    /// Why the statement cannot be sent, found while it was put together.
    var failure: PostgresError?

    /// The statement with `$1`, `$2`, … where the parameters stand.
    public var text: String {
        var number = 0
        return segments.reduce(into: "") { text, segment in
            switch segment {
            case .text(let literal): text += literal
            case .parameter:
                number += 1
                text += "$\(number)"
            }
        }
    }

    /// The parameters in the order of their numbers.
    public var parameters: [PostgresParameter] {
        segments.compactMap { segment in
            guard case .parameter(let parameter) = segment else { return nil }
            return parameter
        }
    }

    /// Whether there is no text and no parameter.
    public var isEmpty: Bool { segments.isEmpty }

    /// Two pieces one after the other, their parameters renumbered.
    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(segments: left.segments + right.segments, failure: left.failure ?? right.failure)
    }

    /// Appends a piece.
    public static func += (left: inout SQL, right: SQL) {
        left.segments += right.segments
        left.failure = left.failure ?? right.failure
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without parameters.
    public init(stringLiteral text: String) { segments = text.isEmpty ? [] : [.text(text)] }

    /// A statement put together by interpolation.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// Collects the pieces of an interpolated literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql: SQL = ""

        /// Ready for the pieces of a literal.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.segments.reserveCapacity(2 * interpolationCount + 1)
        }

        /// Text of the program.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { sql.segments.append(.text(literal)) }
        }

        /// A value, bound as a parameter.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.segments.append(.parameter(PostgresParameter(value)))
        }

        /// A value or NULL, bound as a parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.segments.append(.parameter(PostgresParameter(value)))
        }

        /// A piece of SQL with parameters of its own.
        public mutating func appendInterpolation(fragment: SQL) { sql += fragment }

        /// A name of a table, column, role or schema, quoted.
        public mutating func appendInterpolation(identifier: String) {
            if identifier.isEmpty || identifier.utf8.contains(0) {
                sql.failure = sql.failure ?? PostgresError(.misuse, "an identifier is empty or holds a NUL character")
            }
            let quoted = identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            sql.segments.append(.text("\"\(quoted)\""))
        }
    }
}

extension Sequence<SQL> {
    /// The pieces one after the other with `separator` between them.
    public func joined(separator: SQL = ", ") -> SQL {
        var result: SQL = ""
        for (index, piece) in enumerated() {
            if index > 0 { result += separator }
            result += piece
        }
        return result
    }
}
