package import Foundation

/// A zip archive whose files are stored as they are, written from the format's description.
package enum StoredZip {
    package static func of(_ files: [String: Data]) -> Data {
        var body = Data()
        var directory = Data()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let shared = fields(name, bytes)
            directory +=
                Data("PK\u{1}\u{2}".utf8) + little(20, 2) + shared + little(0, 10) + little(body.count, 4)
                + Data(name.utf8)
            body += Data("PK\u{3}\u{4}".utf8) + shared + Data(name.utf8) + bytes
        }
        return body + directory + Data("PK\u{5}\u{6}".utf8) + little(0, 4) + little(files.count, 2)
            + little(files.count, 2) + little(directory.count, 4) + little(body.count, 4) + little(0, 2)
    }

    /// What the local header and the directory have in common: version, flags, method, time, checksum, sizes, lengths.
    private static func fields(_ name: String, _ bytes: Data) -> Data {
        little(20, 2) + little(0, 8) + little(Int(checksum(bytes)), 4) + little(bytes.count, 4) + little(bytes.count, 4)
            + little(name.utf8.count, 2) + little(0, 2)
    }

    private static func little(_ value: Int, _ count: Int) -> Data {
        Data((0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 })
    }

    private static func checksum(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
