/// One thing that is wrong with a trail, and where.
package struct TrailDamage: Sendable, Equatable, Codable, CustomStringConvertible {
    package enum Kind: String, Sendable, Codable {
        case entryAltered = "entry-altered"
        case entryDeleted = "entry-deleted"
        /// Older than a seal that does not hold it: written behind the trail's back.
        case entryInserted = "entry-inserted"
        case entryMoved = "entry-moved"
        case sealAltered = "seal-altered"
        case sealMissing = "seal-missing"
        case chainCut = "chain-cut"
        case signatureInvalid = "signature-invalid"
        case keyNotTrusted = "key-not-trusted"
        case headMissing = "head-missing"
        case fileTruncated = "file-truncated"
        case fileAltered = "file-altered"
    }

    package let kind: Kind
    package var seal: Int?
    package var entry: Int?
    /// When the entry was made and of which table, as far as the damaged entry still says.
    package var at: String?
    package var table: String?

    package init(_ kind: Kind, seal: Int? = nil, entry: Int? = nil, at: String? = nil, table: String? = nil) {
        self.kind = kind
        self.seal = seal
        self.entry = entry
        self.at = at
        self.table = table
    }

    package var description: String {
        switch kind {
        case .entryAltered: "\(named) was altered after it was sealed"
        case .entryDeleted: "\(named) was deleted"
        case .entryInserted: "\(named) was inserted: it is older than seal \(number), which does not hold it"
        case .entryMoved: "\(named) was moved: it stands elsewhere than it was sealed"
        case .sealAltered: "seal \(number) was altered"
        case .sealMissing: "seal \(number) is missing"
        case .chainCut: "seal \(number) does not follow on the seal before: the chain is cut"
        case .signatureInvalid: "the signature of seal \(number) is not valid"
        case .keyNotTrusted: "seal \(number) is signed with a key that is not among the given ones"
        case .headMissing: "the head that was asked for is not in the chain: its end was cut off or replaced"
        case .fileTruncated: "the file is cut off: its last line is missing or incomplete"
        case .fileAltered: "the file was altered after it was exported: its digest or signature does not fit"
        }
    }

    private var number: String { seal.map(String.init) ?? "?" }

    private var named: String {
        let facts = [table, at, seal.map { "seal \($0)" }].compactMap(\.self).joined(separator: ", ")
        return "entry \(entry.map(String.init) ?? "without a number")" + (facts.isEmpty ? "" : " (\(facts))")
    }
}

/// What a verification found.
package struct TrailFindings: Sendable, Equatable {
    /// Seals that were read.
    package var seals = 0
    /// Entries that are as they were sealed.
    package var intact = 0
    /// Entries whose content was kept from the reader; their hashes are in the chain.
    package var withheld = 0
    /// Entries younger than the last seal; nothing can be said of them yet.
    package var unsealed = 0
    /// The last seal.
    package var head: SealLink?
    /// In the order of the trail, the first ``mostDamages``.
    package var damages: [TrailDamage] = []
    package var damageCount = 0
    /// Keys that nobody but the trail itself vouched for.
    package var unvouchedKeys: Set<String> = []

    package static let mostDamages = 100

    package init() {}
}
