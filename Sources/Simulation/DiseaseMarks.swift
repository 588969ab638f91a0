/// How strongly each disease shows in the ECG, 0 (not at all) to about 1.5; the one place where echo and ECG meet.
///
/// A mark begins before the disease is bad enough to count and grows with it. Hearts of one severity differ in how much
/// of it they show, so a model can do well and never perfectly, as with patients.
struct DiseaseMarks: Sendable, Equatable {
    /// Thick wall or pressure load: voltage.
    let leftVentricularMass: Float
    /// Thick wall or aortic stenosis, further on: lateral strain.
    let strain: Float
    /// Low ejection fraction: wide QRS, lost R waves, flat T.
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
    private static let agreement = 0.78

    init(of heart: HeartCondition, from stream: inout RandomStream) {
        func seen(_ severity: Double) -> Double {
            Self.agreement * severity + (1 - Self.agreement * Self.agreement).squareRoot() * stream.normal()
        }
        let wall = seen(heart.wallThickening)
        let mass = Self.mark(wall, from: -0.4, to: 1.6)
        let stenosis = Self.mark(seen(heart.aorticStenosis), from: 0.8, to: 2.4)
        leftVentricularMass = max(mass, 0.8 * stenosis)
        strain = max(Self.mark(wall, from: 0.4, to: 1.8), stenosis)
        weakMuscle = Self.mark(seen(heart.systolicDysfunction), from: 0, to: 1.6)
        let pressure = Self.mark(seen(heart.pulmonaryPressure), from: 0.2, to: 1.8)
        let tricuspid = Self.mark(seen(heart.tricuspidRegurgitation), from: 0.4, to: 2)
        let ventricle = Self.mark(seen(heart.rightVentricularDysfunction), from: 0.3, to: 1.9)
        rightHeart = 0.4 * pressure + 0.25 * tricuspid + 0.35 * ventricle
        leftAtrium = 0.8 * Self.mark(seen(heart.mitralRegurgitation), from: 0.3, to: 1.9) + 0.3 * mass
        effusion = Self.mark(seen(heart.pericardialEffusion), from: 1.3, to: 2.4)
        volumeLoad = Self.mark(seen(heart.aorticRegurgitation), from: 1.4, to: 2.8)
    }

    /// 0 below `start`, 1 at `full`, at most 1.5.
    private static func mark(_ severity: Double, from start: Double, to full: Double) -> Float {
        Float(min(1.5, max(0, (severity - start) / (full - start))))
    }
}
