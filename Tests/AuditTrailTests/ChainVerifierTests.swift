import AuditTrail
import Foundation
import Testing

@Suite("A chain of seals")
struct ChainVerifierTests {
    @Test("is whole as it was made")
    func whole() throws {
        let trail = try SampleTrail()
        let findings = trail.verify(head: trail.seals[1].hash)
        #expect(findings.damages == [])
        #expect(findings.intact == 9)
        #expect(findings.seals == 3)
        #expect(findings.head == trail.seals[2].link)
    }

    @Test("names an altered, a deleted and an inserted entry")
    func entries() throws {
        let trail = try SampleTrail()
        let altered = trail.verify { $1[2][1] = FoundEntry(id: 6, leaf: Data(repeating: 9, count: 32), at: "noon") }
        #expect(altered.damages == [TrailDamage(.entryAltered, seal: 3, entry: 6, at: "noon")])
        let deleted = trail.verify { $1[0].remove(at: 2) }
        #expect(deleted.damages == [TrailDamage(.entryDeleted, seal: 1, entry: 3)])
        let inserted = trail.verify { $1[1].insert(FoundEntry(id: 77, leaf: Data([1])), at: 0) }
        #expect(inserted.damages == [TrailDamage(.entryInserted, seal: 2, entry: 77)])
        #expect(inserted.intact == 9)
    }

    @Test("names an entry that stands elsewhere than it was sealed")
    func moved() throws {
        let trail = try SampleTrail()
        let within = trail.verify { $1[2].swapAt(1, 3) }
        #expect(within.damages.map(\.kind) == [.entryMoved])
        let across = trail.verify { _, found in
            let entry = found[0].remove(at: 1)
            found[2].append(FoundEntry(id: entry.id, leaf: Data([5])))
        }
        #expect(across.damages == [TrailDamage(.entryMoved, seal: 1, entry: 2)])
        #expect(across.damageCount == 1)
    }

    @Test("names the first of several damages first")
    func order() throws {
        let trail = try SampleTrail()
        let findings = trail.verify { _, found in
            found[2].remove(at: 4)
            found[0][1] = FoundEntry(id: 2, leaf: Data([1]))
            found[0].remove(at: 0)
        }
        #expect(findings.damages.map(\.entry) == [1, 2, 9])
    }

    @Test("finds a seal that was altered, taken out or cut from the one before")
    func seals() throws {
        let trail = try SampleTrail()
        let backdated = trail.verify { seals, _ in seals[1] = seals[1].with(sealedAt: 5) }
        #expect(backdated.damages.map(\.kind) == [.signatureInvalid, .chainCut])
        let removed = trail.verify { seals, found in
            seals.remove(at: 1)
            found.remove(at: 1)
        }
        #expect(removed.damages.first == TrailDamage(.sealMissing, seal: 2))
        let relinked = trail.verify { seals, _ in seals[2] = seals[2].with(previous: Data(repeating: 3, count: 32)) }
        #expect(relinked.damages.map(\.kind) == [.chainCut, .signatureInvalid])
    }

    @Test("does not let an altered entry take its seal along")
    func alteredWithItsLeaf() throws {
        let trail = try SampleTrail()
        let findings = trail.verify { seals, found in
            let leaf = MerkleTree.leaf(Data("forged".utf8))
            found[2][0] = FoundEntry(id: 5, leaf: leaf)
            seals[2] = seals[2].with(leaves: [leaf] + seals[2].leaves.dropFirst())
        }
        #expect(findings.damages == [TrailDamage(.signatureInvalid, seal: 3)])
    }

    @Test("accepts no key but the given ones, and says which nobody vouched for")
    func keys() throws {
        let forged = try SampleTrail(seed: 2)
        let honest = try SampleTrail(seed: 1)
        #expect(forged.verify(trusted: [honest.key.verification]).damages.map(\.kind).first == .keyNotTrusted)
        var chain = ChainVerifier(trusted: [], stated: [forged.key.verification], head: nil)
        chain.check(forged.seals[0], found: forged.found(0))
        let findings = chain.finish(unsealed: 2)
        #expect(findings.damageCount == 0)
        #expect(findings.unvouchedKeys == [forged.key.verification.id])
    }

    @Test("misses its end only where nobody noted the head")
    func truncation() throws {
        let trail = try SampleTrail()
        let head = trail.seals[2].hash
        let cut: (inout [Seal], inout [[FoundEntry]]) -> Void = { seals, found in
            seals.removeLast()
            found.removeLast()
        }
        #expect(trail.verify(head: nil, cut).damages == [])
        #expect(trail.verify(head: head, cut).damages == [TrailDamage(.headMissing)])
    }
}
