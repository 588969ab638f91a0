import Foundation

/// How a heart is paced and how fast it conducts: rhythm, rate and intervals.
struct Conduction: Sendable, Equatable {
    enum Rhythm: Sendable, Equatable {
        case sinus
        case atrialFibrillation
        case ventricularPaced
    }

    enum BundleBranchBlock: Sendable, Equatable {
        case none
        case left
        case right
    }

    var rhythm: Rhythm
    /// Beats per minute, before its variability.
    var rate: Double
    /// Seconds from the onset of P to the onset of QRS.
    var prInterval: Double
    /// Seconds.
    var qrsDuration: Double
    /// Seconds, corrected for rate by Bazett's formula.
    var correctedQT: Double
    var block: BundleBranchBlock
    /// Share of beats that are premature and ventricular.
    var ectopicShare: Double

    /// Seconds at the given rate: Bazett's formula read backwards.
    func qtInterval(rate: Double) -> Double {
        min(0.56, correctedQT * (60 / rate).squareRoot())
    }
}

extension Conduction {
    /// Draws a conduction that fits the heart: weak muscle conducts slowly and beats fast, stretched atria fibrillate.
    init(of heart: HeartCondition, marks: DiseaseMarks, age: Double, from stream: inout RandomStream) {
        let ageStep = min(2.5, max(-2.5, (age - 61) / 16))
        let fibrillationOdds = exp(
            -3.9 + 0.8 * ageStep + 1.3 * Double(marks.leftAtrium) + 0.7 * Double(marks.rightHeart)
        )
        rhythm =
            stream.chance(0.015 + 0.01 * Double(marks.weakMuscle))
            ? .ventricularPaced
            : stream.chance(fibrillationOdds / (1 + fibrillationOdds)) ? .atrialFibrillation : .sinus
        block = stream.pick([
            (.none, 0.93), (.left, 0.015 + 0.13 * Double(marks.weakMuscle)),
            (.right, 0.03 + 0.06 * Double(marks.rightHeart)),
        ])
        let stress = 8 * Double(marks.weakMuscle) + 5 * Double(marks.rightHeart) + 9 * Double(marks.effusion)
        let fibrillating = rhythm == .atrialFibrillation ? 12.0 : 0
        rate = min(160, max(42, 72 + stress + fibrillating + 11 * stream.normal()))
        prInterval = min(0.32, max(0.11, 0.158 + 0.006 * ageStep + 0.020 * stream.normal()))
        let widening = 0.014 * Double(marks.weakMuscle) + 0.006 * Double(marks.leftVentricularMass)
        let blocked = block == .none ? 0.0 : 0.042
        qrsDuration = min(0.19, max(0.07, 0.089 + widening + blocked + 0.007 * stream.normal()))
        correctedQT = min(0.56, max(0.36, 0.425 + 0.022 * Double(marks.weakMuscle) + 0.018 * stream.normal()))
        ectopicShare = stream.chance(0.07 + 0.18 * Double(marks.weakMuscle)) ? stream.uniform(0.03...0.15) : 0
        guard rhythm == .ventricularPaced else { return }
        (rate, qrsDuration, block, ectopicShare) = (max(rate, 70), 0.16, .left, 0)
    }
}
