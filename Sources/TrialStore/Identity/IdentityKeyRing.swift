package import Foundation

/// The identity keys at hand: one, and during a rotation the earlier one too.
package struct IdentityKeyRing: Sendable {
    /// In the order of the key file.
    package let keys: [IdentityKey]

    /// - Throws: ``IdentityError/invalidKey(_:)`` where there is none.
    package init(_ keys: [IdentityKey]) throws(IdentityError) {
        guard !keys.isEmpty else { throw .invalidKey("there is no identity key") }
        self.keys = keys
    }

    /// The name of the first.
    package var id: String { keys[0].id }

    /// The key of that name; nil where it is not at hand.
    package subscript(id: String) -> IdentityKey? { keys.first { $0.id == id } }

    /// - Throws: ``IdentityError/keyNotAtHand(_:)``.
    package func key(_ id: String) throws(IdentityError) -> IdentityKey {
        guard let key = self[id] else { throw .keyNotAtHand(id) }
        return key
    }
}

/// Where the keys come from; asked anew for each transaction, because a rotation may change them meanwhile.
package enum IdentityKeySource: Sendable {
    case file(URL)
    case ring(IdentityKeyRing)

    /// The keys as they are now.
    package func read() throws(IdentityError) -> IdentityKeyRing {
        switch self {
        case .file(let url): try IdentityKeyFile.read(url)
        case .ring(let ring): ring
        }
    }
}
