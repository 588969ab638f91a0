package import Foundation

/// Walks a chain seal by seal and remembers what is wrong; holds one seal at a time.
package struct ChainVerifier: Sendable {
    package private(set) var findings = TrailFindings()
    private let keys: [String: VerificationKey]
    /// Keys that somebody other than the trail vouches for.
    private let vouched: Set<String>
    /// The head somebody noted earlier; nil once it was met.
    private var wantedHead: Data?

    /// Ready for the first seal.
    ///
    /// - Parameters:
    ///   - trusted: keys that the caller brings; where there are any, no other is accepted.
    ///   - own: keys that the caller has at hand, beside which the trail's are accepted.
    ///   - stated: keys that the trail itself names.
    ///   - head: hash of a seal that must be in the chain.
    package init(trusted: [VerificationKey], own: [VerificationKey] = [], stated: [VerificationKey], head: Data?) {
        let accepted = trusted.isEmpty ? own + stated : trusted
        keys = Dictionary(accepted.map { ($0.id, $0) }) { first, _ in first }
        vouched = Set((trusted + own).map(\.id))
        wantedHead = head
    }

    /// Checks the next seal and the entries in its range.
    package mutating func check(_ seal: Seal, found: [FoundEntry], withheld: Set<Int> = []) {
        checkLink(seal)
        checkContent(seal)
        let damages = seal.damages(found: found, withheld: withheld)
        damages.forEach { note($0) }
        findings.seals += 1
        findings.withheld += withheld.count
        findings.intact += max(0, found.count - damages.count { $0.kind != .entryDeleted })
        findings.head = seal.link
        if seal.hash == wantedHead { wantedHead = nil }
    }

    /// Adds what the caller found by itself.
    package mutating func note(_ damage: TrailDamage) {
        findings.damageCount += 1
        if findings.damages.count < TrailFindings.mostDamages { findings.damages.append(damage) }
    }

    /// Ends the walk.
    package mutating func finish(unsealed: Int) -> TrailFindings {
        findings.unsealed = unsealed
        if wantedHead != nil { note(TrailDamage(.headMissing)) }
        joinMoves()
        return findings
    }

    private mutating func checkLink(_ seal: Seal) {
        let last = findings.head
        let expected = (last?.number ?? 0) + 1
        guard seal.number == expected else {
            return note(TrailDamage(seal.number > expected ? .sealMissing : .chainCut, seal: expected))
        }
        let follows = seal.previous == (last?.hash ?? Seal.beginning) && seal.through > (last?.through ?? .start)
        if !follows { note(TrailDamage(.chainCut, seal: seal.number)) }
    }

    private mutating func checkContent(_ seal: Seal) {
        let whole =
            seal.leaves.count == seal.entries.count && seal.root == MerkleTree.root(of: seal.leaves)
            && seal.hash == seal.statementHash
        guard whole else { return note(TrailDamage(.sealAltered, seal: seal.number)) }
        guard let key = keys[seal.keyID] else { return note(TrailDamage(.keyNotTrusted, seal: seal.number)) }
        if !vouched.contains(key.id) { findings.unvouchedKeys.insert(key.id) }
        if !key.accepts(seal.signature, of: seal.statement) { note(TrailDamage(.signatureInvalid, seal: seal.number)) }
    }

    /// An entry that is missing in one place and too many in another was moved.
    private mutating func joinMoves() {
        let inserted = Set(findings.damages.filter { $0.kind == .entryInserted }.compactMap(\.entry))
        let moved = Set(findings.damages.filter { $0.kind == .entryDeleted }.compactMap(\.entry))
            .intersection(inserted)
        guard !moved.isEmpty else { return }
        let before = findings.damages.count
        findings.damages = findings.damages.compactMap { damage in
            guard let entry = damage.entry, moved.contains(entry) else { return damage }
            switch damage.kind {
            case .entryDeleted: return TrailDamage(.entryMoved, seal: damage.seal, entry: entry)
            case .entryInserted: return nil
            default: return damage
            }
        }
        findings.damageCount -= before - findings.damages.count
    }
}
