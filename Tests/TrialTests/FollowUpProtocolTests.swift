import Foundation
import Testing

@testable import Trial

@Suite("A protocol that ends in follow-up")
struct FollowUpProtocolTests {
    func shipped() throws -> TrialProtocol {
        let id = try #require(TrialID(rawValue: "covid-critical-illness"))
        return try #require(try TrialProtocol.shipped(id))
    }

    @Test("the shipped protocol reads as it is written")
    func covid() throws {
        let plan = try shipped()
        #expect(
            plan.indexTest.entry == .admission && plan.sampling.rule == .everyone && plan.ending.name == "follow-up"
        )
        #expect(
            plan.indexTest.inputs.count == 10
                && plan.indexTest.inputs.filter { $0.means == .age }.map(\.name) == ["Age"]
        )
        #expect(plan.followUp?.horizons.map(\.days) == [5, 10, 30])
        #expect(plan.outcomeDefinition == nil && plan.analysisPlan.primaryOutcome == nil)
        #expect(plan.windows.toOutcome == .init(onTime: 30, latest: 60))
        #expect(plan.enrollingCutPointSet.boundary == .below && plan.sampling.quotas.isEmpty)
    }

    /// MODELS §2.2: low ≤ 0.02750352 < medium ≤ 0.3114235 < high.
    @Test(
        "a score equal to a cut belongs to the tier below it here, and above it where the protocol does not say so",
        arguments: [
            (0.02750352, "low", "mid"), (0.02750352.nextUp, "mid", "mid"), (0.3114235, "mid", "high"),
            (0.3114235.nextUp, "high", "high"), (0, "low", "low"), (1, "high", "high"),
        ]
    )
    func boundary(score: Double, below: String, above: String) throws {
        let set = try shipped().enrollingCutPointSet
        let other = CutPointSet(
            id: set.id,
            status: set.status,
            model: set.model,
            output: set.output,
            tiers: set.tiers,
            cutPoints: set.cutPoints
        )
        #expect(set.tier(for: score).id.rawValue == below && other.tier(for: score).id.rawValue == above)
    }

    @Test(
        "a fault is found at its line",
        arguments: [
            ("    boundary: below", "    boundary: beneath", "must be one of: above, below"),
            ("sampling: { rule: everyone }", "sampling: { rule: everyone, drawnPerPlace: 2 }", "no places to count"),
            ("sampling: { rule: everyone }", "sampling: { rule: all }", "must be one of: quota, everyone"),
            (
                "  admissionToConsentDays: { onTime: 2, latest: 7 }", "  ecgToConsentDays: { onTime: 2, latest: 7 }",
                "known keys: admissionToConsentDays"
            ),
            ("    - { days: 5, output: critical_illness_5d }", "    - { days: 12, output: critical_illness_5d }", "x"),
            (
                "    - { days: 30, output: critical_illness_30d }", "    - { days: 30, output: critical_illness_31d }",
                "no horizon has the output `critical_illness_30d`"
            ),
            (
                "  censoring: [discharge, transfer, lost, withdrawn, end-of-follow-up]",
                "  censoring: [discharge, death]",
                "`death` is an event already"
            ),
            (
                "    - { name: COPD, title: Chronic obstructive pulmonary disease, whole: true, possible: [0, 1] }",
                "    - { name: Dyspnea, title: COPD, whole: true, possible: [0, 1] }", "declared twice"
            ),
            (
                "    - { name: COPD, title: Chronic obstructive pulmonary disease, whole: true, possible: [0, 1] }",
                "    - { name: \"a,b\", title: COPD, whole: true, possible: [0, 1] }", "letters, digits"
            ),
            ("      possible: [0, 200]", "      possible: [200, 0]", "above the lower end"),
            ("      plausible: [0.3, 80]", "      plausible: [0.3, 800]", "within possible"),
            ("  level: 0.95", "  level: 0.95\n  primaryOutcome: shd", "unknown key"),
            ("otherModels: []", "otherModels: []\nreadingPlan: single", "ends in followUp: delete one"),
        ]
    )
    func fault(text: String, replacement: String, message: String) throws {
        let source = try shipped().source
        try #require(source.contains(text))
        let broken = source.replacing(text, with: replacement, maxReplacements: 1)
        let errors = #expect(throws: ProtocolErrors.self) { try TrialProtocol.parse(yaml: broken) }
        let faults = errors?.faults ?? []
        // The second horizon is blamed for the first that was moved behind it.
        let wanted = message == "x" ? "must lie after the horizon before it" : message
        #expect(faults.contains { $0.message.contains(wanted) && $0.line > 1 }, "\(faults)")
    }

    @Test("what is typed of inputs is taken, refused with the rule, or asked about")
    func inputs() throws {
        let fields = try shipped().indexTest.inputs
        let taken = try InputValues(from: [("Age", " 63 "), ("NLR", "90"), ("COPD", "")], fields: fields)
        #expect(taken.values == ["Age": 63, "NLR": 90])
        #expect(taken.queries(fields).count == 1 && taken.missing(of: fields).contains("COPD"))
        let wrong = #expect(throws: InputValues.Faults.self) {
            try InputValues(
                from: [("COPD", "2"), ("Age", "1e9"), ("Nlr", "3"), ("NLR", "1"), ("NLR", "1"), ("Dyspnea", "nan")],
                fields: fields
            )
        }
        #expect(wrong?.faults.map(\.field) == ["COPD", "Age", "Nlr", "NLR", "Dyspnea"])
        #expect(wrong?.faults[2].message.contains("did you mean NLR?") == true)
        let comma = #expect(throws: InputValues.Faults.self) { try InputValues(from: [("NLR", "8,2")], fields: fields) }
        #expect(comma?.description.hasSuffix(", with a point as the decimal sign") == true)
        // A value could be a name typed into the wrong column.
        #expect(wrong?.description.contains("1e9") == false)
    }

    @Test("the same values at the same second have the same bytes, whatever their order")
    func canonical() {
        let moment = Date(timeIntervalSince1970: 1_580_000_000)
        let one = InputValues(["b": 2, "a": 0.1]).canonicalBytes(measuredAt: moment)
        #expect(one == InputValues(["a": 0.1, "b": 2]).canonicalBytes(measuredAt: moment))
        #expect(String(decoding: one, as: UTF8.self) == "inputs at 1580000000\na=0.1\nb=2.0\n")
        #expect(one != InputValues(["a": 0.1]).canonicalBytes(measuredAt: moment))
    }

    @Test("an ending is a word of the protocol")
    func ending() throws {
        let definition = try #require(try shipped().followUp)
        #expect(try definition.ending("death") == .event(kind: "death"))
        #expect(try definition.ending("discharge") == .censored(reason: "discharge"))
        let fault = #expect(throws: FollowUpDefinition.Fault.self) { try definition.ending("deth") }
        #expect(fault?.description.contains("did you mean death?") == true)
    }
}
