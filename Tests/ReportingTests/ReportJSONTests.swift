import Foundation
import Testing
import Trial

@testable import Reporting

@Suite struct ReportJSONTests {
    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `tier yield keeps the contract`() throws {
        let text = TierYieldJSON.text(try SampleCuts.yield(SampleCuts.example()))
        let json = try object(text)
        #expect(json["report"] as? String == "tier-yield")
        #expect((json["source"] as? String)?.hasPrefix("discovery-2025.csv") == true)
        let rows = try #require(json["rows"] as? [[String: Any]])
        // Two models, two outcomes, three tiers and overall.
        #expect(rows.count == 16)
        let high = try #require(
            rows.first {
                $0["model"] as? String == "echonext" && $0["outcome"] as? String == "shd"
                    && $0["tier"] as? String == "high"
            }
        )
        #expect(high["n"] as? Int == 33 && high["known"] as? Int == 33 && high["events"] as? Int == 24)
        // Held as text: Foundation's reader on Linux loses the last bit of a number.
        #expect(text.contains("\"proportion\": \((24.0 / 33).description),"))
        #expect((high["wilson"] as? [Double])?.count == 2 && (high["clopperPearson"] as? [Double])?.count == 2)
        let trends = try #require(json["trend"] as? [[String: Any]])
        #expect(trends.count == 4)
        #expect(trends.allSatisfy { $0["z"] is Double && $0["p"] is Double })
        #expect(rows.filter { $0["tier"] as? String == "overall" }.count == 4)
    }

    @Test func `what is not estimable is null with a reason beside it`() throws {
        let json = try object(
            TierYieldJSON.text(SampleCuts.yield(SampleCuts.cut("subject_id,m_tier,shd\nS1,high,1\n")))
        )
        let low = try #require((json["rows"] as? [[String: Any]])?.first { $0["tier"] as? String == "low" })
        #expect(low["proportion"] is NSNull && low["wilson"] is NSNull && low["clopperPearson"] is NSNull)
        #expect(low["reason"] as? String == "tier low is empty")
        let trend = try #require((json["trend"] as? [[String: Any]])?.first)
        #expect(trend["z"] is NSNull && trend["reason"] as? String == "only one outcome class")
    }

    @Test func `accuracy gives every measure with a reason where it is refused`() throws {
        let json = try object(AccuracyJSON.text(SampleCuts.accuracy(SampleCuts.cut())))
        let rows = try #require(json["rows"] as? [[String: Any]])
        // One model, two outcomes, two cuts, four measures.
        #expect(rows.count == 16)
        #expect(rows.allSatisfy { $0["weighted"] is NSNull && $0["weightedReason"] is String })
    }

    @Test func `numbers read back as the same doubles and infinity is a string`() {
        let values = [0.1 + 0.2, 1e-300, 1.0 / 3, Double.leastNonzeroMagnitude, 0]
        for value in values {
            let text = JSONValue.double(value).text.dropLast()
            #expect(Double(text)?.bitPattern == value.bitPattern)
        }
        #expect(JSONValue.double(.infinity).text == "\"Infinity\"\n")
        #expect(JSONValue.double(.nan).text == "null\n")
    }

    @Test func `text is escaped so that any parser reads it back`() throws {
        let text = "a\"b\\c\n\u{1}\u{2028}é\u{1F600}"
        let parsed = try JSONSerialization.jsonObject(
            with: Data(JSONValue.string(text).text.utf8),
            options: .fragmentsAllowed
        )
        #expect(parsed as? String == text)
    }
}
