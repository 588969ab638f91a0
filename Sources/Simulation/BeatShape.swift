import Electrocardiogram
import Foundation

/// The waves of one person's beats, turned as their heart lies and scaled as their chest conducts.
struct BeatShape: Sendable, Equatable {
    var atrial: [HeartWave]
    var ventricular: [HeartWave]
    var ectopic: [HeartWave]
    /// Where fibrillating atria point, mV; zero in other rhythms.
    var fibrillation: Dipole
}

extension BeatShape {
    /// Draws the shape; `rate` is the mean ventricular rate, beats per minute, which sets where the T wave ends.
    init(
        conduction: Conduction,
        rate: Double,
        marks: DiseaseMarks,
        sex: Sex?,
        age: Double,
        from stream: inout RandomStream
    ) {
        let lie = (0..<3).map { _ in Float(0.14 * stream.normal()) }
        let chest = Float(exp(0.15 * stream.normal() - 0.003 * (age - 61)) * (sex == .female ? 0.92 : 1.04))
        let gain = chest * (1 - 0.42 * marks.effusion)
        let qt = conduction.qtInterval(rate: rate)
        let branchBlock = conduction.block
        func turned(_ waves: [HeartWave]) -> [HeartWave] {
            waves.map { wave in
                var wave = wave
                wave.dipole = wave.dipole.rotated(x: lie[0], y: lie[1], z: lie[2]) * gain
                return wave
            }
        }
        let variation = (0..<2).map { _ in Float(stream.normal()) }
        let qrs = BeatShape.depolarisation(conduction.qrsDuration, branchBlock, marks, infarct: variation[0])
        let t = BeatShape.repolarisation(conduction.qrsDuration, qt, branchBlock, marks, variation: variation[1])
        atrial = turned(BeatShape.atrialWaves(conduction, marks))
        ventricular = turned(qrs + t + (conduction.rhythm == .ventricularPaced ? [BeatShape.spike(conduction)] : []))
        ectopic = turned(BeatShape.ectopicWaves(side: stream.chance(0.5) ? 1 : -1))
        let fibrillates = conduction.rhythm == .atrialFibrillation
        fibrillation = fibrillates ? Dipole(0.02, 0.04, -0.05) * Float(stream.uniform(0.6...1.4)) : .zero
    }

    /// P: the right atrium first, towards the front; then the left, towards back and left.
    private static func atrialWaves(_ conduction: Conduction, _ marks: DiseaseMarks) -> [HeartWave] {
        guard conduction.rhythm == .sinus else { return [] }
        let onset = -0.48 * conduction.qrsDuration - conduction.prInterval
        let right = Dipole(0.04, 0.09, -0.045) * (1 + 0.6 * marks.rightHeart)
        let left = Dipole(0.075, 0.055, 0.03 + 0.07 * marks.leftAtrium) * (1 + 0.4 * marks.leftAtrium)
        return [
            HeartWave(peak: onset + 0.032, width: 0.014, right),
            HeartWave(peak: onset + 0.062 + 0.012 * Double(marks.leftAtrium), width: 0.016, left),
        ]
    }

    /// QRS: septum, free wall early and late, base; times scale with its duration.
    private static func depolarisation(
        _ duration: Double,
        _ block: Conduction.BundleBranchBlock,
        _ marks: DiseaseMarks,
        infarct: Float
    ) -> [HeartWave] {
        let scale = duration / 0.095
        let mass = 1 + 0.42 * marks.leftVentricularMass + 0.25 * marks.volumeLoad
        let weak = marks.weakMuscle
        let scar = weak * max(0, infarct) * 0.5
        var septum = Dipole(-0.12, 0.03 - 0.25 * scar, -0.25 + 0.28 * min(1, weak))
        var early = Dipole(0.62, 0.52 - 0.2 * scar, -0.08 + 0.30 * weak) * mass * (1 - 0.12 * weak)
        var late = Dipole(0.78, 0.52, 0.42 + 0.18 * weak) * mass * (1 - 0.10 * weak)
        var base = Dipole(-0.06, -0.08, 0.34)
        if block == .left {
            septum = Dipole(0.20, 0.05, 0.18)
            base = Dipole(0.45, 0, 0.50)
        } else if block == .right {
            base = Dipole(-0.42, 0.02, -0.34)
        }
        early += Dipole(-0.15, 0.05, -0.10) * marks.rightHeart
        late += Dipole(-0.42, 0.12, -0.38) * marks.rightHeart
        base += Dipole(-0.28, 0.10, -0.06) * marks.rightHeart
        return [
            HeartWave(peak: -0.026 * scale, width: 0.008 * scale, septum),
            HeartWave(peak: -0.006 * scale, width: 0.009 * scale, early),
            HeartWave(peak: 0.008 * scale, width: 0.010 * scale, late),
            HeartWave(peak: 0.026 * scale, width: 0.009 * scale, base),
        ]
    }

    /// ST and T: along the QRS when healthy, against it under strain or bundle branch block.
    private static func repolarisation(
        _ duration: Double,
        _ qt: Double,
        _ block: Conduction.BundleBranchBlock,
        _ marks: DiseaseMarks,
        variation: Float
    ) -> [HeartWave] {
        let fall = 0.036
        let peak = -0.48 * duration + qt - 2.2 * fall
        let healthy = Dipole(0.32, 0.24, -0.20) * (1 + 0.2 * variation)
        var t = healthy * max(0.15, 1 - 0.55 * marks.weakMuscle)
        t += Dipole(-0.42, -0.16, -0.10) * marks.strain
        t += Dipole(0.10, -0.10, 0.32) * marks.rightHeart
        if block == .left { t += Dipole(-0.55, -0.15, -0.25) }
        if block == .right { t += Dipole(0.10, 0, 0.25) }
        let st = Dipole(-0.09, -0.04, -0.05) * marks.strain + Dipole(0.02, -0.02, 0.06) * marks.rightHeart
        return [
            HeartWave(peak: 0.5 * duration + 0.06, width: 0.035, st),
            HeartWave(peak: peak, rise: 0.052, fall: fall, t),
        ]
    }

    /// A premature ventricular beat: wide, large, its T against it, turned left or right by `side`.
    private static func ectopicWaves(side: Float) -> [HeartWave] {
        [
            HeartWave(peak: 0.01, width: 0.030, Dipole(1.1 * side, 0.5, 0.7 * side)),
            HeartWave(peak: 0.27, rise: 0.07, fall: 0.05, Dipole(-0.45 * side, -0.2, -0.3 * side)),
        ]
    }

    /// The pacemaker's stimulus, just before the QRS it causes.
    private static func spike(_ conduction: Conduction) -> HeartWave {
        HeartWave(peak: -0.52 * conduction.qrsDuration, width: 0.0014, Dipole(0.9, -1.2, 0.3))
    }
}
