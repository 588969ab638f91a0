import Crypto
package import Foundation

/// Checks an exported trail line by line, without a database; holds one seal with its entries at a time.
package struct TrailFileVerifier {
    private var chain: ChainVerifier?
    private let trusted: [VerificationKey]
    private let head: Data?
    private var hasher = SHA256()
    private var lines = 0
    private var unsealed = 0
    private var current: (seal: Seal, withheld: Set<Int>, found: [FoundEntry])?
    private var keys: [String: VerificationKey] = [:]
    private var place = Place.header

    /// Which part of the file the next line belongs to.
    private enum Place { case header, seals, unsealed, end }

    /// Ready for the first line.
    ///
    /// - Parameters:
    ///   - trusted: keys to accept; none: those that the file names.
    ///   - head: hash of a seal that must be in the chain.
    package init(trusted: [VerificationKey], head: Data?) {
        self.trusted = trusted
        self.head = head
    }

    /// Takes the next line, without its end.
    ///
    /// - Throws: ``AuditTrailError/notATrail`` where the file does not begin like a trail.
    package mutating func take(_ line: Data) throws(AuditTrailError) {
        lines += 1
        switch (TrailFileLine.isOne(line), place) {
        case (_, .header): try begin(line)
        case (true, .seals), (true, .unsealed): takeMark(line)
        case (false, .seals): takeEntry(line)
        case (false, .unsealed): unsealed += 1
        case (_, .end): chain?.note(TrailDamage(.fileAltered))
        }
        hasher.update(data: line + Data("\n".utf8))
    }

    /// Ends the file.
    ///
    /// - Throws: ``AuditTrailError/notATrail`` for an empty file.
    package mutating func finish() throws(AuditTrailError) -> TrailFindings {
        closeSeal()
        guard var chain else { throw .notATrail }
        if place != .end { chain.note(TrailDamage(.fileTruncated)) }
        return chain.finish(unsealed: unsealed)
    }

    private mutating func begin(_ line: Data) throws(AuditTrailError) {
        guard case .header(let header)? = try? JSONDecoder().decode(TrailFileLine.self, from: line) else {
            throw .notATrail
        }
        let stated = header.keys.values.compactMap { Hexadecimal.bytes($0).flatMap { try? VerificationKey(bytes: $0) } }
        let accepted = trusted.isEmpty ? stated : trusted
        keys = Dictionary(accepted.map { ($0.id, $0) }) { first, _ in first }
        chain = ChainVerifier(trusted: trusted, stated: stated, head: head)
        place = .seals
    }

    private mutating func takeMark(_ line: Data) {
        switch try? JSONDecoder().decode(TrailFileLine.self, from: line) {
        case .seal(let sealed):
            closeSeal()
            guard let seal = sealed.seal else { return noteBroken() }
            current = (seal, Set(sealed.withheld), [])
        case .unsealed:
            closeSeal()
            place = .unsealed
        case .end(let end):
            closeSeal()
            check(end)
            place = .end
        case .header: noteBroken()
        // Half an end is none, and the file is cut off there.
        case nil: if !TrailFileLine.isEnd(line) { noteBroken() }
        }
    }

    private mutating func takeEntry(_ line: Data) {
        let facts = try? JSONDecoder().decode(EntryFacts.self, from: line)
        let found = FoundEntry(id: facts?.entry, leaf: MerkleTree.leaf(line), at: facts?.at, table: facts?.table)
        guard current != nil else { return noteBroken() }
        current?.found.append(found)
    }

    private mutating func closeSeal() {
        guard let (seal, withheld, found) = current else { return }
        chain?.check(seal, found: found, withheld: withheld)
        current = nil
    }

    private mutating func check(_ end: TrailFileLine.End) {
        let digest = Data(hasher.finalize())
        var sound = end.lines == lines - 1 && end.sha256 == Hexadecimal.text(digest)
        if let id = end.key, let key = keys[id] {
            let signature = end.signature.flatMap(Hexadecimal.bytes) ?? Data()
            sound = sound && key.accepts(signature, of: TrailFileWriter.statement(digest))
        } else if !trusted.isEmpty {
            sound = false
        }
        if !sound { chain?.note(TrailDamage(.fileAltered)) }
    }

    /// A line that is neither an entry in its place nor a readable mark: part of a seal was cut or altered.
    private mutating func noteBroken() {
        let last = chain?.findings.head?.number ?? 0
        chain?.note(TrailDamage(.sealAltered, seal: last + 1))
    }
}

/// What a damaged entry is named by.
private struct EntryFacts: Decodable {
    let entry: Int
    let at: String
    let table: String
}
