import Foundation
import PostgreSQL
import TestSupport
import Testing
import TrialStore

@Suite("Migrations")
struct MigrationTests {
    private func applied(_ migrations: [Migration]) -> [MigrationPlan.Applied] {
        migrations.map { .init(version: $0.version, name: $0.name, checksum: $0.checksum) }
    }

    @Test("are numbered from 1 without a gap")
    func numbers() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
    }

    @Test("what is applied is not pending")
    func pending() throws {
        let all = Migration.all
        #expect(try MigrationPlan.pending(applied: [], available: all) == all)
        #expect(try MigrationPlan.pending(applied: applied(all), available: all).isEmpty)
        #expect(
            try MigrationPlan.pending(applied: applied(Array(all.prefix(2))), available: all) == Array(all.dropFirst(2))
        )
    }

    @Test("a newer or altered schema is refused")
    func refused() {
        let all = Migration.all
        var newer = applied(all)
        newer.append(.init(version: all.count + 1, name: "9999_future.sql", checksum: Data()))
        #expect(throws: MigrationError.newerSchema(database: all.count + 1, binary: all.count)) {
            try MigrationPlan.pending(applied: newer, available: all)
        }
        var altered = applied(all)
        altered[0] = .init(version: 1, name: altered[0].name, checksum: Data(repeating: 0, count: 32))
        #expect(throws: MigrationError.alteredMigration(name: altered[0].name)) {
            try MigrationPlan.pending(applied: altered, available: all)
        }
    }

    @Test("four programs that migrate one new database at once make one schema")
    func race() async throws {
        try await TestDatabase.withEmpty { owner in
            let ran = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let connection = try await Connection.connect(owner)
                        let names = try await Migrator(connection).migrate()
                        await connection.close()
                        return names.count
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(ran.reduce(0, +) == Migration.all.count)
        }
    }

    @Test("an application on a database that lacks a migration is refused")
    func check() async throws {
        try await TestDatabase.withEmpty { owner in
            let connection = try await Connection.connect(owner)
            await #expect(throws: MigrationError.outdatedSchema(pending: Migration.all.count)) {
                try await Migrator.check(connection)
            }
            await connection.close()
        }
    }
}
