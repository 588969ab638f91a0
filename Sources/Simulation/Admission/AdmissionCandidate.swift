import Foundation

/// A measurement on admission that is no input of the model: how it is distributed, and what it goes with.
struct AdmissionCandidate: Sendable {
    enum Distribution: Sendable {
        /// Present in about this share.
        case finding(share: Double)
        /// Bell-shaped.
        case normal(mean: Double, deviation: Double, decimals: Int)
        /// Positive with a long tail.
        case logNormal(mean: Double, deviation: Double, decimals: Int)
    }

    let name: String
    let distribution: Distribution
    /// Correlation with the severity of the infection (for findings: log odds by its standard deviation).
    var severity = 0.0
    /// The same with frailty.
    var frailty = 0.0

    func value(of condition: AdmissionCondition, from stream: inout RandomStream) -> Double {
        let trait = severity * condition.severity + frailty * condition.frailty
        // Severity and frailty share a part of their own through age, which this leaves out: 0.35 · 0.55.
        let explained = severity * severity + frailty * frailty + 2 * 0.1925 * severity * frailty
        switch distribution {
        case .finding(let share):
            return stream.chance(logistic: log(share / (1 - share)) + trait) ? 1 : 0
        case .normal(let mean, let deviation, let decimals):
            let deviate = trait + (1 - explained).squareRoot() * stream.normal()
            return max(0, mean + deviation * deviate).rounded(to: decimals)
        case .logNormal(let mean, let deviation, let decimals):
            let reach = explained.squareRoot()
            let standard = reach > 0 ? trait / reach : 0
            return stream.logNormal(mean: mean, deviation: deviation, standard, correlation: reach)
                .rounded(to: decimals)
        }
    }
}

extension AdmissionCandidate {
    static let all = symptoms + history + signs + cells + chemistry

    private static let symptoms: [AdmissionCandidate] = [
        .init(name: "Fever", distribution: .finding(share: 0.85), severity: 0.2),
        .init(name: "Cough", distribution: .finding(share: 0.68), severity: 0.1),
        .init(name: "Sputum", distribution: .finding(share: 0.34)),
        .init(name: "Sore.throat", distribution: .finding(share: 0.14)),
        .init(name: "Rhinorrhoea", distribution: .finding(share: 0.06)),
        .init(name: "Headache", distribution: .finding(share: 0.14)),
        .init(name: "Fatigue", distribution: .finding(share: 0.38), severity: 0.25),
        .init(name: "Myalgia", distribution: .finding(share: 0.15)),
        .init(name: "Chills", distribution: .finding(share: 0.12)),
        .init(name: "Diarrhoea", distribution: .finding(share: 0.05)),
        .init(name: "Nausea.or.vomiting", distribution: .finding(share: 0.06)),
        .init(name: "Haemoptysis", distribution: .finding(share: 0.02), severity: 0.4),
        .init(name: "Conjunctival.congestion", distribution: .finding(share: 0.01)),
    ]

    private static let history: [AdmissionCandidate] = [
        .init(name: "Male", distribution: .finding(share: 0.57), severity: 0.1),
        .init(name: "Current.smoker", distribution: .finding(share: 0.08), frailty: 0.1),
        .init(name: "Former.smoker", distribution: .finding(share: 0.06), frailty: 0.3),
        .init(name: "Exposure.to.case", distribution: .finding(share: 0.62)),
        .init(name: "Family.cluster", distribution: .finding(share: 0.21)),
        .init(name: "Recent.surgery", distribution: .finding(share: 0.02), frailty: 0.2),
        .init(name: "Influenza.vaccination", distribution: .finding(share: 0.11)),
    ]

    private static let signs: [AdmissionCandidate] = [
        .init(name: "Temperature", distribution: .normal(mean: 37.4, deviation: 0.8, decimals: 1), severity: 0.15),
        .init(name: "Heart.rate", distribution: .normal(mean: 88, deviation: 14, decimals: 0), severity: 0.25),
        .init(name: "Respiratory.rate", distribution: .normal(mean: 20.5, deviation: 3, decimals: 0), severity: 0.4),
        .init(
            name: "Oxygen.saturation",
            distribution: .normal(mean: 96.2, deviation: 1.4, decimals: 1),
            severity: -0.4
        ),
        .init(name: "Systolic.pressure", distribution: .normal(mean: 126, deviation: 16, decimals: 0), frailty: 0.3),
        .init(name: "Diastolic.pressure", distribution: .normal(mean: 79, deviation: 11, decimals: 0), frailty: 0.1),
        .init(name: "Body.mass.index", distribution: .normal(mean: 24.2, deviation: 3.3, decimals: 1)),
        .init(name: "Days.since.onset", distribution: .logNormal(mean: 5.4, deviation: 3.6, decimals: 0)),
    ]

