import Biostatistics
import Crypto
package import Foundation

/// One eligible patient of the closed frame, by tier of the enrolling model.
package struct FrameMember: Sendable, Hashable {
    package let patientKey: PatientKey
    package let site: SiteCode
    package let tier: TierID
    /// SHA-256 of the index recording's file.
    ///
    /// The draw begins from the members in its order, not in that of the random patient keys, so whoever holds the
    /// files can repeat it.
    package let recordingDigest: Data

    package init(patientKey: PatientKey, site: SiteCode, tier: TierID, recordingDigest: Data) {
        self.patientKey = patientKey
        self.site = site
        self.tier = tier
        self.recordingDigest = recordingDigest
    }
}

/// The seeded draw of patients from a closed frame.
///
/// The result depends on the set of members, the places and the seed alone: never on an order of input.
package enum Draw {
    /// What the draw decided for one member of the frame.
    package struct Place: Sendable, Hashable {
        package let patientKey: PatientKey
        package let site: SiteCode
        package let tier: TierID
        /// 1-based rank in the tier's random order; replacements follow it.
        package let orderInTier: Int
        /// Whether the rank is within the tier's places; otherwise the member is in reserve.
        package let reserved: Bool
        /// 1-based rank on the site's contact list; drawn without regard to tier.
        ///
        /// Nil for the reserve.
        package let contactOrder: Int?
    }

    /// Draws places per tier, and shuffles each site's contact list across tiers.
    ///
    /// - Parameters:
    ///   - frame: The members, each patient once; a patient that occurs again is ignored.
    ///   - places: Patients to draw by tier; below 1: all in reserve; a tier that is absent stays out of the result.
    ///   - seed: Two seeds give independent draws.
    /// - Returns: The places sorted by tier id, then order in tier.
    package static func plan(frame: [FrameMember], places: [TierID: Int], seed: UInt64) -> [Place] {
        var seen: Set<PatientKey> = []
        let members = frame.sorted(by: FrameMember.precedes).filter { seen.insert($0.patientKey).inserted }
        let tiers = places.sorted { $0.key.rawValue < $1.key.rawValue }
        let drawn = tiers.flatMap { tier, count in
            order(members.filter { $0.tier == tier }, purpose: "tier:" + tier.rawValue, seed: seed)
                .enumerated().map { Rank(member: $1, order: $0 + 1, reserved: $0 < count) }
        }
        let contacts = contactOrder(of: drawn.filter(\.reserved).map(\.member), seed: seed)
        return drawn.map { $0.place(contactOrder: contacts[$0.member.patientKey]) }
    }

    private struct Rank {
        let member: FrameMember
        let order: Int
        let reserved: Bool

        func place(contactOrder: Int?) -> Place {
            Place(
                patientKey: member.patientKey,
                site: member.site,
                tier: member.tier,
                orderInTier: order,
                reserved: reserved,
                contactOrder: contactOrder
            )
        }
    }

    private static func contactOrder(of members: [FrameMember], seed: UInt64) -> [PatientKey: Int] {
        var ranks: [PatientKey: Int] = [:]
        for (site, ofSite) in Dictionary(grouping: members, by: \.site) {
            let list = ofSite.sorted(by: FrameMember.precedes)
            for (index, member) in order(list, purpose: "site:" + site.rawValue, seed: seed).enumerated() {
                ranks[member.patientKey] = index + 1
            }
        }
        return ranks
    }

    /// Every tier and every site has a stream of its own, so that adding one never moves another.
    private static func order(_ members: [FrameMember], purpose: String, seed: UInt64) -> [FrameMember] {
        var generator = Xoshiro256StarStar(seed: streamSeed(purpose: purpose, seed: seed))
        return generator.shuffled(members)
    }

    /// The seed of one stream.
    ///
    /// First 8 bytes, big-endian, of the SHA-256 of `stratum-draw/1`, seed in decimal and purpose, joined by line feeds.
    static func streamSeed(purpose: String, seed: UInt64) -> UInt64 {
        let digest = SHA256.hash(data: Data("stratum-draw/1\n\(seed)\n\(purpose)".utf8))
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension FrameMember {
    fileprivate static func precedes(_ a: FrameMember, _ b: FrameMember) -> Bool {
        guard a.recordingDigest == b.recordingDigest else {
            return a.recordingDigest.lexicographicallyPrecedes(b.recordingDigest)
        }
        return a.patientKey < b.patientKey
    }
}
