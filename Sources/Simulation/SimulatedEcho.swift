import Foundation
import Trial

extension EchoStudy {
    /// What an echo laboratory would write down of this heart, gaps included.
    ///
    /// Gaps depend on image quality; those of velocity and pressure also on there being a tricuspid jet to measure.
    init(of heart: HeartCondition, from stream: inout RandomStream) {
        self.init()
        measureLeftVentricle(of: heart, from: &stream)
        gradeValves(of: heart)
        measureRightHeart(of: heart)
        let quality = stream.pick([(ImageQuality.good, 0.72), (.fair, 0.22), (.poor, 0.06)])
        imageQuality = quality
        let jet = heart.tricuspidRegurgitation > HeartCondition.Threshold.tricuspidRegurgitation - 0.8
        for field in Field.allCases where stream.chance(field.share(missingWith: quality, jet: jet)) {
            clear(field)
            if stream.chance(0.3) { notAssessable.insert(field) }
        }
    }

    private mutating func measureLeftVentricle(of heart: HeartCondition, from stream: inout RandomStream) {
        let thickest = heart.wallThickness.tenths
        let other = max(5, thickest - abs(0.7 * stream.normal())).tenths
        let septumLeads = stream.chance(0.7)
        lvefPercent = heart.ejectionFraction.rounded()
        septumMillimetres = septumLeads ? thickest : other
        posteriorWallMillimetres = septumLeads ? other : thickest
    }

    private mutating func gradeValves(of heart: HeartCondition) {
        typealias Threshold = HeartCondition.Threshold
        aorticStenosis = Grade(heart.aorticStenosis, moderateAt: Threshold.aorticStenosis)
        aorticRegurgitation = Grade(heart.aorticRegurgitation, moderateAt: Threshold.aorticRegurgitation)
        mitralRegurgitation = Grade(heart.mitralRegurgitation, moderateAt: Threshold.mitralRegurgitation)
        mitralStenosis = Grade(heart.mitralStenosis, moderateAt: 2.6)
        tricuspidRegurgitation = Grade(heart.tricuspidRegurgitation, moderateAt: Threshold.tricuspidRegurgitation)
        pulmonaryRegurgitation = Grade(heart.pulmonaryRegurgitation, moderateAt: Threshold.pulmonaryRegurgitation)
    }

    private mutating func measureRightHeart(of heart: HeartCondition) {
        rvSystolicDysfunction = Grade(
            heart.rightVentricularDysfunction,
            moderateAt: HeartCondition.Threshold.rightVentricularDysfunction
        )
        pericardialEffusion = EffusionSize(heart.pericardialEffusion)
        paspMillimetresOfMercury = heart.pulmonaryArteryPressure.rounded()
        trVelocityMetresPerSecond = heart.jetVelocity.tenths
    }

    private mutating func clear(_ field: Field) {
        switch field {
        case .lvef: lvefPercent = nil
        case .septum: septumMillimetres = nil
        case .posteriorWall: posteriorWallMillimetres = nil
        case .aorticStenosis: aorticStenosis = nil
        case .aorticRegurgitation: aorticRegurgitation = nil
        case .mitralRegurgitation: mitralRegurgitation = nil
        case .mitralStenosis: mitralStenosis = nil
        case .tricuspidRegurgitation: tricuspidRegurgitation = nil
        case .pulmonaryRegurgitation: pulmonaryRegurgitation = nil
        case .rvSystolicDysfunction: rvSystolicDysfunction = nil
        case .pericardialEffusion: pericardialEffusion = nil
        case .pasp: paspMillimetresOfMercury = nil
        case .trVelocity: trVelocityMetresPerSecond = nil
        }
    }
}

extension EchoStudy.Grade {
    /// The grade a severity reads as, where moderate disease begins at `threshold`.
    fileprivate init(_ severity: Double, moderateAt threshold: Double) {
        let steps: [(below: Double, grade: EchoStudy.Grade)] = [
            (-1.5, .none), (-0.8, .trace), (-0.25, .mild), (0, .mildModerate), (0.45, .moderate),
            (0.8, .moderateSevere),
        ]
        self = steps.first { severity - threshold < $0.below }?.grade ?? .severe
    }
}

extension EchoStudy.EffusionSize {
    fileprivate init(_ severity: Double) {
        let steps: [(below: Double, size: EchoStudy.EffusionSize)] = [
            (-1, .none), (-0.5, .trivial), (0, .small), (0.5, .moderate),
        ]
        let excess = severity - HeartCondition.Threshold.pericardialEffusion
        self = steps.first { excess < $0.below }?.size ?? .large
    }
}

extension EchoStudy.Field {
    /// Share of studies without this field; `jet`: at least mild tricuspid regurgitation.
    ///
    /// Of patients sent for catheterisation 36 of 100 had no velocity (J Am Heart Assoc 2018;7:e009362) and 22 of 100 no
    /// pressure (Am J Cardiol 2010;105:1192–1197).
    fileprivate func share(missingWith quality: EchoStudy.ImageQuality, jet: Bool) -> Double {
        let usual =
            switch self {
            case .lvef: 0.005
            case .trVelocity: jet ? 0.12 : 0.48
            case .pasp: jet ? 0.06 : 0.30
            case .pulmonaryRegurgitation: 0.05
            case .septum, .posteriorWall, .aorticStenosis, .aorticRegurgitation, .mitralRegurgitation,
                .mitralStenosis, .tricuspidRegurgitation, .rvSystolicDysfunction, .pericardialEffusion:
                0.015
            }
        switch quality {
        case .good: return 0.7 * usual
        case .fair: return 1.3 * usual
        case .poor: return min(0.95, 3.5 * usual)
        }
    }
}

extension Double {
    /// Rounded to one decimal.
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
