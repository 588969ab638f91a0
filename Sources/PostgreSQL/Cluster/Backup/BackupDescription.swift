package import Foundation

/// What a backup holds, as its `stratum-backup.json` says.
package struct BackupDescription: Codable, Sendable, Equatable {
    /// The kind of backup this program writes.
    static let currentFormat = 1

    package let format: Int
    /// The program that made it.
    package let software: String
    package let postgresVersion: String
    package let schemaVersion: Int?
    package let takenAt: Date
    package let database: String
    /// Names the identity key that opens its names; the key itself is not in the backup.
    package let identityKey: String?
    /// SHA-256 of PostgreSQL's own manifest.
    package let manifestSha256: String
    package let tables: [TableDigest]

    /// Rows of all tables together.
    package var rows: Int { tables.reduce(0) { $0 + $1.rows } }

    init(json: Data) throws(BackupError) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        struct Format: Decodable { let format: Int }
        guard let format = try? decoder.decode(Format.self, from: json).format else {
            throw .damaged(file: BackupFolder.descriptionName, why: "cannot be read")
        }
        guard format == Self.currentFormat else { throw .unknownFormat(format) }
        guard let read = try? decoder.decode(Self.self, from: json) else {
            throw .damaged(file: BackupFolder.descriptionName, why: "cannot be read")
        }
        self = read
    }

    init(of subject: BackupSubject, postgresVersion: String, manifestSha256: String, tables: [TableDigest]) {
        format = Self.currentFormat
        software = subject.software
        self.postgresVersion = postgresVersion
        schemaVersion = subject.schemaVersion
        // Whole seconds, as the file keeps them.
        takenAt = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        database = subject.database
        identityKey = subject.identityKey
        self.manifestSha256 = manifestSha256
        self.tables = tables
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }
}

/// What the maker of a backup knows of the database and PostgreSQL does not.
package struct BackupSubject: Sendable {
    package let software: String
    package let database: String
    package let schemaVersion: Int?
    package let identityKey: String?

    package init(software: String, database: String, schemaVersion: Int?, identityKey: String?) {
        self.software = software
        self.database = database
        self.schemaVersion = schemaVersion
        self.identityKey = identityKey
    }
}

/// When and where the last backup was made; kept in the data folder.
package struct BackupRecord: Codable, Sendable, Equatable {
    package let takenAt: Date
    package let destination: String
    /// SHA-256 of its `SHA256SUMS`, which names every file's: who notes it down can prove the whole backup later.
    package let sha256: String

    /// Nil where no backup was made or the record cannot be read.
    init?(file: String) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let data = try? Data(contentsOf: URL(filePath: file)),
            let read = try? decoder.decode(Self.self, from: data)
        else { return nil }
        self = read
    }

    init(takenAt: Date, destination: String, sha256: String) {
        (self.takenAt, self.destination, self.sha256) = (takenAt, destination, sha256)
    }

    func write(to file: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        try encoder.encode(self).write(to: URL(filePath: file), options: .atomic)
    }
}
