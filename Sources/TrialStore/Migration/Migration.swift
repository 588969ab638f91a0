import Crypto
package import Foundation
import Schema

/// One numbered file of the folder `Schema`, as it was when the binary was built.
package struct Migration: Sendable, Equatable {
    package let version: Int
    package let name: String
    package let sql: String
    /// SHA-256 of the file: a migration that was applied may never change.
    package let checksum: Data

    /// Every migration of this binary in order of version.
    package static let all: [Migration] = shelf.filter { $0.name != rolesFile }.map { file in
        Migration(
            version: Int(file.name.prefix(4)) ?? 0,
            name: file.name,
            sql: file.text,
            checksum: Data(SHA256.hash(data: Data(file.text.utf8)))
        )
    }

    /// Makes the roles of the cluster; may run any number of times.
    static let roles = shelf.first { $0.name == rolesFile }?.text ?? ""

    private static let rolesFile = "roles.sql"

    private static let shelf: [(name: String, text: String)] = {
        let shelf = schema_shelf()
        return (0..<shelf.count).map { index in
            let file = shelf.files[index]
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            return (String(cString: file.name), String(decoding: bytes, as: UTF8.self))
        }
    }()
}
