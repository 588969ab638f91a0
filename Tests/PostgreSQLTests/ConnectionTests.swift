import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func `a value written comes back`() async throws {
        try await TestDatabase.withEmpty { database in
            let connection = try await Connection.connect(database)
            try await connection.run(script: "CREATE TABLE person (id int8 PRIMARY KEY, name text); SELECT 1")
            let written = try await connection.execute(
                "INSERT INTO person VALUES (\(7), \("Ada")), (\(8), \(String?.none))"
            )
            #expect(written == 2)
            let rows = try await connection.query("SELECT id, name FROM person ORDER BY id")
            #expect(try rows.map { try $0.decode("id", as: Int.self) } == [7, 8])
            #expect(try rows.map { try $0.decode("name", as: String?.self) } == ["Ada", nil])
            await connection.close()
        }
    }

    @Test func `a transaction stores its work`() async throws {
        try await TestDatabase.withEmpty { database in
            let pool = Pool(database)
            try await pool.withTransaction { try await $0.run(script: "CREATE TABLE t (id int8)") }
            let count = try await pool.withTransaction(.init(isolation: .serializable, statementTimeout: .seconds(5))) {
                transaction in
                try await transaction.execute("INSERT INTO t VALUES (\(1))")
                return try await transaction.query("SELECT count(*) AS n FROM t")[0].decode("n", as: Int.self)
            }
            #expect(count == 1)
            await pool.close()
        }
    }
}
