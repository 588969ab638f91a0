/// The ten inputs of the published model, in the order of its network.
package struct AdmissionInputs: Sendable, Equatable {
    package let malignancy: Bool
    package let xRayAbnormality: Bool
    package let copd: Bool
    package let dyspnoea: Bool
    /// 0 to 9.
    package let comorbidities: Int
    /// U/L.
    package let lactateDehydrogenase: Double
    /// Years.
    package let age: Double
    package let neutrophilLymphocyteRatio: Double
    /// U/L.
    package let creatineKinase: Double
    /// µmol/L.
    package let directBilirubin: Double

    /// Names as files have them.
    package static let names = [
        "Malignancy", "X.ray.abnormality", "COPD", "Dyspnea", "Number.of.comorbidities", "Lactate.dehydrogenase",
        "Age", "NLR", "Creatine.kinase", "Direct.bilirubin",
    ]

    /// In the order of ``names``; a finding is 1 or 0.
    package var values: [Double] {
        [malignancy, xRayAbnormality, copd, dyspnoea].map { $0 ? 1 : 0 }
            + [
                Double(comorbidities), lactateDehydrogenase, age, neutrophilLymphocyteRatio, creatineKinase,
                directBilirubin,
            ]
    }
}
