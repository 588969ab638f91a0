import AuditTrail
import Foundation

/// A trail of made-up entries, sealed in batches; entry 4 is withheld in files.
struct SampleTrail {
    let key: SealingKey
    private(set) var seals: [Seal] = []
    private(set) var lines: [[String]] = []

    init(batches: [Int] = [3, 1, 5], seed: UInt8 = 1) throws {
        key = try SealingKey(seed: Data(repeating: seed, count: 32))
        var next = 1
        for batch in batches {
            let ids = Array(next..<next + batch)
            let texts = ids.map(Self.line)
            next += batch
            seals.append(
                try Seal(
                    after: seals.last?.link,
                    through: TrailPlace(transaction: 100 + next, entry: 0),
                    entries: ids,
                    leaves: texts.map { MerkleTree.leaf(Data($0.utf8)) },
                    at: Date(timeIntervalSince1970: 1_750_000_000),
                    key: key
                )
            )
            lines.append(texts)
        }
    }

    static func line(_ entry: Int) -> String {
        #"{"at": "2026-03-01T12:00:0\#(entry % 10).000000Z", "entry": \#(entry), "table": "trial.consent", "salt": "\#(entry)"}"#
    }

    func found(_ seal: Int) -> [FoundEntry] {
        zip(seals[seal].entries, seals[seal].leaves).map { FoundEntry(id: $0, leaf: $1, table: "trial.consent") }
    }

    /// The findings after `change` was done to the seals and to what is found for each.
    func verify(
        trusted: [VerificationKey]? = nil,
        head: Data? = nil,
        _ change: (inout [Seal], inout [[FoundEntry]]) -> Void = { _, _ in }
    ) -> TrailFindings {
        var changed = seals
        var entries = seals.indices.map(found)
        change(&changed, &entries)
        var chain = ChainVerifier(trusted: trusted ?? [key.verification], stated: [], head: head)
        for (seal, found) in zip(changed, entries) { chain.check(seal, found: found) }
        return chain.finish(unsealed: 0)
    }

    /// The lines of an export, without line ends.
    func file(unsealed: [String] = []) throws -> [Data] {
        let bytes = Bytes()
        var writer = try TrailFileWriter(
            account: "anna",
            role: "monitor",
            at: Date(timeIntervalSince1970: 1_750_000_000),
            keys: [key.verification]
        ) { bytes.data.append($0) }
        for (seal, texts) in zip(seals, lines) {
            let visible = zip(seal.entries, texts).filter { $0.0 != 4 }
            try writer.add(seal, entries: visible.map { (id: $0.0, line: $0.1) }, intact: Set(seal.entries))
        }
        try writer.addUnsealed(unsealed)
        try writer.end(key: key)
        return bytes.data.split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }

    /// The findings about the lines of a file.
    func verify(_ file: [Data], trusted: [VerificationKey]? = nil, head: Data? = nil) throws -> TrailFindings {
        var verifier = TrailFileVerifier(trusted: trusted ?? [key.verification], head: head)
        for line in file { try verifier.take(line) }
        return try verifier.finish()
    }

    private final class Bytes {
        var data = Data()
    }
}

extension Seal {
    /// The same seal with other facts and the old signature.
    func with(number: Int? = nil, previous: Data? = nil, sealedAt: Int? = nil, leaves: [Data]? = nil) -> Seal {
        let draft = Seal(
            number: number ?? self.number,
            previous: previous ?? self.previous,
            through: through,
            entries: entries,
            leaves: leaves ?? self.leaves,
            root: leaves.map(MerkleTree.root) ?? root,
            sealedAt: sealedAt ?? self.sealedAt,
            keyID: keyID,
            signature: signature,
            hash: Data()
        )
        // Whoever alters a seal recomputes its hash; only the signature is out of reach.
        return Seal(
            number: draft.number,
            previous: draft.previous,
            through: through,
            entries: entries,
            leaves: draft.leaves,
            root: draft.root,
            sealedAt: draft.sealedAt,
            keyID: keyID,
            signature: signature,
            hash: draft.statementHash
        )
    }
}
