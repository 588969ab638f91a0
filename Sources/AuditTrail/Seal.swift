import Crypto
package import Foundation

/// Where an entry stands: trails are ordered by transaction, then by entry.
package struct TrailPlace: Sendable, Equatable, Comparable {
    package let transaction: Int
    package let entry: Int

    package init(transaction: Int, entry: Int) {
        self.transaction = transaction
        self.entry = entry
    }

    /// Before every entry.
    package static let start = TrailPlace(transaction: 0, entry: 0)

    package static func < (left: TrailPlace, right: TrailPlace) -> Bool {
        (left.transaction, left.entry) < (right.transaction, right.entry)
    }
}

/// One link of the chain: a batch of entries, hashed, tied to the link before, and signed.
package struct Seal: Sendable, Equatable {
    package let number: Int
    /// Hash of the seal before; zeros for the first.
    package let previous: Data
    /// The seal covers what lies before this place and not before the last seal's.
    package let through: TrailPlace
    /// The entries in their order.
    package let entries: [Int]
    /// Their leaves.
    package let leaves: [Data]
    package let root: Data
    /// Seconds since 1970, in UTC.
    package let sealedAt: Int
    package let keyID: String
    package let signature: Data
    /// The hash that was stored with the seal; ``statementHash`` is what it should be.
    package let hash: Data

    /// A seal as it was stored, not yet checked.
    package init(
        number: Int,
        previous: Data,
        through: TrailPlace,
        entries: [Int],
        leaves: [Data],
        root: Data,
        sealedAt: Int,
        keyID: String,
        signature: Data,
        hash: Data
    ) {
        self.number = number
        self.previous = previous
        self.through = through
        self.entries = entries
        self.leaves = leaves
        self.root = root
        self.sealedAt = sealedAt
        self.keyID = keyID
        self.signature = signature
        self.hash = hash
    }

    /// Seals a batch after `last`; nil begins the chain.
    package init(
        after last: SealLink?,
        through: TrailPlace,
        entries: [Int],
        leaves: [Data],
        at time: Date,
        key: SealingKey
    ) throws(AuditTrailError) {
        let root = MerkleTree.root(of: leaves)
        func seal(_ signature: Data, _ hash: Data) -> Seal {
            Seal(
                number: (last?.number ?? 0) + 1,
                previous: last?.hash ?? Self.beginning,
                through: through,
                entries: entries,
                leaves: leaves,
                root: root,
                sealedAt: Int(time.timeIntervalSince1970),
                keyID: key.verification.id,
                signature: signature,
                hash: hash
            )
        }
        let draft = seal(Data(), Data())
        self = seal(try key.sign(draft.statement), draft.statementHash)
    }

    /// What stands before the first seal.
    package static let beginning = Data(repeating: 0, count: MerkleTree.hashLength)

    /// The text that is signed: everything a seal says, one fact a line.
    package var statement: Data {
        let ids = entries.map(String.init).joined(separator: ",")
        return Data(
            """
            stratum audit seal 1
            number \(number)
            previous \(Hexadecimal.text(previous))
            through \(through.transaction) \(through.entry)
            entries \(entries.count) \(Hexadecimal.text(Data(SHA256.hash(data: Data(ids.utf8)))))
            root \(Hexadecimal.text(root))
            sealed-at \(sealedAt)
            key \(keyID)

            """.utf8
        )
    }

    /// SHA-256 of the statement: the next seal's `previous`, and the head when there is no next.
    package var statementHash: Data { Data(SHA256.hash(data: statement)) }

    /// What the next seal is tied to.
    package var link: SealLink { SealLink(number: number, hash: hash, through: through) }
}

/// Number, hash and end of a seal: all that the next one needs.
package struct SealLink: Sendable, Equatable {
    package let number: Int
    package let hash: Data
    package let through: TrailPlace

    package init(number: Int, hash: Data, through: TrailPlace) {
        self.number = number
        self.hash = hash
        self.through = through
    }
}
