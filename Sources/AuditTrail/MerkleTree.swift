import Crypto
package import Foundation

/// Hashes of many lines in one: the tree of RFC 6962, section 2.1.
package enum MerkleTree {
    /// Bytes of a hash.
    package static let hashLength = 32

    /// SHA-256 of a zero byte and the line; the byte keeps a line from passing for a node.
    package static func leaf(_ line: Data) -> Data { hash(0, line, Data()) }

    /// The root over leaves in their order; SHA-256 of nothing where there are none.
    package static func root(of leaves: [Data]) -> Data {
        guard !leaves.isEmpty else { return Data(SHA256.hash(data: Data())) }
        var level = leaves
        // Pairing neighbours and passing an odd last one up splits at the largest power of two, as the RFC demands.
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { index in
                index + 1 < level.count ? hash(1, level[index], level[index + 1]) : level[index]
            }
        }
        return level[0]
    }

    private static func hash(_ kind: UInt8, _ first: Data, _ second: Data) -> Data {
        var hasher = SHA256()
        hasher.update(data: [kind])
        hasher.update(data: first)
        hasher.update(data: second)
        return Data(hasher.finalize())
    }
}
