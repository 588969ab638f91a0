import Crypto
package import Foundation

/// Makes the lines of an exported trail: header, each seal with its entries, what is not sealed yet, and the end.
package struct TrailFileWriter {
    private var hasher = SHA256()
    private var lines = 0
    private var unsealed = false
    private let write: (Data) throws -> Void

    /// Writes the header.
    ///
    /// - Parameters:
    ///   - account: who exports.
    ///   - role: in which role; it decides which entries are withheld.
    ///   - time: when.
    ///   - keys: the public keys of the chain.
    ///   - write: takes the bytes of the file, piece by piece.
    /// - Throws: what `write` throws.
    package init(
        account: String,
        role: String,
        at time: Date,
        keys: [VerificationKey],
        write: @escaping (Data) throws -> Void
    ) throws {
        self.write = write
        let named = Dictionary(keys.map { ($0.id, Hexadecimal.text($0.bytes)) }) { first, _ in first }
        let exported = time.formatted(.iso8601)
        try put(.header(.init(account: account, role: role, exportedAt: exported, keys: named)))
    }

    /// Writes a seal and the lines of its entries that may be seen.
    ///
    /// - Parameters:
    ///   - seal: the seal.
    ///   - entries: those that may be seen.
    ///   - intact: those that are there as they were sealed; an entry that is neither seen nor intact is not withheld
    ///     but damaged, and the file must not hide it.
    /// - Throws: what writing throws.
    package mutating func add(_ seal: Seal, entries: [(id: Int, line: String)], intact: Set<Int>) throws {
        let hidden = intact.subtracting(entries.map(\.id))
        try put(.seal(.init(seal, withheld: seal.entries.filter(hidden.contains))))
        for entry in entries { try put(Data(entry.line.utf8)) }
    }

    /// Writes what is younger than the last seal; may be called again for more of it.
    package mutating func addUnsealed(_ lines: [String]) throws {
        if !unsealed, !lines.isEmpty { try put(.unsealed(.init())) }
        unsealed = unsealed || !lines.isEmpty
        for line in lines { try put(Data(line.utf8)) }
    }

    /// Writes the last line, signed where there is a key.
    ///
    /// - Returns: SHA-256 of everything before it.
    @discardableResult
    package mutating func end(key: SealingKey?) throws -> Data {
        let digest = Data(hasher.finalize())
        let signature = try key?.sign(TrailFileWriter.statement(digest))
        try put(
            .end(
                .init(
                    lines: lines,
                    sha256: Hexadecimal.text(digest),
                    key: key?.verification.id,
                    signature: signature.map(Hexadecimal.text)
                )
            )
        )
        return digest
    }

    /// What the signature of a file is of.
    static func statement(_ digest: Data) -> Data {
        Data("stratum audit export 1\nsha256 \(Hexadecimal.text(digest))\n".utf8)
    }

    private mutating func put(_ line: TrailFileLine) throws { try put(try line.bytes()) }

    private mutating func put(_ line: Data) throws {
        let whole = line + Data("\n".utf8)
        hasher.update(data: whole)
        lines += 1
        try write(whole)
    }
}