    private static let cells: [AdmissionCandidate] = [
        .init(name: "Monocytes", distribution: .logNormal(mean: 0.42, deviation: 0.2, decimals: 2)),
        .init(name: "Eosinophils", distribution: .logNormal(mean: 0.04, deviation: 0.06, decimals: 2), severity: -0.2),
        .init(name: "Basophils", distribution: .logNormal(mean: 0.02, deviation: 0.015, decimals: 2)),
        .init(name: "Platelets", distribution: .normal(mean: 189, deviation: 66, decimals: 0), severity: -0.1),
        .init(name: "Haemoglobin", distribution: .normal(mean: 134, deviation: 17, decimals: 0), frailty: -0.2),
        .init(name: "Haematocrit", distribution: .normal(mean: 40.1, deviation: 4.8, decimals: 1), frailty: -0.15),
        .init(name: "Red.cell.width", distribution: .normal(mean: 12.8, deviation: 1.1, decimals: 1), frailty: 0.25),
        .init(name: "D.dimer", distribution: .logNormal(mean: 0.9, deviation: 1.3, decimals: 2), severity: 0.35),
        .init(name: "Fibrinogen", distribution: .normal(mean: 4.2, deviation: 1.3, decimals: 2), severity: 0.2),
        .init(name: "Prothrombin.time", distribution: .normal(mean: 12.6, deviation: 1.4, decimals: 1), severity: 0.1),
        .init(name: "Thromboplastin.time", distribution: .normal(mean: 32, deviation: 5.5, decimals: 1)),
    ]

    private static let chemistry: [AdmissionCandidate] = [
        .init(
            name: "C.reactive.protein",
            distribution: .logNormal(mean: 32, deviation: 40, decimals: 1),
            severity: 0.45
        ),
        .init(name: "Procalcitonin", distribution: .logNormal(mean: 0.11, deviation: 0.3, decimals: 2), severity: 0.3),
        .init(
            name: "Sedimentation.rate",
            distribution: .logNormal(mean: 33, deviation: 24, decimals: 0),
            severity: 0.25
        ),
        .init(name: "Interleukin.6", distribution: .logNormal(mean: 14, deviation: 22, decimals: 1), severity: 0.4),
        .init(name: "Alanine.transaminase", distribution: .logNormal(mean: 29, deviation: 24, decimals: 0)),
        .init(
            name: "Aspartate.transaminase",
            distribution: .logNormal(mean: 31, deviation: 20, decimals: 0),
            severity: 0.3
        ),
        .init(name: "Albumin", distribution: .normal(mean: 39.6, deviation: 5.1, decimals: 1), severity: -0.35),
        .init(name: "Globulin", distribution: .normal(mean: 28.4, deviation: 4.6, decimals: 1)),
        .init(name: "Alkaline.phosphatase", distribution: .logNormal(mean: 68, deviation: 27, decimals: 0)),
        .init(name: "Glutamyl.transferase", distribution: .logNormal(mean: 36, deviation: 38, decimals: 0)),
        .init(name: "Creatinine", distribution: .logNormal(mean: 70, deviation: 24, decimals: 0), frailty: 0.25),
        .init(
            name: "Urea",
            distribution: .logNormal(mean: 4.5, deviation: 2.1, decimals: 1),
            severity: 0.15,
            frailty: 0.25
        ),
        .init(name: "Uric.acid", distribution: .normal(mean: 288, deviation: 98, decimals: 0)),
        .init(name: "Glucose", distribution: .logNormal(mean: 6.4, deviation: 2.2, decimals: 1), frailty: 0.2),
        .init(name: "Sodium", distribution: .normal(mean: 138.4, deviation: 3.4, decimals: 1), severity: -0.15),
    ]
}
