package import Foundation

/// The lines of an exported trail that are not entries.
///
/// Each is one JSON object with one member that names it. An entry's line is written as the database gave it and never
/// parsed to be checked: its hash is taken of its bytes.
enum TrailFileLine: Codable, Equatable {
    case header(Header)
    case seal(SealedLine)
    case unsealed(Unsealed)
    case end(End)

    struct Header: Codable, Equatable {
        var version = 1
        let account: String
        let role: String
        let exportedAt: String
        /// Public keys of the chain by their ids.
        let keys: [String: String]
    }

    struct SealedLine: Codable, Equatable {
        let number: Int
        let previous: String
        let through: [Int]
        let entries: [Int]
        let leaves: String
        let root: String
        let sealedAt: Int
        let key: String
        let signature: String
        let hash: String
        /// Entries that the exporting role may not see; their lines do not follow.
        let withheld: [Int]
    }

    /// From here on entries that no seal covers yet.
    struct Unsealed: Codable, Equatable {}

    struct End: Codable, Equatable {
        let lines: Int
        /// Of every byte before this line.
        let sha256: String
        let key: String?
        let signature: String?
    }

    private enum Name: String, CodingKey, CaseIterable {
        case header = "stratum-audit-trail"
        case seal
        case unsealed
        case end
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        switch self {
        case .header(let value): try container.encode(value, forKey: .header)
        case .seal(let value): try container.encode(value, forKey: .seal)
        case .unsealed(let value): try container.encode(value, forKey: .unsealed)
        case .end(let value): try container.encode(value, forKey: .end)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        switch container.allKeys.first {
        case .header: self = .header(try container.decode(Header.self, forKey: .header))
        case .seal: self = .seal(try container.decode(SealedLine.self, forKey: .seal))
        case .unsealed: self = .unsealed(try container.decode(Unsealed.self, forKey: .unsealed))
        case .end: self = .end(try container.decode(End.self, forKey: .end))
        case nil: throw AuditTrailError.notATrail
        }
    }

    /// Whether the bytes begin like one of these lines; an entry of the trail never does.
    static func isOne(_ line: Data) -> Bool { Name.allCases.contains { begins(line, $0) } }

    /// Whether the bytes begin like the last line.
    static func isEnd(_ line: Data) -> Bool { begins(line, .end) }

    private static func begins(_ line: Data, _ name: Name) -> Bool {
        line.starts(with: Data("{\"\(name.rawValue)\":".utf8))
    }

    /// The line without its end.
    func bytes() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension TrailFileLine.SealedLine {
    init(_ seal: Seal, withheld: [Int]) {
        self.init(
            number: seal.number,
            previous: Hexadecimal.text(seal.previous),
            through: [seal.through.transaction, seal.through.entry],
            entries: seal.entries,
            leaves: Hexadecimal.text(seal.leaves.reduce(into: Data()) { $0.append($1) }),
            root: Hexadecimal.text(seal.root),
            sealedAt: seal.sealedAt,
            key: seal.keyID,
            signature: Hexadecimal.text(seal.signature),
            hash: Hexadecimal.text(seal.hash),
            withheld: withheld
        )
    }

    /// Nil where a field is not what it should be.
    var seal: Seal? {
        guard through.count == 2, let all = Hexadecimal.bytes(leaves), let previous = Hexadecimal.bytes(previous),
            let root = Hexadecimal.bytes(root), let signature = Hexadecimal.bytes(signature),
            let hash = Hexadecimal.bytes(hash)
        else { return nil }
        return Seal(
            number: number,
            previous: previous,
            through: TrailPlace(transaction: through[0], entry: through[1]),
            entries: entries,
            leaves: all.leaves,
            root: root,
            sealedAt: sealedAt,
            keyID: key,
            signature: signature,
            hash: hash
        )
    }
}

extension Data {
    /// Leaves that were stored one after the other; a last, shorter piece stays a piece.
    package var leaves: [Data] {
        stride(from: 0, to: count, by: MerkleTree.hashLength).map { offset in
            Data(dropFirst(offset).prefix(MerkleTree.hashLength))
        }
    }
}
