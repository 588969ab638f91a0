/// QRS: septum, free wall early and late, base; times scale with its duration.
struct Depolarisation: Sendable {
    private let conduction: Conduction
    private let marks: DiseaseMarks
    /// Standard normal: below 0 a weak heart lost its front wall's forces, above 0 those of the wall beneath.
    private let scar: Float

    init(_ conduction: Conduction, _ marks: DiseaseMarks, scar: Float) {
        self.conduction = conduction
        self.marks = marks
        self.scar = scar
    }

    var waves: [HeartWave] {
        switch conduction.block {
        case .none: normal(scale: conduction.qrsDuration / 0.095)
        case .left: leftBlock(scale: conduction.qrsDuration / 0.145)
        case .right: rightBlock(scale: conduction.qrsDuration / 0.140)
        }
    }

    private var inferiorScar: Float { 0.5 * marks.weakMuscle * max(0, scar) }
    private var anteriorScar: Float { 0.5 * marks.weakMuscle * max(0, -scar) }

    /// Septal forces to the right and front: the small q of V6 and r of V1.
    private var septum: Dipole {
        Dipole(-0.12, 0.02, -0.25) + Dipole(0, -0.30, 0) * inferiorScar + Dipole(0, 0, 0.20) * anteriorScar
            + Dipole(-0.05, 0, -0.15) * marks.rightHeart
    }

    private var early: Dipole {
        let lost = Dipole(0, -0.25, 0) * inferiorScar + Dipole(0, 0, 0.35) * anteriorScar
        let free = Dipole(0.64, 0.46, -0.05) * (1 - 0.16 * marks.weakMuscle)
        return (free + lost) * growth + Dipole(-0.38, 0.04, -0.28) * marks.rightHeart
    }

    /// A thick wall adds force to the left, up and back: tall R in aVL and V6, deep S in V1 to V3.
    private var late: Dipole {
        Dipole(0.78, 0.42, 0.45) * ((1 - 0.14 * marks.weakMuscle) * growth)
            + Dipole(0.38, -0.14, 0.58) * marks.leftVentricularMass
            + Dipole(-0.72, 0.15, -0.90) * marks.rightHeart
    }

    private var base: Dipole {
        Dipole(-0.22, -0.08, 0.62) + Dipole(0, -0.05, 0.15) * marks.leftVentricularMass
            + Dipole(-0.40, 0.12, -0.48) * marks.rightHeart
    }

    private var growth: Float { 1 + 0.25 * marks.leftVentricularMass + 0.25 * marks.volumeLoad }

    private func normal(scale: Double) -> [HeartWave] {
        [
            HeartWave(peak: -0.026 * scale, width: 0.008 * scale, septum),
            HeartWave(peak: -0.006 * scale, width: 0.009 * scale, early),
            HeartWave(peak: 0.008 * scale, width: 0.010 * scale, late),
            HeartWave(peak: 0.026 * scale, width: 0.009 * scale, base),
        ]
    }

    /// Left bundle branch block: from right to left throughout; no q in V6, one broad notched R, deep broad S in V1.
    private func leftBlock(scale: Double) -> [HeartWave] {
        let turn = Dipole(-0.15, 0.05, -0.20) * marks.rightHeart
        return [
            HeartWave(peak: -0.046 * scale, width: 0.012 * scale, Dipole(0.15, 0.10, 0.30)),
            HeartWave(peak: -0.018 * scale, width: 0.016 * scale, Dipole(0.62, 0.30, 0.55) * growth + turn),
            HeartWave(peak: 0.016 * scale, width: 0.018 * scale, Dipole(0.78, 0.22, 1.10) * growth + turn),
            HeartWave(peak: 0.044 * scale, width: 0.014 * scale, Dipole(0.34, -0.05, 0.55) * growth),
        ]
    }

    /// Right bundle branch block: a normal beginning, then late and slow to the right and front; R' in V1, wide S in I.
    private func rightBlock(scale: Double) -> [HeartWave] {
        [
            HeartWave(peak: -0.030 * scale, width: 0.009 * scale, septum),
            HeartWave(peak: -0.008 * scale, width: 0.010 * scale, early),
            HeartWave(peak: 0.008 * scale, width: 0.011 * scale, late),
            HeartWave(peak: 0.030 * scale, width: 0.011 * scale, 0.3 * base + Dipole(-0.25, -0.05, -0.25)),
            HeartWave(peak: 0.052 * scale, width: 0.014 * scale, Dipole(-0.50, 0.02, -0.42)),
        ]
    }
}
