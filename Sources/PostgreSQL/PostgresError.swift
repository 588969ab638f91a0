/// What went wrong between a caller and the server, without the values that were involved.
///
/// The description shows the code, SQLSTATE, names of schema objects and the caller's position; never parameters, the server's
/// detail, or a password.
public struct PostgresError: Error, Sendable {
    /// The kind of failure: what a caller may decide on before looking at `sqlState`.
    public enum Code: String, Sendable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// The server cannot be reached, or the connection broke.
        case connection
        /// The connection broke during COMMIT: the work may or may not be stored.
        case outcomeUnknown = "outcome unknown"
        /// A statement, a lease or the wait for a connection took too long.
        case timeout
        /// Too many callers wait for a connection already.
        case poolExhausted = "pool exhausted"
        /// The pool was closed.
        case poolClosed = "pool closed"
        /// A column is missing, or its value does not fit the asked type.
        case decoding
        /// The task was cancelled.
        case cancelled
        /// The client was used in a way it does not allow.
        case misuse
    }

    /// The kind of failure.
    public let code: Code
    /// What happened and what to do, free of values.
    public let summary: String
    /// Five characters of the SQL standard, such as `23505`, when the server answered.
    public internal(set) var sqlState: String?
    /// The constraint that was violated.
    public internal(set) var constraint: String?
    /// The schema of `table`.
    public internal(set) var schema: String?
    /// The table concerned.
    public internal(set) var table: String?
    /// The column concerned.
    public internal(set) var column: String?
    /// The server's own sentence; it can quote values, so keep it away from logs and users.
    public internal(set) var serverMessage: String?
    /// Which statement of a pipeline failed, from 0.
    public internal(set) var statement: Int?
    /// The file of the caller (`#fileID`).
    public internal(set) var file: String?
    /// The line of the caller.
    public internal(set) var line: Int?

    /// An error made by the client or by a codec.
    public init(_ code: Code, _ summary: String) {
        self.code = code
        self.summary = summary
    }

    /// The same error, at the caller's position unless it has one already.
    @usableFromInline
    func at(_ file: String, _ line: Int) -> PostgresError {
        guard self.file == nil else { return self }
        var copy = self
        copy.file = file
        copy.line = line
        return copy
    }

    /// The same error, of one statement among several.
    func ofStatement(_ index: Int?) -> PostgresError {
        var copy = self
        copy.statement = index
        return copy
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line, safe to log.
    public var description: String {
        var parts = ["PostgreSQL \(code.rawValue): \(summary)"]
        if let sqlState { parts.append("SQLSTATE \(sqlState)") }
        if let constraint { parts.append("constraint \(constraint)") }
        if let table { parts.append("table \(schema.map { $0 + "." } ?? "")\(table)") }
        if let column { parts.append("column \(column)") }
        if let statement { parts.append("statement \(statement) of the pipeline") }
        if let file, let line { parts.append("at \(file):\(line)") }
        return parts.joined(separator: ", ")
    }

    /// The same line: a debugger's print may end in a log too.
    public var debugDescription: String { description }
}

extension PostgresError: CustomReflectable {
    /// Nothing but the description, so that `dump` cannot spill the server's message.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
