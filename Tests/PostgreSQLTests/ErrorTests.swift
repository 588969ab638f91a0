import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct ErrorTests {
    private static let secret = "Erika Mustermann 1964"

    private func error(of work: () async throws -> Void) async throws -> PostgresError {
        do {
            try await work()
        } catch let error as PostgresError { return error }
        throw Missing()
    }

    private struct Missing: Error {}

    @Test func `a violated constraint is named, at the caller's line, without the value`() async throws {
        try await withConnection { connection in
            try await connection.run(script: "CREATE SCHEMA s; CREATE TABLE s.t (name text CONSTRAINT once UNIQUE)")
            try await connection.execute("INSERT INTO s.t VALUES (\(Self.secret))")
            let line = #line + 2
            let error = try await error {
                try await connection.execute("INSERT INTO s.t VALUES (\(Self.secret))")
            }
            #expect(error.code == .server)
            #expect(error.sqlState == "23505")
            #expect(error.constraint == "once")
            #expect(error.table == "t")
            #expect(error.file == #fileID)
            #expect(error.line == line)
            for part in ["23505", "once", "s.t", "\(#fileID):\(line)"] { #expect("\(error)".contains(part)) }
            expectNoSecret(error)
        }
    }

    @Test func `a value that the server cannot read is not repeated`() async throws {
        try await withConnection { connection in
            let unreadable = try await error { _ = try await connection.query("SELECT \(Self.secret)::int8") }
            #expect(unreadable.sqlState == "22P02")
            #expect(unreadable.serverMessage?.contains(Self.secret) == true)
            expectNoSecret(unreadable)
            let raised = try await error {
                try await connection.run(script: "DO $$ BEGIN RAISE EXCEPTION '%', '\(Self.secret)'; END $$")
            }
            expectNoSecret(raised)
            let row = try await connection.query("SELECT \(Self.secret) AS name")[0]
            expectNoSecret(try #require(throws: PostgresError.self) { try row.decode("name", as: Int.self) })
        }
    }

    private func expectNoSecret(_ error: PostgresError) {
        var dumped = ""
        dump(error, to: &dumped)
        for text in ["\(error)", String(reflecting: error), dumped, error.localizedDescription] {
            #expect(!text.contains(Self.secret))
        }
    }

    @Test func `an error in a script tells its line`() async throws {
        try await withConnection { connection in
            let error = try await error { try await connection.run(script: "SELECT 1;\n\nSELECT\n  nonsense;\n") }
            #expect(error.sqlState == "42703")
            #expect("\(error)".contains("line 4 of the script"))
        }
    }

    @Test func `a missing, a doubled and a NULL column are told apart`() async throws {
        try await withConnection { connection in
            let row = try await connection.query("SELECT 1 AS a, 2 AS b, 3 AS b, NULL::int8 AS c")[0]
            let missing = try #require(throws: PostgresError.self) { try row.decode("z", as: Int.self) }
            #expect("\(missing)".contains("a, b, b, c"))
            let doubled = try #require(throws: PostgresError.self) { try row.decode("b", as: Int.self) }
            #expect("\(doubled)".contains("two columns"))
            let null = try #require(throws: PostgresError.self) { try row.decode("c", as: Int.self) }
            #expect(null.column == "c")
            #expect(null.file == #fileID)
            #expect(try row.decode("c", as: Int?.self) == nil)
        }
    }

    @Test func `no server, no database and a password in the address are told without the password`() async throws {
        let nowhere = try ConnectionConfiguration(url: "postgresql://someone:hush-hush@127.0.0.1:1/nothing")
        let unreachable = try await error { _ = try await Connection.connect(nowhere) }
        #expect(unreachable.code == .connection)
        #expect("\(unreachable)".contains("no server answers"))
        let refused = try await error {
            _ = try await Connection.connect(try await TestCluster.superuser().database("there-is-none"))
        }
        #expect("\(refused)".contains("refuses the login"))
        for text in ["\(unreachable)", unreachable.serverMessage ?? "", "\(nowhere)", String(reflecting: nowhere)] {
            #expect(!text.contains("hush-hush"))
        }
    }

    @Test func `an address is read or refused`() throws {
        let configuration = try ConnectionConfiguration(url: "postgresql://ada@db.example:5433/trial?sslmode=require")
        #expect(
            configuration.keywords == [
                "user": "ada", "host": "db.example", "port": "5433", "dbname": "trial", "sslmode": "require",
            ]
        )
        for bad in ["postgresql://a:hush-hush@[host", "nonsense", "passwort=hush-hush"] {
            let error = try #require(throws: PostgresError.self) { try ConnectionConfiguration(url: bad) }
            #expect(error.code == .misuse)
            #expect(!"\(error)".contains("hush-hush"))
        }
    }
}
