import RiskModel
import Testing
import Trial

@testable import TrialService

@Suite("Tiers of a protocol and of its model's card")
struct TierRemarkTests {
    @Test("that differ are remarked with both sets of cuts; equal ones, and a card without tiers, are not")
    func remark() throws {
        let plan = try Self.plan("covid-critical-illness")
        var card = try DeepCoxModel.shipped(id: "critical-illness-simulated").card
        let remark = try #require(plan.remarkOnTiers(of: card))
        #expect(remark.contains("0.0275 and 0.3114") && remark.contains(card.id), "\(remark)")
        var tiers = try #require(card.survival?.tiers)
        for (place, cut) in plan.enrollingCutPointSet.cutPoints.enumerated() { tiers.bands[place].upTo = cut }
        card.survival?.tiers = tiers
        #expect(plan.remarkOnTiers(of: card) == nil)
        card.survival?.tiers = nil
        #expect(plan.remarkOnTiers(of: card) == nil)
        let other = try Self.plan("discovery-shd")
        #expect(other.remarkOnTiers(of: try RiskModel.shipped(id: "shd-simulated").card) == nil)
    }

    private static func plan(_ id: String) throws -> TrialProtocol {
        let id = try #require(TrialID(rawValue: id))
        return try #require(try TrialProtocol.shipped(id))
    }
}
