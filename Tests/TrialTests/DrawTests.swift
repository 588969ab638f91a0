import Biostatistics
import Foundation
import Testing

@testable import Trial

@Suite("The draw")
struct DrawTests {
    /// 60 high, 30 mid, 10 low at one site; every tenth at a second.
    static let frame = (0..<100).compactMap { index in
        SiteCode(rawValue: index % 10 == 0 ? "BBB" : "AAA").map { site in
            FrameMember(
                patientKey: key(index),
                site: site,
                tier: index < 60 ? .high : index < 90 ? .mid : .low,
                recordingDigest: Data([UInt8(index * 37 % 101)])
            )
        }
    }

    static func key(_ index: Int) -> PatientKey {
        PatientKey(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 64, 0, 128, 0, 0, 0, 0, 0, 0, UInt8(index))))
    }

    @Test("the order of the input does not matter", arguments: 0..<20)
    func permutation(seed: UInt64) {
        var generator = Xoshiro256StarStar(seed: seed)
        let places: [TierID: Int] = [.low: 5, .mid: 10, .high: 10]
        let plan = Draw.plan(frame: Self.frame, places: places, seed: 7)
        #expect(Draw.plan(frame: generator.shuffled(Self.frame), places: places, seed: 7) == plan)
    }

    @Test("each tier reserves its places or all its members", arguments: [0, 1, 9, 10, 11, 60, 1000])
    func places(count: Int) {
        let plan = Draw.plan(frame: Self.frame, places: [.low: count, .high: count], seed: 1)
        #expect(plan.filter { $0.tier == .low && $0.reserved }.count == min(count, 10))
        #expect(plan.filter { $0.tier == .high && $0.reserved }.count == min(count, 60))
        #expect(!plan.contains { $0.tier == .mid })
        #expect(plan.allSatisfy { $0.reserved == ($0.contactOrder != nil) })
    }

    @Test("ranks run without a gap in every tier, and on every site's contact list")
    func ranks() {
        let plan = Draw.plan(frame: Self.frame, places: [.low: 5, .mid: 10, .high: 10], seed: 3)
        for (_, ofTier) in Dictionary(grouping: plan, by: \.tier) {
            #expect(ofTier.map(\.orderInTier) == Array(1...ofTier.count))
        }
        for (_, ofSite) in Dictionary(grouping: plan.filter(\.reserved), by: \.site) {
            #expect(ofSite.compactMap(\.contactOrder).sorted() == Array(1...ofSite.count))
        }
    }

    @Test("seeds differ, and a patient who occurs twice is drawn once")
    func seeds() {
        let draws = (0..<50).map { Draw.plan(frame: Self.frame, places: [.high: 10], seed: $0) }
        #expect(Set(draws).count == 50)
        #expect(Draw.plan(frame: Self.frame + Self.frame, places: [.high: 10], seed: 0) == draws[0])
    }

    @Test("more places in one tier leave the order of another as it was")
    func independentTiers() {
        let few = Draw.plan(frame: Self.frame, places: [.low: 1, .mid: 5], seed: 9).filter { $0.tier == .mid }
        let many = Draw.plan(frame: Self.frame, places: [.low: 9, .mid: 5], seed: 9).filter { $0.tier == .mid }
        #expect(few.map(\.patientKey) == many.map(\.patientKey))
    }

    @Test("every member is drawn equally often")
    func fairness() {
        var counts: [PatientKey: Int] = [:]
        for seed in 0..<2000 {
            for place in Draw.plan(frame: Self.frame, places: [.low: 3], seed: UInt64(seed)) where place.reserved {
                counts[place.patientKey, default: 0] += 1
            }
        }
        // 2000 draws of 3 in 10: mean 600, standard deviation 20.5; five of them either way.
        #expect(counts.count == 10 && counts.values.allSatisfy { abs($0 - 600) < 103 })
    }

    @Test("the contact order says nothing of the tier")
    func contactOrder() {
        var ranks: [TierID: [Double]] = [:]
        for seed in 0..<2000 {
            let plan = Draw.plan(frame: Self.frame, places: [.low: 5, .mid: 10, .high: 10], seed: UInt64(seed))
            for (_, ofSite) in Dictionary(grouping: plan.filter(\.reserved), by: \.site) {
                for place in ofSite {
                    ranks[place.tier, default: []].append(
                        (Double(place.contactOrder ?? 0) - 0.5) / Double(ofSite.count)
                    )
                }
            }
        }
        // The scaled rank has mean 1/2 and standard deviation below 0.289: five standard errors at 10,000 ranks.
        for (tier, values) in ranks {
            let mean = values.reduce(0, +) / Double(values.count)
            #expect(abs(mean - 0.5) < 0.0145, "\(tier)")
        }
    }

    @Test("new patient keys leave the draw as it was: the recordings decide")
    func keysDoNotMatter() {
        let renamed = Self.frame.enumerated().map { index, member in
            FrameMember(
                patientKey: Self.key(255 - index),
                site: member.site,
                tier: member.tier,
                recordingDigest: member.recordingDigest
            )
        }
        let places: [TierID: Int] = [.low: 5, .mid: 10, .high: 10]
        let digests = { (frame: [FrameMember]) in
            let byKey = Dictionary(uniqueKeysWithValues: frame.map { ($0.patientKey, $0.recordingDigest) })
            return Draw.plan(frame: frame, places: places, seed: 11).map { byKey[$0.patientKey] }
        }
        #expect(digests(renamed) == digests(Self.frame))
    }

    /// Expected: `printf 'stratum-draw/1\n5\ntier:low' | sha256sum`, first 16 digits.
    @Test("a stream's seed is the head of SHA-256 of the documented text")
    func streamSeed() { #expect(Draw.streamSeed(purpose: "tier:low", seed: 5) == 0x4497b2c828429870) }
}
