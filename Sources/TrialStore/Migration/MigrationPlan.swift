package import Foundation

/// Decides from what a database holds and what the binary brings, without touching either.
package enum MigrationPlan {
    /// A migration that the database says was applied.
    package struct Applied: Sendable, Equatable {
        package let version: Int
        package let name: String
        package let checksum: Data

        package init(version: Int, name: String, checksum: Data) {
            self.version = version
            self.name = name
            self.checksum = checksum
        }
    }

    /// The migrations still to run, in order.
    ///
    /// - Throws: ``MigrationError/newerSchema(database:binary:)`` where the database was migrated by a newer binary,
    ///   ``MigrationError/alteredMigration(name:)`` where an applied migration differs from this binary's.
    package static func pending(
        applied: [Applied],
        available: [Migration]
    ) throws(MigrationError) -> [Migration] {
        let known = Dictionary(uniqueKeysWithValues: available.map { ($0.version, $0) })
        for step in applied.sorted(by: { $0.version < $1.version }) {
            guard let own = known[step.version] else {
                throw .newerSchema(database: step.version, binary: available.last?.version ?? 0)
            }
            guard own.checksum == step.checksum else { throw .alteredMigration(name: step.name) }
        }
        let done = Set(applied.map(\.version))
        return available.filter { !done.contains($0.version) }
    }
}

/// Why a database cannot be used by this binary.
package enum MigrationError: Error, Equatable, CustomStringConvertible {
    case newerSchema(database: Int, binary: Int)
    case alteredMigration(name: String)
    case outdatedSchema(pending: Int)

    package var description: String {
        switch self {
        case .newerSchema(let database, let binary):
            "the database has migration \(database), this program knows up to \(binary); use the newer program"
        case .alteredMigration(let name):
            "migration \(name) of the database differs from this program's; use the program that made the database"
        case .outdatedSchema(let pending):
            "the database lacks \(pending) migration(s); run `stratum migrate`"
        }
    }
}
