/// How many rows a table holds, and the SHA-256 of what they say.
package struct TableDigest: Codable, Sendable, Equatable {
    /// With its schema, such as `trial.participant`.
    package let name: String
    package let rows: Int
    /// Of the digests of the rows in ascending order, so that it depends on neither key nor collation.
    package let sha256: String
}

extension TableDigest {
    /// Digests of every table that is not PostgreSQL's own, as a superuser sees them, in order of name.
    ///
    /// The connection must be in a transaction; where the tables are locked, all are of one moment.
    static func all(_ connection: Connection) async throws(PostgresError) -> [TableDigest] {
        // A row's text depends on these settings.
        try await connection.run(
            script: """
                SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601';
                SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = pg_catalog;
                SET LOCAL row_security = off
                """
        )
        var digests: [TableDigest] = []
        for table in try await tables(connection) { digests.append(try await digest(of: table, connection)) }
        return digests
    }

    /// Waits for every writer and keeps them out until the transaction ends; readers go on.
    ///
    /// All or none within a time shorter than `deadlock_timeout`: whoever waits for us meanwhile is never the one whom
    /// the server chooses to break a deadlock. The connection is in a transaction afterwards.
    static func holdWriters(seconds: Int, _ connection: Connection) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            try await connection.run(script: "BEGIN; SET LOCAL statement_timeout = '800ms'")
            let names = try await tables(connection).map(\.sql)
            do {
                if !names.isEmpty { try await connection.execute("LOCK TABLE " + names.joined() + " IN SHARE MODE") }
                return try await connection.run(script: "SET LOCAL statement_timeout = 0")
            } catch {
                try await connection.run(script: "ROLLBACK")
                guard error.sqlState == "57014", !Task.isCancelled else { throw error }
                guard ContinuousClock.now < end else { throw BackupError.writersBusy(seconds: seconds) }
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private struct Table {
        let schema: String
        let name: String
        var sql: SQL { "\(identifier: schema).\(identifier: name)" }
    }

    private static func tables(_ connection: Connection) async throws(PostgresError) -> [Table] {
        var tables: [Table] = []
        let rows = try await connection.query(
            """
            SELECT n.nspname::text AS schema, c.relname::text AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname, c.relname
            """
        )
        for row in rows { tables.append(Table(schema: try row.decode("schema"), name: try row.decode("name"))) }
        return tables
    }

    private static func digest(of table: Table, _ connection: Connection) async throws(PostgresError) -> TableDigest {
        let rows = try await connection.query(
            """
            SELECT count(*) AS rows,
                encode(sha256(coalesce(string_agg(digest, ''::bytea ORDER BY digest), ''::bytea)), 'hex') AS sha256
            FROM (SELECT sha256(convert_to("the row"::text, 'UTF8')) AS digest
                FROM \(fragment: table.sql) AS "the row") AS every
            """
        )
        guard let row = rows.first else { throw PostgresError(.decoding, "a count came back empty") }
        return TableDigest(
            name: table.schema + "." + table.name,
            rows: try row.decode("rows"),
            sha256: try row.decode("sha256")
        )
    }
}
