import AuditTrail
import Foundation
import Testing

@Suite("An exported trail")
struct TrailFileTests {
    /// Header, seal 1 with entries 1–3, seal 2 whose entry 4 is withheld, seal 3 with 5–9, unsealed mark, 10, end.
    private let trail: SampleTrail
    private let file: [Data]

    init() throws {
        trail = try SampleTrail()
        file = try trail.file(unsealed: [SampleTrail.line(10)])
    }

    private func damages(_ change: (inout [Data]) -> Void) throws -> [TrailDamage] {
        var changed = file
        change(&changed)
        return try trail.verify(changed).damages
    }

    @Test("is whole without the entries that were withheld")
    func whole() throws {
        #expect(file.count == 1 + 3 + 8 + 2 + 1)
        let findings = try trail.verify(file, head: trail.seals[2].hash)
        #expect(findings.damages == [])
        #expect(findings.intact == 8)
        #expect(findings.withheld == 1)
        #expect(findings.unsealed == 1)
    }

    @Test("has no byte that could be flipped unnoticed")
    func everyByte() throws {
        for line in file.indices {
            for byte in stride(from: 0, to: file[line].count, by: max(1, file[line].count / 40)) {
                var changed = file
                changed[line][byte] ^= 1
                let found = (try? trail.verify(changed))?.damageCount
                #expect(found != 0, "line \(line), byte \(byte)")
            }
        }
    }

    @Test("names the entry in whose line a byte was flipped")
    func flipped() throws {
        for byte in file[8].indices {
            let found = try damages { $0[8][byte] ^= 1 }
            #expect(found.first?.entry == 6 || found.contains { $0.entry == 6 }, "byte \(byte): \(found)")
        }
    }

    @Test("names deleted and reordered lines")
    func lines() throws {
        #expect(try damages { $0.remove(at: 3) }.first == TrailDamage(.entryDeleted, seal: 1, entry: 2))
        let swapped = try damages { $0.swapAt(2, 4) }
        #expect(swapped.first?.kind == .entryMoved)
        let elsewhere = try damages { $0.insert($0.remove(at: 3), at: 9) }
        #expect(elsewhere.first == TrailDamage(.entryMoved, seal: 1, entry: 2))
        #expect(try damages { $0.insert($0[3], at: 4) }.first?.kind == .entryInserted)
    }

    @Test("says that it was cut off, wherever it ends")
    func truncated() throws {
        for count in 1..<file.count {
            let found = try trail.verify(Array(file.prefix(count)))
            #expect(found.damages.contains { $0.kind == .fileTruncated }, "after line \(count)")
        }
    }

    @Test("takes nobody's word for a withheld entry that is not withheld")
    func falselyWithheld() throws {
        // Whoever deletes a line and lists it as withheld must change the file, whose digest is signed.
        let found = try damages { lines in
            lines.remove(at: 2)
            lines[1] = Data(
                String(decoding: lines[1], as: UTF8.self).replacing("\"withheld\":[]", with: "\"withheld\":[1]").utf8
            )
        }
        #expect(found.map(\.kind) == [.fileAltered])
    }

    @Test("is no trail where it begins otherwise", arguments: ["", "{}", "[1]", "{\"seal\":{}}"])
    func notATrail(first: String) {
        #expect(throws: AuditTrailError.notATrail) { try trail.verify([Data(first.utf8)]) }
        #expect(throws: AuditTrailError.notATrail) { try trail.verify([Data]()) }
    }
}
