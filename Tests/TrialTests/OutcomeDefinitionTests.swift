import Testing

@testable import Trial

@Suite("Labels by rule")
struct OutcomeDefinitionTests {
    let published = OutcomeDefinition(missingFieldRule: .absentIsNegative)
    let strict = OutcomeDefinition(missingFieldRule: .incompleteIsUnknown)

    /// Everything measured, nothing found.
    static let normal: EchoStudy = {
        var study = EchoStudy()
        study.lvefPercent = 60
        study.septumMillimetres = 9
        study.posteriorWallMillimetres = 9
        for path in grades { study[keyPath: path] = EchoStudy.Grade.none }
        study.pericardialEffusion = EchoStudy.EffusionSize.none
        study.paspMillimetresOfMercury = 25
        study.trVelocityMetresPerSecond = 2.2
        return study
    }()

    static let grades: [any WritableKeyPath<EchoStudy, EchoStudy.Grade?> & Sendable] = [
        \.aorticStenosis, \.aorticRegurgitation, \.mitralRegurgitation, \.tricuspidRegurgitation,
        \.pulmonaryRegurgitation, \.rvSystolicDysfunction,
    ]
    static let graded: [Outcome] = [
        .aorticStenosis, .aorticRegurgitation, .mitralRegurgitation, .tricuspidRegurgitation, .pulmonaryRegurgitation,
        .rvSystolicDysfunction,
    ]

    func changed(_ change: (inout EchoStudy) -> Void) -> EchoStudy {
        var study = Self.normal
        change(&study)
        return study
    }

    @Test("a normal study is negative for all thirteen under both rules")
    func normalStudy() {
        for definition in [published, strict] {
            let labels = definition.labels(of: Self.normal)
            #expect(labels.count == 13 && labels.values.allSatisfy { !$0 })
        }
    }

    @Test(
        "a number at its threshold is positive",
        arguments: [
            (Outcome.lvef, \EchoStudy.lvefPercent, [(44.9, true), (45, true), (45.1, false)]),
            (.wallThickness, \.septumMillimetres, [(12.9, false), (13, true), (13.1, true)]),
            (.wallThickness, \.posteriorWallMillimetres, [(12.9, false), (13, true), (13.1, true)]),
            (.pasp, \.paspMillimetresOfMercury, [(44.9, false), (45, true), (45.1, true)]),
            (.trVelocity, \.trVelocityMetresPerSecond, [(3.19, false), (3.2, true), (3.21, true)]),
        ] as [(Outcome, any WritableKeyPath<EchoStudy, Double?> & Sendable, [(Double, Bool)])]
    )
    func numbers(outcome: Outcome, path: any WritableKeyPath<EchoStudy, Double?> & Sendable, cases: [(Double, Bool)]) {
        for (value, positive) in cases {
            let labels = strict.labels(of: changed { $0[keyPath: path] = value })
            #expect(labels[outcome] == positive && labels[.shd] == positive && labels[.vhd] == false)
        }
    }

    @Test("moderate or worse is positive in every graded field", arguments: 0..<6)
    func gradedFields(index: Int) {
        let positive: Set<EchoStudy.Grade> = [.moderate, .moderateSevere, .severe]
        for grade in EchoStudy.Grade.allCases {
            let labels = strict.labels(of: changed { $0[keyPath: Self.grades[index]] = grade })
            #expect(labels[Self.graded[index]] == positive.contains(grade))
            #expect(labels[.shd] == positive.contains(grade))
            #expect(labels[.vhd] == (positive.contains(grade) && index < 3))
        }
    }

    @Test("a moderate or large effusion is positive; mitral stenosis is not part of SHD")
    func effusion() {
        for size in EchoStudy.EffusionSize.allCases {
            let labels = strict.labels(of: changed { $0.pericardialEffusion = size })
            #expect(labels[.pericardialEffusion] == (size == .moderate || size == .large))
        }
        #expect(strict.labels(of: changed { $0.mitralStenosis = .severe })[.shd] == false)
    }

    /// Septum, posterior wall, label under incomplete-is-unknown, label under absent-is-negative.
    @Test(
        "one wall decides alone only when it is thick",
        arguments: [
            (13, 9, true, true), (9, 13, true, true), (9, 9, false, false), (13, nil, true, true),
            (nil, 13, true, true), (9, nil, nil, false), (nil, 9, nil, false), (nil, nil, nil, false),
        ] as [(Double?, Double?, Bool?, Bool?)]
    )
    func walls(septum: Double?, posterior: Double?, unknown: Bool?, absent: Bool?) {
        let study = changed {
            $0.septumMillimetres = septum
            $0.posteriorWallMillimetres = posterior
        }
        #expect(strict.labels(of: study)[.wallThickness] == unknown)
        #expect(published.labels(of: study)[.wallThickness] == absent)
    }

    /// AS, AR (MR none): `nil` missing; VHD under the two rules.
    @Test(
        "a positive part decides a composite; otherwise all must be known",
        arguments: [
            (true, true, true, true), (true, false, true, true), (true, nil, true, true), (false, true, true, true),
            (false, false, false, false), (false, nil, nil, false), (nil, true, true, true), (nil, false, nil, false),
            (nil, nil, nil, false),
        ] as [(Bool?, Bool?, Bool?, Bool?)],
        [false, true]
    )
    func truthTable(row: (Bool?, Bool?, Bool?, Bool?), byNotAssessable: Bool) {
        func grade(_ positive: Bool?) -> EchoStudy.Grade? { positive.map { $0 ? .moderate : .mild } }
        var study = changed {
            $0.aorticStenosis = grade(row.0)
            $0.aorticRegurgitation = grade(row.1)
        }
        if byNotAssessable {
            // A value left behind in a field that was not assessable does not count.
            if row.0 == nil { (study.aorticStenosis, _) = (.severe, study.notAssessable.insert(.aorticStenosis)) }
            if row.1 == nil { _ = study.notAssessable.insert(.aorticRegurgitation) }
        }
        #expect(strict.labels(of: study)[.vhd] == row.2 && strict.labels(of: study)[.shd] == row.2)
        #expect(published.labels(of: study)[.vhd] == row.3 && published.labels(of: study)[.shd] == row.3)
        #expect(strict.labels(of: study)[.aorticStenosis] == row.0)
        #expect(published.labels(of: study)[.aorticStenosis] == row.0 ?? false)
    }

    @Test("an empty study is negative under one rule and unknown under the other")
    func empty() {
        #expect(published.labels(of: EchoStudy()).count == 13)
        #expect(strict.labels(of: EchoStudy()).isEmpty)
    }
}
