import Foundation
import Trial

/// A cut with follow-up of 120 made-up participants, by a formula that an R script repeats.
///
/// i ← 0:119; x1 ← (29i) mod 17; x2 ← (13i) mod 7; p30 ← (5·x1 + (11i) mod 13)/100, p5 ← 0.4·p30, p10 ← 0.6·p30;
/// days ← min(30, ⌊34·((37i) mod 101)/101·(1.7 − p30)⌋); the event where (3i² + i) mod 10 < 5 and days < 30.
enum SampleFollowUp {
    static let set = CutPointSet(
        id: "cuts",
        status: .prespecified,
        model: "deep",
        output: "p30",
        tiers: Tier.usual,
        cutPoints: [0.2, 0.5],
        boundary: .below
    )

    static let terms = FollowUpDefinition(
        event: "critical-illness",
        title: "Critical illness",
        kinds: ["death"],
        horizons: [
            .init(days: 5, output: "p5"), .init(days: 10, output: "p10"), .init(days: 30, output: "p30"),
        ],
        censoring: ["discharge", "lost"]
    )

    static func cut(everyoneHadAPlace: Bool = true, unknown: Int = 0, withoutInputs: Int = 0) -> DataCut {
        var rows = (0..<120).map(row)
        for place in 0..<unknown { rows[place].followUp = nil }
        for place in 0..<withoutInputs { rows[place].inputs["x2"] = nil }
        return DataCut(
            source: "a formula",
            models: ["deep"],
            enrollingModel: "deep",
            tiers: ["deep": set.tiers],
            cutPointSets: ["deep": set],
            outcomes: [],
            followUp: terms,
            inputs: ["x1", "x2"],
            everyoneHadAPlace: everyoneHadAPlace,
            rows: rows
        )
    }

    private static func row(_ i: Int) -> DataCut.Row {
        let x1 = Double((i * 29) % 17)
        let risk = (x1 * 5 + Double((i * 11) % 13)) / 100
        let days = min(30, (34 * Double((i * 37) % 101) / 101 * (1.7 - risk)).rounded(.down))
        let isEvent = (3 * i * i + i) % 10 < 5 && days < 30
        let number = String(i + 1)
        return DataCut.Row(
            subject: "A-" + String(repeating: "0", count: 4 - number.count) + number,
            assessments: [
                "deep": .init(
                    score: risk,
                    tier: .derived(set.tier(for: risk)),
                    risks: ["p5": risk * 0.4, "p10": risk * 0.6, "p30": risk]
                )
            ],
            outcomes: [:],
            followUp: .init(days: Int(days), ending: isEvent ? .event(kind: "death") : .censored(reason: "discharge")),
            inputs: ["x1": x1, "x2": Double((i * 13) % 7)],
            course: [.init(days: 0, score: risk, tier: set.tier(for: risk))]
        )
    }
}
