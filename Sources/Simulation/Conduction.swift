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
    /// Share of beats that a premature ventricular beat follows, and a premature atrial one.
    var ventricularEctopy: Double
    var atrialEctopy: Double

    /// Seconds at the given rate: Bazett's formula read backwards.
    func qtInterval(rate: Double) -> Double {
        min(0.60, correctedQT * (60 / rate).squareRoot())
    }
}

extension Conduction {
    /// Draws a conduction that fits the heart: weak muscle conducts slowly and beats fast, stretched atria fibrillate.
    ///
    /// Means and spreads of rate, PR, QRS and QTc are those of the cohort that trained EchoNext, as its scaling
    /// publishes them; `Docs/simulation.md` holds them side by side.
    init(marks: DiseaseMarks, age: Double, from stream: inout RandomStream) {
        let ageStep = min(2.5, max(-2.5, (age - 61) / 16))
        rhythm = Self.rhythm(marks, ageStep, from: &stream)
        block = stream.pick([
            (.none, 0.92 - 0.02 * ageStep), (.left, 0.018 + 0.13 * Double(marks.weakMuscle)),
            (.right, 0.058 + 0.014 * ageStep + 0.05 * Double(marks.rightHeart)),
        ])
        let stress = 7 * Double(marks.weakMuscle) + 6 * Double(marks.rightHeart) + 12 * Double(marks.effusion)
        let fibrillating = rhythm == .atrialFibrillation ? 12.0 : 0
        rate = min(165, max(42, 76 * exp(0.245 * stream.normal()) + stress + fibrillating))
        let shortening = 0.0003 * (rate - 80)
        prInterval = min(0.32, max(0.10, 0.158 + 0.007 * ageStep - shortening + 0.027 * stream.normal()))
        let widening = 0.014 * Double(marks.weakMuscle) + 0.006 * Double(marks.leftVentricularMass)
        let blocked = block == .left ? 0.060 : block == .right ? 0.052 : 0
        let narrow = max(0.070, 0.083 + widening + 0.010 * stream.normal())
        qrsDuration = min(0.20, block == .none ? narrow : max(0.122, narrow + blocked))
        let lengthening = 0.020 * Double(marks.weakMuscle) + 0.014 * Double(marks.strain) + 0.4 * blocked
        correctedQT = min(0.62, max(0.35, 0.440 + lengthening + shortening + 0.039 * stream.normal()))
        ventricularEctopy = stream.chance(0.05 + 0.14 * Double(marks.weakMuscle)) ? stream.uniform(0.04...0.18) : 0
        let ectopicAtria = stream.chance(0.05 + 0.05 * Double(marks.leftAtrium))
        atrialEctopy = ectopicAtria && rhythm == .sinus ? stream.uniform(0.05...0.20) : 0
        guard rhythm == .ventricularPaced else { return }
        (rate, qrsDuration, block, ventricularEctopy) = (max(rate, 70), 0.16, .left, 0)
    }

    private static func rhythm(
        _ marks: DiseaseMarks,
        _ ageStep: Double,
        from stream: inout RandomStream
    ) -> Rhythm {
        let odds = exp(-3.02 + 0.7 * ageStep + 1.3 * Double(marks.leftAtrium) + 0.7 * Double(marks.rightHeart))
        guard !stream.chance(0.015 + 0.01 * Double(marks.weakMuscle)) else { return .ventricularPaced }
        return stream.chance(odds / (1 + odds)) ? .atrialFibrillation : .sinus
    }
}
