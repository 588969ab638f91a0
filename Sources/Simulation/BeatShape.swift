import Electrocardiogram
import Foundation

/// The waves of one person's beats, turned as their heart lies and scaled as their chest conducts.
struct BeatShape: Sendable, Equatable {
    private(set) var regular: [HeartWave]
    private(set) var prematureAtrial: [HeartWave]
    private(set) var prematureVentricular: [HeartWave]
    /// Where fibrillating atria point, mV; zero in other rhythms.
    private(set) var fibrillation: Dipole

    func waves(of origin: BeatTrain.Origin) -> [HeartWave] {
        switch origin {
        case .regular: regular
        case .prematureAtrial: prematureAtrial
        case .prematureVentricular: prematureVentricular
        }
    }
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
        let chest = Chest(marks: marks, sex: sex, age: age, from: &stream)
        let scar = Float(stream.normal())
        let repolarisation = Repolarisation(conduction, rate: rate, marks, variation: Float(stream.normal()))
        let depolarisation = Depolarisation(conduction, marks, scar: scar)
        let ventricular = depolarisation.waves + repolarisation.waves
        let atrial = AtrialWaves(conduction, marks)
        regular = chest.placed(atrial.sinus + ventricular + atrial.spike)
        prematureAtrial = chest.placed(atrial.premature + ventricular)
        prematureVentricular = chest.placed(Self.ectopicWaves(side: stream.chance(0.5) ? 1 : -1))
        fibrillation = chest.placed(atrial.fibrillation * Float(stream.uniform(0.6...1.5)))
    }

    /// A premature ventricular beat: wide, large, its T against it, turned left or right by `side`.
    private static func ectopicWaves(side: Float) -> [HeartWave] {
        [
            HeartWave(peak: 0.01, width: 0.030, Dipole(1.1 * side, 0.5, 0.7 * side)),
            HeartWave(peak: 0.27, rise: 0.07, fall: 0.05, Dipole(-0.45 * side, -0.2, -0.3 * side)),
        ]
    }
}

/// How a heart lies in its chest and how well the chest conducts.
private struct Chest {
    private let lie: Dipole
    private let gain: Float

    /// The axis turns left with age; women's and the old's voltages are lower, and fluid around the heart halves them.
    init(marks: DiseaseMarks, sex: Sex?, age: Double, from stream: inout RandomStream) {
        lie = Dipole(
            Float(0.16 * stream.normal()),
            Float(0.18 * stream.normal()),
            Float(0.36 * stream.normal() - 0.22 - 0.004 * (age - 61))
        )
        let conductance = exp(0.20 * stream.normal() - 0.003 * (age - 61))
        gain = Float(conductance * (sex == .female ? 0.92 : 1.04)) * max(0.32, 1 - 0.55 * marks.effusion)
    }

    func placed(_ dipole: Dipole) -> Dipole {
        dipole.rotated(x: lie.x, y: lie.y, z: lie.z) * gain
    }

    func placed(_ waves: [HeartWave]) -> [HeartWave] {
        waves.map { wave in
            var wave = wave
            wave.dipole = placed(wave.dipole)
            return wave
        }
    }
}
