import Foundation
import Glibc
import TestSupport

@testable import PostgreSQL

/// A small database and one backup of it, made once for all tests that only look at it.
enum BackupFixture {
    static let subject = BackupSubject(software: "test", database: "postgres", schemaVersion: 3, identityKey: "abc")

    /// Values whose text depends on settings, NULL, line ends, and more than one schema.
    static let tables = """
        CREATE SCHEMA first; CREATE SCHEMA second;
        CREATE TABLE first.reading (id int PRIMARY KEY, at timestamptz, value float8, raw bytea, tags text[], note text);
        INSERT INTO first.reading SELECT i, 'epoch'::timestamptz + i * interval '1 hour', i / 3.0,
            sha256(i::text::bytea), ARRAY['a', i::text], CASE WHEN i % 3 > 0 THEN E'line\\n' || i END
            FROM generate_series(1, 300) AS i;
        CREATE TABLE second.no_key (value text); INSERT INTO second.no_key VALUES ('x'), ('x'), (NULL);
        CREATE TABLE second.empty (id int PRIMARY KEY)
        """

    /// Everything in the tables, as PostgreSQL's own client gets it.
    static let contents = "COPY (SELECT * FROM first.reading ORDER BY id) TO STDOUT; TABLE second.no_key"

    /// A folder with a finished backup; copy it before changing it.
    static let backup = Task { () async throws -> URL in
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        _ = try await cluster.answer(to: tables)
        let place = folder.url.appending(path: "backup")
        _ = try await cluster.backUp(to: place, subject) { _ in }
        await cluster.leave()
        return place
    }

    /// A copy that a test may damage.
    static func copy() async throws -> BackupFolder {
        let folder = try TemporaryClusterFolder()
        let place = folder.url.appending(path: "backup")
        try FileManager.default.copyItem(at: try await backup.value, to: place)
        return BackupFolder(path: place.path)
    }
}
