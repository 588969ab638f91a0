package import Foundation

/// Whether a file is an archive, told by its first bytes and never by its name.
package enum ArchiveFormat {
    /// How many bytes ``isArchive(_:)`` looks at.
    package static let headLength = 512

    /// Zip, 7-Zip and tar, and whatever gzip, bzip2, xz or Zstandard compressed.
    package static func isArchive(_ head: Data) -> Bool {
        let bytes = [UInt8](head.prefix(headLength))
        return signatures.contains {
            bytes.count >= $0.offset + $0.bytes.count && bytes[$0.offset...].starts(with: $0.bytes)
        }
    }

    private static let signatures: [(bytes: [UInt8], offset: Int)] = [
        (Array("PK".utf8) + [3, 4], 0),
        // A zip without a file in it.
        (Array("PK".utf8) + [5, 6], 0),
        (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], 0),
        (Array("ustar".utf8), 257),
        ([0x1F, 0x8B, 8], 0),
        (Array("BZh".utf8), 0),
        ([0xFD] + Array("7zXZ".utf8), 0),
        ([0x28, 0xB5, 0x2F, 0xFD], 0),
    ]
}
