/// ST and T: along the QRS when healthy, against it under strain or bundle branch block.
struct Repolarisation: Sendable {
    private let conduction: Conduction
    private let marks: DiseaseMarks
    private let qt: Double
    /// Standard normal: how tall this person's T is.
    private let variation: Float

    init(_ conduction: Conduction, rate: Double, _ marks: DiseaseMarks, variation: Float) {
        self.conduction = conduction
        self.marks = marks
        self.variation = variation
        qt = conduction.qtInterval(rate: rate)
    }

    /// T climbs slowly and falls fast; both halves shorten with QT.
    var waves: [HeartWave] {
        let stretch = min(1.15, max(0.65, qt / 0.38))
        let (rise, fall) = (0.052 * stretch, 0.036 * stretch)
        let onset = -0.48 * conduction.qrsDuration
        return [
            HeartWave(peak: 0.5 * conduction.qrsDuration + 0.055 * stretch, rise: 0.024, fall: 0.055, st),
            HeartWave(peak: onset + qt - 2.2 * fall, rise: rise, fall: fall, t),
        ]
    }

    /// Left strain lowers I, aVL, V5 and V6; right strain lowers V1 to V3 and the inferior leads.
    private var st: Dipole {
        var st = Dipole(-0.11, -0.04, -0.01) * marks.strain + Dipole(0, -0.03, 0.07) * marks.rightHeart
        if conduction.block == .left { st += Dipole(-0.10, -0.03, -0.12) }
        if conduction.block == .right { st += Dipole(0.03, 0, 0.04) }
        return st
    }

    private var t: Dipole {
        let healthy = Dipole(0.32, 0.24, -0.20) * max(0.1, 0.97 + 0.30 * variation)
        var t = healthy * max(0.1, 1 - 0.6 * marks.weakMuscle)
        t += Dipole(-0.54, -0.18, -0.03) * marks.strain
        t += Dipole(-0.06, -0.10, 0.50) * marks.rightHeart
        if conduction.block == .left { t += Dipole(-0.60, -0.20, -0.35) }
        if conduction.block == .right { t += Dipole(0.10, 0, 0.35) }
        return t
    }
}
