/// What comes before QRS: P waves, fibrillating atria, a pacemaker's stimulus.
struct AtrialWaves: Sendable {
    private let conduction: Conduction
    private let marks: DiseaseMarks

    init(_ conduction: Conduction, _ marks: DiseaseMarks) {
        self.conduction = conduction
        self.marks = marks
    }

    private var onset: Double { -0.48 * conduction.qrsDuration - conduction.prInterval }

    /// P: the right atrium first, towards the front; then the left, towards back and left.
    ///
    /// A loaded right atrium makes P tall in II; a stretched left one makes it broad, and late and negative in V1.
    var sinus: [HeartWave] {
        guard conduction.rhythm == .sinus else { return [] }
        let right = Dipole(0.04, 0.09, -0.045) * (1 + 0.8 * marks.rightHeart)
        let left = Dipole(0.075, 0.055, 0.03 + 0.08 * marks.leftAtrium) * (1 + 0.4 * marks.leftAtrium)
        return [
            HeartWave(peak: onset + 0.032, width: 0.014, right),
            HeartWave(peak: onset + 0.062 + 0.016 * Double(marks.leftAtrium), width: 0.016, left),
        ]
    }

    /// P of a beat from elsewhere in the atria: earlier, flatter, from the left.
    var premature: [HeartWave] {
        guard conduction.rhythm == .sinus else { return [] }
        return [
            HeartWave(peak: onset + 0.036, width: 0.015, Dipole(-0.03, 0.05, -0.06)),
            HeartWave(peak: onset + 0.060, width: 0.014, Dipole(0.02, -0.05, 0.03)),
        ]
    }

    /// Fibrillatory waves are largest in V1, then in the inferior leads.
    var fibrillation: Dipole {
        conduction.rhythm == .atrialFibrillation ? Dipole(-0.03, 0.035, -0.03) : .zero
    }

    /// The pacemaker's stimulus, just before the QRS it causes.
    var spike: [HeartWave] {
        guard conduction.rhythm == .ventricularPaced else { return [] }
        return [HeartWave(peak: -0.52 * conduction.qrsDuration, width: 0.0014, Dipole(0.9, -1.2, 0.3))]
    }
}
