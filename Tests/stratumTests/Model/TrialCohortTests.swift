import Biostatistics
import RiskModel
import Testing
import Trial

@testable import stratum

@Suite("A data cut as a cohort to fit to")
struct TrialCohortTests {
    private static let terms = FollowUpDefinition(
        event: "illness",
        title: "Illness",
        kinds: ["death"],
        horizons: [.init(days: 30, output: "p30")],
        censoring: ["discharge"]
    )

    private static func cut(_ rows: [DataCut.Row], followUp: FollowUpDefinition? = terms, everyone: Bool = true)
        -> DataCut
    {
        DataCut(
            source: "made up",
            models: ["deep"],
            enrollingModel: "deep",
            tiers: [:],
            outcomes: [],
            followUp: followUp,
            inputs: ["Age", "NLR"],
            everyoneHadAPlace: everyone,
            rows: rows
        )
    }

    private static func row(_ subject: String, _ days: Int?, dead: Bool = false, _ inputs: [String: Double])
        -> DataCut.Row
    {
        let ending: FollowUpDefinition.Ending = dead ? .event(kind: "death") : .censored(reason: "discharge")
        return DataCut.Row(
            subject: subject,
            assessments: [:],
            outcomes: [:],
            followUp: days.map { .init(days: $0, ending: ending) },
            inputs: inputs
        )
    }

    private static let rows = [
        row("A-3", 4, ["Age": 30, "NLR": 3]), row("A-1", 0, dead: true, ["Age": 70, "NLR": 9]),
        row("A-2", nil, ["Age": 50, "NLR": 5]), row("A-4", 30, ["Age": 60]),
    ]

    @Test("has who is known and complete, in the order of subject numbers")
    func complete() throws {
        let found = try TrialCohort(Self.cut(Self.rows), inputs: nil)
        #expect(found.patients.names == ["Age", "NLR"] && found.patients.rows == [[70, 9], [30, 3]])
        #expect(found.patients.followUp == FollowUp(times: [0, 4], events: [true, false]))
        #expect(
            found.remarks == [
                "1 participants left out: how follow-up ended is not known",
                "1 participants left out: an input is missing",
            ]
        )
        let age = try TrialCohort(Self.cut(Self.rows), inputs: ["Age"])
        #expect(age.patients.rows == [[70], [30], [60]] && age.remarks.count == 1)
    }

    @Test(
        "is refused with the remedy",
        arguments: [
            (cut(rows, followUp: nil), nil, "ends in an echocardiogram; give a cut of a trial that ends in follow-up"),
            (cut(rows, everyone: false), nil, "drawn by tier"),
            (cut(rows), ["Age", "LDH"], "no input LDH; it has Age, NLR"),
        ] as [(DataCut, [String]?, String)]
    )
    func refused(cut: DataCut, inputs: [String]?, words: String) throws {
        #expect { try TrialCohort(cut, inputs: inputs) } throws: { "\($0)".contains(words) }
    }
}
