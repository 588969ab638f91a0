import Testing

@testable import Trial

@Suite("Reading an echocardiogram")
struct EchoValidationTests {
    @Test("numbers, grades, empty and na are read")
    func reads() throws {
        let study = try EchoValidation.study(from: [
            ("lvef_percent", " 55.5 "), ("aortic_stenosis", "Moderate Severe"), ("pericardial_effusion", "trivial"),
            ("pasp_mmhg", "NA"), ("septum_mm", ""), ("image_quality", "fair"),
        ])
        #expect(study.lvefPercent == 55.5 && study.aorticStenosis == .moderateSevere)
        #expect(study.pericardialEffusion == .trivial && study.imageQuality == .fair)
        #expect(study.notAssessable == [.pasp] && study.septumMillimetres == nil)
    }

    @Test(
        "hard limits refuse just outside and take the limit itself",
        arguments: [
            ("lvef_percent", "0", "-0.1"), ("lvef_percent", "100", "100.1"), ("septum_mm", "1", "0.9"),
            ("septum_mm", "60", "60.1"), ("posterior_wall_mm", "60", "61"), ("pasp_mmhg", "200", "201"),
            ("tr_velocity_m_s", "10", "10.1"),
        ]
    )
    func hardLimits(field: String, inside: String, outside: String) throws {
        _ = try EchoValidation.study(from: [(field, inside)])
        let error = #expect(throws: EchoValidation.Faults.self) {
            try EchoValidation.study(from: [(field, outside)])
        }
        #expect(error?.faults.first?.field == field && error?.description.contains("must be a number from") == true)
    }

    @Test("words where a number belongs are refused", arguments: ["nan", "inf", "1e1", "0x10", "abc", "1,5", "--"])
    func notNumbers(text: String) {
        #expect(throws: EchoValidation.Faults.self) { try EchoValidation.study(from: [("lvef_percent", text)]) }
    }

    @Test("all faults come together, with the rule and the remedy, without the value")
    func faults() {
        let error = #expect(throws: EchoValidation.Faults.self) {
            try EchoValidation.study(from: [
                ("lvef_precent", "50"), ("aortic_stenosis", "Jane Doe"), ("septum_mm", "9"), ("septum_mm", "10"),
            ])
        }
        #expect(error?.faults.count == 3)
        #expect(error?.faults[0].message == "unknown field; did you mean lvef_percent?")
        #expect(error?.faults[1].message.contains("mild-moderate") == true)
        #expect(error?.faults[2].message == "is given twice: keep one")
        #expect(error?.description.lowercased().contains("jane") == false)
    }

    @Test(
        "plausibility ranges ask outside, and not at the limit",
        arguments: [("lvef_percent", "10", "9"), ("septum_mm", "25", "26"), ("pasp_mmhg", "120", "121")]
    )
    func plausibility(field: String, inside: String, outside: String) throws {
        #expect(try EchoValidation.queries(about: EchoValidation.study(from: [(field, inside)])).isEmpty)
        let queries = try EchoValidation.queries(about: EchoValidation.study(from: [(field, outside)]))
        #expect(queries.map(\.field.rawValue) == [field] && queries.first?.text.contains("Confirm or correct") == true)
    }
}
