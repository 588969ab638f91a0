import Foundation
import PostgreSQL
import Testing

@Suite struct SQLTests {
    @Test func `every hole becomes a parameter, in order`() {
        let none: Int? = nil
        let sql: SQL = "SELECT \(1), \("two"), \(none), \([3.0])"
        #expect(sql.text == "SELECT $1, $2, $3, $4")
        #expect(sql.parameters.map(\.type.oid) == [20, 25, 20, 1022])
        #expect(sql.parameters.map { $0.bytes == nil } == [false, false, true, false])
    }

    @Test func `pieces are renumbered where they are put`() {
        let condition: SQL = "b = \(2) AND c = \(3)"
        let sql: SQL = "SELECT a = \(1) WHERE \(fragment: condition) OR d = \(4)"
        #expect(sql.text == "SELECT a = $1 WHERE b = $2 AND c = $3 OR d = $4")
        #expect(sql.parameters.map { $0.bytes?.last } == [1, 2, 3, 4])
        #expect((condition + " OR " + condition).text == "b = $1 AND c = $2 OR b = $3 AND c = $4")
        #expect((["\(1)", "\(2)", "\(3)"] as [SQL]).joined(separator: ", ").text == "$1, $2, $3")
        #expect(([] as [SQL]).joined().isEmpty)
    }

    @Test(arguments: ["'; DROP TABLE t; --", "$1", "\\'; --", "\" OR 1=1", "'' OR ''=''"])
    func `a hostile string stays a value`(_ hostile: String) async throws {
        try await withConnection { connection in
            try await connection.run(script: "CREATE TABLE t (name text)")
            try await connection.execute("INSERT INTO t VALUES (\(hostile))")
            let rows = try await connection.query("SELECT name FROM t WHERE name = \(hostile)")
            #expect(try rows.map { try $0.decode("name", as: String.self) } == [hostile])
        }
    }

    @Test(arguments: ["plain", "Two Words", "a\"b", "\"; DROP TABLE t; --", "select"])
    func `an identifier is quoted`(_ name: String) async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TABLE \(identifier: name) (id int8)")
            let rows = try await connection.query("SELECT count(*) AS n FROM pg_class WHERE relname = \(name)")
            #expect(try rows[0].decode("n", as: Int.self) == 1)
        }
    }

    @Test func `an identifier that cannot be quoted and text with NUL are refused`() async throws {
        try await withConnection { connection in
            let statements: [SQL] = ["SELECT \(identifier: "")", "SELECT \(identifier: "a\0b")", "SELECT \("a\0b")"]
            for sql in statements {
                await #expect { try await connection.query(sql) } throws: { ($0 as? PostgresError)?.code == .misuse }
            }
        }
    }

    @Test func `more parameters than the protocol counts are refused`() async throws {
        try await withConnection { connection in
            let holes = (0..<65_536).map { "\($0)" as SQL }.reduce(into: [SQL]()) { $0.append($1) }
            let sql: SQL = "SELECT 1 WHERE 1 IN (" + holes.joined() + ")"
            await #expect { try await connection.query(sql) } throws: { ($0 as? PostgresError)?.code == .misuse }
        }
    }

    @Test func `preparing tells the types of parameters and columns`() async throws {
        try await withConnection { connection in
            let description = try await connection.prepared("SELECT \(1) AS number, \("x") AS word")
            #expect(description.parameters.map(\.oid) == [20, 25])
            #expect(description.columns.map(\.name) == ["number", "word"])
            await #expect { try await connection.prepared("SELECT nonsense") } throws: {
                ($0 as? PostgresError)?.sqlState == "42703"
            }
        }
    }
}
