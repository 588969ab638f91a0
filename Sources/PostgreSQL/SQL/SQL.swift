/// A statement whose values travel beside its text.
///
/// Every hole of an interpolated literal becomes a bound parameter: `"SELECT … WHERE id = \(id)"`. Text that is not a literal of
/// the program cannot enter a statement, except as a quoted `\(identifier:)`.
public struct SQL: Sendable {
    /// A piece of the statement; the values of all parameters lie in `values`, one behind the other.
    enum Segment: Sendable {
        case text(String)
        /// A value of so many bytes; -1 for NULL.
        case parameter(type: UInt32, length: Int32)
    }

    private(set) var segments: [Segment]
    private(set) var values: [UInt8] = []
    /// Why the statement cannot be sent, found while it was put together; an array, because one without elements is small.
    private(set) var failures: [PostgresError] = []

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
        var start = 0
        return segments.compactMap { segment in
            guard case .parameter(let type, let length) = segment else { return nil }
            defer { start += Int(max(0, length)) }
            let bytes = length < 0 ? nil : Array(values[start..<start + Int(length)])
            return PostgresParameter(type: PostgresType(oid: type), bytes: bytes)
        }
    }

    /// Whether there is no text and no parameter.
    public var isEmpty: Bool { segments.isEmpty }

    /// Two pieces one after the other, their parameters renumbered.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    /// Appends a piece.
    public static func += (left: inout SQL, right: SQL) {
        left.segments += right.segments
        left.values += right.values
        left.failures += right.failures
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without parameters.
    public init(stringLiteral text: String) { segments = text.isEmpty ? [] : [.text(text)] }

    /// A statement put together by interpolation.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// Collects the pieces of an interpolated literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        @usableFromInline var sql: SQL = ""

        /// Ready for the pieces of a literal.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.segments.reserveCapacity(2 * interpolationCount + 1)
            sql.values.reserveCapacity(16 * interpolationCount)
        }

        /// Text of the program.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { sql.segments.append(.text(literal)) }
        }

        /// A value, bound as a parameter.
        @inlinable
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.bind(Value.postgresType) { (bytes) throws(PostgresError) in try value.encode(into: &bytes) }
        }

        /// A value or NULL, bound as a parameter.
        @inlinable
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            guard let value else { return sql.bindNull(Value.postgresType) }
            sql.bind(Value.postgresType) { (bytes) throws(PostgresError) in try value.encode(into: &bytes) }
        }

        /// A piece of SQL with parameters of its own.
        public mutating func appendInterpolation(fragment: SQL) { sql += fragment }

        /// A name of a table, column, role or schema, quoted.
        public mutating func appendInterpolation(identifier: String) { sql.quote(identifier) }
    }
}

extension SQL {
    @usableFromInline
    mutating func bind(_ type: PostgresType, _ encode: (inout [UInt8]) throws(PostgresError) -> Void) {
        let start = values.count
        do throws(PostgresError) { try encode(&values) } catch { failures.append(error) }
        // More than fits is refused as a whole when the statement is sent.
        let length = Int32(clamping: values.count - start)
        segments.append(.parameter(type: type.oid, length: length))
    }

    @usableFromInline
    mutating func bindNull(_ type: PostgresType) { segments.append(.parameter(type: type.oid, length: -1)) }

    private mutating func quote(_ identifier: String) {
        if identifier.isEmpty || identifier.utf8.contains(0) {
            failures.append(PostgresError(.misuse, "an identifier is empty or holds a NUL character"))
        }
        let quoted = identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        segments.append(.text("\"\(quoted)\""))
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
