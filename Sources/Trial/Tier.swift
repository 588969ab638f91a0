/// Names a tier in data, schema and API: `low`, `mid`, `high`, or another id of the protocol.
package struct TierID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package static let low = TierID(declared: "low")
    package static let mid = TierID(declared: "mid")
    package static let high = TierID(declared: "high")

    /// An id that a protocol or this code declares, taken as it is.
    package init(declared: String) { rawValue = declared }

    /// An id as people write it in files: case and blanks ignored, `moderate` and `medium` mean `mid`.
    ///
    /// Nil for an empty field.
    package init?(reported text: String) {
        let word = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: "-")
        guard !word.isEmpty else { return nil }
        rawValue = word == "moderate" || word == "medium" ? "mid" : word
    }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    package var description: String { rawValue }
}

/// One step of the ordered scale that a protocol declares.
package struct Tier: Hashable, Sendable, Codable {
    package let id: TierID
    /// What the protocol calls it, such as `Moderate risk`.
    package let label: String
    /// Whether the trial enrols from it.
    ///
    /// A band that was never recruited cannot be weighted back.
    package let recruited: Bool

    package init(id: TierID, label: String, recruited: Bool = true) {
        self.id = id
        self.label = label
        self.recruited = recruited
    }

    /// The scale of a file that declares none, ascending.
    package static let usual = [
        Tier(id: .low, label: "Low risk"), Tier(id: .mid, label: "Moderate risk"), Tier(id: .high, label: "High risk"),
    ]
}

/// A tier that a cut-point set gave to a score.
///
/// Only ``CutPointSet/tier(for:)`` makes one.
package struct DerivedTier: Hashable, Sendable {
    package let id: TierID
    package let cutPointSet: String

    fileprivate init(id: TierID, cutPointSet: String) {
        self.id = id
        self.cutPointSet = cutPointSet
    }
}

/// A tier that a file merely states; printed as reported.
package struct ReportedTier: Hashable, Sendable {
    package let id: TierID

    package init(id: TierID) { self.id = id }
}

/// Where a row's tier comes from.
package enum TierAssignment: Hashable, Sendable {
    case derived(DerivedTier)
    case reported(ReportedTier)

    package var id: TierID {
        switch self {
        case .derived(let tier): tier.id
        case .reported(let tier): tier.id
        }
    }
}

/// Cuts one output of one model into ordered tiers.
package struct CutPointSet: Hashable, Sendable {
    /// Whether the cuts were fixed before the data were seen (STARD 12a/b).
    package enum Status: String, Sendable, Codable, CaseIterable {
        case prespecified
        case exploratory
    }

    /// To which tier a score belongs that equals a cut point.
    package enum Boundary: String, Sendable, Codable, CaseIterable {
        /// The one above it.
        case above
        /// The one below it: each tier includes its upper end.
        case below
    }

    package let id: String
    package let status: Status
    /// Model id, such as `echonext`.
    package let model: String
    /// The model output that is cut, such as `shd`.
    package let output: String
    /// Ascending; one more than there are cut points.
    package let tiers: [Tier]
    /// Strictly ascending probabilities.
    package let cutPoints: [Double]
    package let boundary: Boundary

    /// - Precondition: `tiers.count == cutPoints.count + 1`; cut points strictly ascending inside 0..1.
    package init(
        id: String,
        status: Status,
        model: String,
        output: String,
        tiers: [Tier],
        cutPoints: [Double],
        boundary: Boundary = .above
    ) {
        precondition(tiers.count == cutPoints.count + 1, "\(tiers.count) tiers need \(tiers.count - 1) cut points")
        precondition(zip(cutPoints, cutPoints.dropFirst()).allSatisfy(<), "cut points must ascend")
        self.id = id
        self.status = status
        self.model = model
        self.output = output
        self.tiers = tiers
        self.cutPoints = cutPoints
        self.boundary = boundary
    }

    /// The only way from a score to a tier.
    package func tier(for score: Double) -> DerivedTier {
        let isBelow: (Double) -> Bool =
            switch boundary {
            case .above: { score < $0 }
            case .below: { score <= $0 }
            }
        let index = cutPoints.firstIndex(where: isBelow) ?? cutPoints.count
        return DerivedTier(id: tiers[index].id, cutPointSet: id)
    }
}
