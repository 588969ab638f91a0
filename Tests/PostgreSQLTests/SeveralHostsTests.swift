import PostgreSQL
import TestSupport
import Testing

/// A primary and its standby for all.
let replicated = Task { try await ReplicatedServer.start(poolSize: 2) }

@Suite(.timeLimit(.minutes(3))) struct SeveralHostsTests {
    /// Nobody, a standby, a primary.
    private enum Port: String { case stopped = "1", standby = "5433", primary = "5432" }

    private func hosts(_ ports: [Port], _ kind: String) async throws -> ConnectionConfiguration {
        var all = try await replicated.value.primary
        let socket = try #require(all.keywords["host"])
        all.keywords["host"] = ports.map { $0 == .stopped ? "127.0.0.1" : socket }.joined(separator: ",")
        all.keywords["port"] = ports.map(\.rawValue).joined(separator: ",")
        all.keywords["target_session_attrs"] = kind
        return all
    }

    private func found(_ ports: [Port], _ kind: String) async throws -> Port? {
        let connection = try await Connection.connect(try await hosts(ports, kind))
        let row = try await connection.query("SELECT current_setting('port') AS port")[0]
        await connection.close()
        return Port(rawValue: try row.decode("port"))
    }

    @Test(arguments: ["read-write", "primary"])
    func `behind a stopped server and one that only reads, the one that takes writes is found`(
        _ kind: String
    ) async throws {
        #expect(try await found([.stopped, .standby, .primary], kind) == .primary)
        #expect(try await found([.primary, .standby, .stopped], kind) == .primary)
    }

    @Test(arguments: ["read-only", "standby", "prefer-standby"])
    func `the standby is found for reading`(_ kind: String) async throws {
        #expect(try await found([.stopped, .primary, .standby], kind) == .standby)
        #expect(try await found([.standby, .primary], kind) == .standby)
    }

    @Test func `the first that answers is taken when nothing is asked`() async throws {
        #expect(try await found([.stopped, .standby, .primary], "any") == .standby)
        #expect(try await found([.stopped, .primary, .standby], "any") == .primary)
        #expect(try await found([.primary, .stopped], "prefer-standby") == .primary)
    }

    @Test func `a database that is set to reading only is no place for writes`() async throws {
        let server = try await replicated.value.primary
        let connection = try await Connection.connect(server)
        try await connection.execute("CREATE DATABASE reading")
        try await connection.execute("ALTER DATABASE reading SET default_transaction_read_only = on")
        await connection.close()
        let refused = try await refusal(try await hosts([.stopped, .primary], "read-write").database("reading"))
        #expect(refused.contains("none of the servers"))
        let other = try await Connection.connect(try await hosts([.primary], "read-only").database("reading"))
        await other.close()
    }

    @Test(arguments: ["read-write", "primary"])
    func `where none takes writes the error says what was asked`(_ kind: String) async throws {
        #expect(try await refusal(try await hosts([.stopped, .standby], kind)).contains("target_session_attrs"))
    }

    @Test(arguments: ["read-only", "standby"])
    func `where none only reads the error says what was asked`(_ kind: String) async throws {
        #expect(try await refusal(try await hosts([.primary, .stopped], kind)).contains("target_session_attrs"))
    }

    private func refusal(_ configuration: ConnectionConfiguration) async throws -> String {
        let error = await #expect(throws: PostgresError.self) { _ = try await Connection.connect(configuration) }
        #expect(error?.code == .connection)
        return "\(try #require(error))"
    }

    @Test func `several hosts and what is asked of them can stand in a URL`() throws {
        let configuration = try ConnectionConfiguration(
            url: "postgresql://ada@one.example:5433,two.example:5434/trial?target_session_attrs=read-write"
        )
        #expect(
            configuration.keywords == [
                "host": "one.example,two.example", "port": "5433,5434", "user": "ada", "dbname": "trial",
                "target_session_attrs": "read-write",
            ]
        )
    }
}
