import Foundation

/// All 74 measurements on admission, of which ten are the model's inputs.
///
/// The published inputs were chosen by machine from as many. Marginal means and standard deviations of the ten are
/// those of the published normalisation; the other 64 are noise, or go with age, severity or frailty.
package struct AdmissionMeasurements: Sendable, Equatable {
    package let inputs: AdmissionInputs
    /// In the order of ``candidateNames``.
    package let candidates: [Double]

    /// What may be chosen from beside the ten inputs.
    package static let candidateNames =
        comorbidDiseases.map(\.name) + AdmissionCandidate.all.map(\.name)
        + ["Neutrophils", "Lymphocytes", "Total.bilirubin"]

    /// The diseases that are counted, malignancy and COPD apart, which are inputs of their own.
    private static let comorbidDiseases: [(name: String, level: Double, withFrailty: Double)] = [
        ("Hypertension", -2.1, 1.1), ("Diabetes", -2.9, 1.0), ("Coronary.disease", -3.9, 1.2),
        ("Cerebrovascular.disease", -4.6, 1.2), ("Chronic.kidney.disease", -4.9, 1.0), ("Hepatitis.B", -4.2, 0),
        ("Immunodeficiency", -5.8, 0.3),
    ]

    init(of condition: AdmissionCondition, from stream: inout RandomStream) {
        let (severity, frailty) = (condition.severity, condition.frailty)
        let malignancy = stream.chance(logistic: -4.7 + 0.8 * frailty)
        let copd = stream.chance(logistic: -4.7 + 0.9 * frailty)
        let diseases = Self.comorbidDiseases.map { stream.chance(logistic: $0.level + $0.withFrailty * frailty) }
        let shadows = stream.chance(logistic: -1.9 + 1.1 * severity)
        let dyspnoea = stream.chance(logistic: -1.6 + severity)
        let lymphocytes = stream.logNormal(mean: 1.3, deviation: 0.55, severity, correlation: -0.35).rounded(to: 2)
        let ratio = stream.logNormal(mean: 5.374749, deviation: 2.445621, severity, correlation: 0.55).rounded(to: 2)
        let bilirubin = stream.logNormal(mean: 3.762461, deviation: 1.389199, severity, correlation: 0.3).rounded(to: 1)
        inputs = AdmissionInputs(
            malignancy: malignancy,
            xRayAbnormality: shadows,
            copd: copd,
            dyspnoea: dyspnoea,
            comorbidities: ([malignancy, copd] + diseases).count { $0 },
            lactateDehydrogenase: stream.logNormal(mean: 259.74033, deviation: 77.95503, severity, correlation: 0.6)
                .rounded(),
            age: condition.age,
            neutrophilLymphocyteRatio: ratio,
            creatineKinase: stream.logNormal(mean: 98.198436, deviation: 49.690099, severity, correlation: 0.3)
                .rounded(),
            directBilirubin: bilirubin
        )
        candidates =
            diseases.map { $0 ? 1 : 0 } + AdmissionCandidate.all.map { $0.value(of: condition, from: &stream) } + [
                (ratio * lymphocytes).rounded(to: 2), lymphocytes,
                (bilirubin * (2.4 + 0.5 * abs(stream.normal()))).rounded(to: 1),
            ]
    }

    /// All 74 names, inputs first.
    package static let names = AdmissionInputs.names + candidateNames
    /// In the order of ``names``.
    package var values: [Double] { inputs.values + candidates }
}

extension RandomStream {
    /// True with the probability 1/(1 + e⁻ˣ).
    mutating func chance(logistic x: Double) -> Bool { chance(1 / (1 + exp(-x))) }

    /// A positive value with this mean and standard deviation, whose logarithm goes with a standard normal trait.
    mutating func logNormal(mean: Double, deviation: Double, _ trait: Double, correlation: Double) -> Double {
        let variance = log1p((deviation / mean) * (deviation / mean))
        let deviate = correlation * trait + (1 - correlation * correlation).squareRoot() * normal()
        return exp(log(mean) - variance / 2 + variance.squareRoot() * deviate)
    }
}

extension Double {
    /// Rounded to so many decimals, as a laboratory prints it.
    func rounded(to decimals: Int) -> Double {
        let unit = pow(10, Double(decimals))
        return (self * unit).rounded() / unit
    }
}
