import CLibPQ

extension PostgresError {
    /// The server's answer to a statement.
    ///
    /// - Parameters:
    ///   - result: a failed result; it stays the caller's.
    ///   - wasCancelled: whether we asked the server to stop.
    ///   - isConnected: whether the connection survived.
    ///   - script: the text of a script, to tell the line of an error.
    init(_ result: OpaquePointer, wasCancelled: Bool, isConnected: Bool, script: String?) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(diagnosticSQLState)
        let message = field(diagnosticMessage)
        let code = Self.code(state, wasCancelled: wasCancelled, isConnected: isConnected)
        let position = field(diagnosticPosition).flatMap { Int($0) }
        self.init(code, Self.summary(code, state, message) + Self.line(of: position, in: script))
        sqlState = state
        serverMessage = message
        constraint = field(diagnosticConstraint)
        schema = field(diagnosticSchema)
        table = field(diagnosticTable)
        column = field(diagnosticColumn)
    }

    private static func code(_ state: String?, wasCancelled: Bool, isConnected: Bool) -> Code {
        switch state {
        case "57014": wasCancelled ? .cancelled : .timeout
        case _ where !isConnected, "57P01", "57P02", "57P03", "57P05", "25P03": .connection
        default: .server
        }
    }

    private static func summary(_ code: Code, _ state: String?, _ message: String?) -> String {
        switch code {
        case .cancelled: return "the statement was cancelled"
        case .timeout: return "the statement took longer than allowed, or was cancelled at the server"
        case .connection: return "the server ended the connection"
        default: break
        }
        guard let state, let message, speaksOfNamesOnly(state) else { return "the server refused the statement" }
        return message
    }

    /// Classes whose sentences speak of the schema, the statement's text or the server's state, not of values.
    private static func speaksOfNamesOnly(_ state: String) -> Bool {
        ["25", "40", "42", "53", "55"].contains(String(state.prefix(2)))
    }

    private static func line(of position: Int?, in script: String?) -> String {
        guard let position, let script else { return "" }
        let line = 1 + script.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
        return ", at line \(line) of the script"
    }

    /// The connection broke, or was broken when a statement began.
    static let connectionLost = PostgresError(.connection, "the connection to the server is lost")
    /// The connection was closed.
    static let connectionClosed = PostgresError(.misuse, "the connection is closed")
    /// The pool took the connection back.
    static let leaseExpired = PostgresError(.timeout, "the connection was held longer than the pool allows")
    /// The task was cancelled before the statement began.
    static let taskCancelled = PostgresError(.cancelled, "the task was cancelled")
}
