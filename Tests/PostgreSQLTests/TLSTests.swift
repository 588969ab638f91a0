import Foundation
import PostgreSQL
import Testing

/// One server for all: it lets nobody in over the network without TLS.
private let shared = Task { try await NetworkServer(certificate: true) }

@Suite(.timeLimit(.minutes(3))) struct TLSTests {
    private static let secret = "hush-hush"

    /// The error of a login that is refused; it says nothing of the password.
    private func refusal(_ configuration: ConnectionConfiguration) async throws -> String {
        var configuration = configuration
        configuration.keywords["password"] = Self.secret
        let refused = await #expect(throws: PostgresError.self) { _ = try await Connection.connect(configuration) }
        let error = try #require(refused)
        #expect(error.code == .connection)
        for text in ["\(error)", error.serverMessage ?? "", String(reflecting: configuration)] {
            #expect(!text.contains(Self.secret))
        }
        return "\(error)"
    }

    private func isEncrypted(_ configuration: ConnectionConfiguration) async throws -> Bool {
        let connection = try await Connection.connect(configuration)
        let row = try await connection.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0]
        await connection.close()
        return try row.decode("ssl")
    }

    @Test(arguments: [[:], ["sslmode": "verify-full"]])
    func `a certificate for the host from a known authority is accepted`(_ asked: [String: String]) async throws {
        let server = try await shared.value
        let known = asked.merging(["sslrootcert": server.path("authority.crt")]) { $1 }
        #expect(try await isEncrypted(server.remote("db.example", known)))
    }

    @Test(arguments: [[:], ["sslmode": "verify-full"]])
    func `another host's certificate is refused`(_ asked: [String: String]) async throws {
        let server = try await shared.value
        let known = asked.merging(["sslrootcert": server.path("authority.crt")]) { $1 }
        let refused = try await refusal(server.remote("other.example", known))
        #expect(refused.contains("for another host name"))
        #expect(refused.contains("use that name"))
    }

    @Test func `whoever asks for less gets less`() async throws {
        let server = try await shared.value
        #expect(try await isEncrypted(server.remote("other.example", ["sslmode": "require"])))
    }

    @Test func `an unknown authority is refused, and the remedy named`() async throws {
        let server = try await shared.value
        let stranger = ["sslrootcert": server.path("stranger.crt")]
        let refused = try await refusal(server.remote("db.example", stranger))
        #expect(refused.contains("no authority that this machine trusts"))
        #expect(refused.contains("sslrootcert="))
    }

    @Test func `without an authority to ask the server is refused, and the remedy named`() async throws {
        let server = try await shared.value
        let missing = ["sslrootcert": server.path("there-is-none.crt")]
        let refused = try await refusal(server.remote("db.example", missing))
        #expect(refused.contains("nothing to check"))
        #expect(refused.contains("sslrootcert="))
    }

    @Test func `a server without TLS is refused unless that is asked for`() async throws {
        let plain = try await NetworkServer()
        let authority = ["sslrootcert": try await shared.value.path("authority.crt")]
        let refused = try await refusal(plain.remote("db.example", authority))
        #expect(refused.contains("does not encrypt"))
        #expect(refused.contains("sslmode=disable"))
        #expect(try await !isEncrypted(plain.remote("db.example", ["sslmode": "disable"])))
        try await plain.stop("immediate")
    }

    @Test func `a cancelled task stops its statement behind TLS`() async throws {
        let server = try await shared.value
        let pool = Pool(server.remote("db.example", ["sslrootcert": server.path("authority.crt")]))
        try await pool.expectStopped { _ = try await $0.query("SELECT pg_sleep(600)") }
        try await pool.expectStopped { _ = try await $0.pipeline(["SELECT 1", "SELECT pg_sleep(600)"]) }
        await pool.close()
    }
}
