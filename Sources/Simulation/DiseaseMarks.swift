/// How strongly each disease shows in the ECG, 0 (not at all) to 1.5; the one place where echo and ECG meet.
///
/// A mark begins before the disease is bad enough to count and grows with it. Hearts of one severity differ in how much
/// of it they show, so a model can do well and never perfectly, as with patients.
struct DiseaseMarks: Sendable, Equatable {
    /// Thick wall or pressure load: voltage.
    let leftVentricularMass: Float
    /// Thick wall or aortic stenosis, further on: lateral strain.
    let strain: Float
    /// Low ejection fraction: wide QRS, lost R waves, flat T, long QT.
    let weakMuscle: Float
    /// Lung pressure, tricuspid regurgitation, weak right ventricle: axis to the right, right precordial strain.
    let rightHeart: Float
    /// Mitral regurgitation and stiff left ventricle: late, broad P wave; fibrillation.
    let leftAtrium: Float
    /// Effusion: low voltage.
    let effusion: Float
    /// Aortic regurgitation: volume load, tall lateral R.
    let volumeLoad: Float

    /// Correlation between how severe a disease is and how severe the ECG makes it look.
    ///
    /// Strong where an ECG is known to tell much (the muscle), weak where it tells little (the wall: the published
    /// models find it worst of all).
    enum Agreement {
        static let systolicDysfunction = 0.96
        static let wallThickening = 0.82
        static let aorticStenosis = 0.84
        static let aorticRegurgitation = 0.75
        static let mitralRegurgitation = 0.90
        static let tricuspidRegurgitation = 0.90
        static let rightVentricularDysfunction = 0.94
        static let pulmonaryPressure = 0.93
        static let pericardialEffusion = 0.85
    }
}

extension DiseaseMarks {
    init(of heart: HeartCondition, from stream: inout RandomStream) {
        func seen(_ severity: Double, _ agreement: Double) -> Double {
            agreement * severity + (1 - agreement * agreement).squareRoot() * stream.normal()
        }
        let wall = seen(heart.wallThickening, Agreement.wallThickening)
        let mass = Self.mark(wall, from: -0.3, to: 1.5)
        let stenosis = Self.mark(seen(heart.aorticStenosis, Agreement.aorticStenosis), from: 0.8, to: 2.4)
        leftVentricularMass = max(mass, 0.8 * stenosis)
        strain = max(Self.mark(wall, from: 0.5, to: 1.9), stenosis)
        weakMuscle = Self.mark(seen(heart.systolicDysfunction, Agreement.systolicDysfunction), from: 0, to: 1.35)
        let pressure = Self.mark(seen(heart.pulmonaryPressure, Agreement.pulmonaryPressure), from: 0.3, to: 1.9)
        let tricuspid = Self.mark(
            seen(heart.tricuspidRegurgitation, Agreement.tricuspidRegurgitation),
            from: 0.4,
            to: 2
        )
        let ventricle = Self.mark(
            seen(heart.rightVentricularDysfunction, Agreement.rightVentricularDysfunction),
            from: 0.3,
            to: 1.9
        )
        rightHeart = 0.4 * pressure + 0.25 * tricuspid + 0.35 * ventricle
        let mitral = Self.mark(seen(heart.mitralRegurgitation, Agreement.mitralRegurgitation), from: 0.2, to: 1.6)
        leftAtrium = min(1.5, 0.8 * mitral + 0.3 * mass)
        effusion = Self.mark(seen(heart.pericardialEffusion, Agreement.pericardialEffusion), from: 1.1, to: 2.2)
        volumeLoad = Self.mark(seen(heart.aorticRegurgitation, Agreement.aorticRegurgitation), from: 1.4, to: 2.8)
    }

    /// 0 below `start`, 1 at `full`, at most 1.5.
    private static func mark(_ severity: Double, from start: Double, to full: Double) -> Float {
        Float(min(1.5, max(0, (severity - start) / (full - start))))
    }
}
