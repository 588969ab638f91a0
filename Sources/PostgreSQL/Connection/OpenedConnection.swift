import CLibPQ

/// A session that was just opened, on its way into its actor.
///
/// Unchecked because it carries a pointer: nobody else has it until the one actor that takes it over.
struct OpenedConnection: @unchecked Sendable {
    let handle: OpaquePointer
    let canceller: StatementCanceller
    /// Whether the session belongs to this connection alone, with no pooler between.
    let isDirect: Bool

    /// Connects; blocks until the server answers or libpq's `connect_timeout` has passed.
    static func open(_ configuration: ConnectionConfiguration) -> Result<OpenedConnection, PostgresError> {
        let keywords = configuration.completed()
        guard let handle = withCStrings(keywords, PQconnectdbParams) else { return .failure(.connectionLost) }
        guard PQstatus(handle) == CONNECTION_OK, let cancel = PQgetCancel(handle) else {
            let message = PQerrorMessage(handle).map { String(cString: $0) }
            PQfinish(handle)
            return .failure(refusal(keywords, message))
        }
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        let canceller = StatementCanceller(cancel)
        return .success(OpenedConnection(handle: handle, canceller: canceller, isDirect: isDirect(handle)))
    }

    /// Whether the process that greeted us is the one that answers; a pooler makes up a greeting of its own.
    private static func isDirect(_ handle: OpaquePointer) -> Bool {
        let result = PQexec(handle, "SELECT pg_backend_pid()")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, let answer = PQgetvalue(result, 0, 0) else { return false }
        return Int32(String(cString: answer)) == PQbackendPID(handle)
    }

    /// Why there is no session, without libpq's own message, which holds host and user.
    private static func refusal(_ keywords: [(String, String)], _ message: String?) -> PostgresError {
        let summary =
            ConnectionRefusal.allCases.first { $0.isMeant(by: message ?? "") }?.rawValue
            ?? told(by: withCStrings(keywords, PQpingParams))
        var error = PostgresError(.connection, summary)
        error.serverMessage = keywords.filter { ConnectionConfiguration.isSecret($0.0) }
            .reduce(message) { text, secret in text?.withoutOccurrences(of: secret.1) }
        return error
    }

    private static func told(by ping: PGPing) -> String {
        switch ping {
        case PQPING_OK: "the server answers but refuses the login; check user, password and database"
        case PQPING_REJECT: "the server is starting, stopping or recovering; try again"
        case PQPING_NO_ATTEMPT: "the connection's keywords are wrong"
        default: "no server answers at the configured address"
        }
    }

    private static func withCStrings<Value>(
        _ keywords: [(String, String)],
        _ call: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>, Int32) -> Value
    ) -> Value {
        let bytes = keywords.flatMap { Array($0.0.utf8CString) + Array($0.1.utf8CString) }
        return bytes.withUnsafeBufferPointer { buffer in
            var names: [UnsafePointer<CChar>?] = []
            var values: [UnsafePointer<CChar>?] = []
            var offset = 0
            for (name, value) in keywords {
                names.append(buffer.baseAddress.map { $0 + offset })
                offset += name.utf8CString.count
                values.append(buffer.baseAddress.map { $0 + offset })
                offset += value.utf8CString.count
            }
            return call(names + [nil], values + [nil], 0)
        }
    }
}

extension String {
    fileprivate func withoutOccurrences(of secret: String) -> String {
        guard !secret.isEmpty else { return self }
        return split(separator: secret, omittingEmptySubsequences: false).joined(separator: "…")
    }
}
