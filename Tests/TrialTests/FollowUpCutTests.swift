import Foundation
import Testing

@testable import Trial

@Suite("A data cut with follow-up")
struct FollowUpCutTests {
    static func cut() throws -> DataCut {
        let id = try #require(TrialID(rawValue: "covid-critical-illness"))
        let plan = try #require(try TrialProtocol.shipped(id))
        let set = plan.enrollingCutPointSet
        let row = DataCut.Row(
            subject: "WUH-0001",
            site: "WUH",
            age: 63,
            sex: "female",
            assessments: [
                set.model: .init(
                    score: 0.3114235,
                    tier: .derived(set.tier(for: 0.3114235)),
                    risks: ["critical_illness_5d": 0.2, "critical_illness_30d": 0.3114235]
                )
            ],
            outcomes: [:],
            followUp: .init(days: 7, ending: .event(kind: "death")),
            inputs: ["Age": 63, "NLR": 9.1],
            course: [.init(days: 0, score: 0.3114235, tier: set.tier(for: 0.3114235))]
        )
        return DataCut(
            source: "",
            models: [set.model],
            enrollingModel: set.model,
            tiers: [set.model: set.tiers],
            cutPointSets: [set.model: set],
            outcomes: [],
            followUp: plan.followUp,
            inputs: ["Age", "NLR"],
            everyoneHadAPlace: true,
            rows: [row]
        )
    }

    @Test("it comes back from its bytes as it was, the tier below an equal cut included")
    func roundTrip() throws {
        let cut = try Self.cut()
        let bytes = try cut.canonicalJSON()
        #expect(try DataCut(canonicalJSON: bytes, source: "") == cut)
        #expect(cut.rows[0].assessments.values.first?.tier?.id == .mid)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"format\":2"))
    }

    @Test("bytes that contradict themselves are refused")
    func contradictions() throws {
        let text = String(decoding: try Self.cut().canonicalJSON(), as: UTF8.self)
        let tier = text.replacing("\"tier\":\"mid\"", with: "\"tier\":\"high\"")
        #expect(throws: DataCutError.tierDisagrees(subject: "WUH-0001", model: "critical-illness-simulated")) {
            try DataCut(canonicalJSON: Data(tier.utf8), source: "")
        }
        let ending = text.replacing("\"ending\":\"death\"", with: "\"ending\":\"gone\"")
        #expect(throws: DataCutError.unknownEnding(subject: "WUH-0001")) {
            try DataCut(canonicalJSON: Data(ending.utf8), source: "")
        }
        let format = text.replacing("\"format\":2", with: "\"format\":3")
        #expect(throws: DataCutError.unknownFormat(3)) { try DataCut(canonicalJSON: Data(format.utf8), source: "") }
    }

    @Test("one without follow-up keeps the bytes it had before there was any")
    func formatOne() throws {
        let cut = DataCut(
            source: "",
            models: ["m"],
            enrollingModel: "m",
            tiers: ["m": Tier.usual],
            outcomes: [.shd],
            rows: [
                DataCut.Row(
                    subject: "A-1",
                    assessments: ["m": .init(score: 0.5, tier: .reported(ReportedTier(id: .mid)))],
                    echoed: true,
                    outcomes: [.shd: true]
                )
            ]
        )
        // Written by the version before follow-up.
        let before =
            #"{"cutPointSets":{},"enrollingModel":"m","exclusions":[],"format":1,"models":["m"],"outcomes":["shd"],"#
            + #""remarks":[],"rows":[{"derived":[],"echoed":true,"outcomes":{"shd":true},"scores":{"m":0.5},"#
            + #""subject":"A-1","tiers":{"m":"mid"}}],"tiers":{"m":[{"id":"low","label":"Low risk","recruited":true},"#
            + #"{"id":"mid","label":"Moderate risk","recruited":true},{"id":"high","label":"High risk","#
            + #""recruited":true}]}}"#
        #expect(String(decoding: try cut.canonicalJSON(), as: UTF8.self) == before)
    }
}
