package import Electrocardiogram

/// What the record says of a patient before the trial; eligibility is judged on it.
package struct SimulatedHistory: Sendable, Equatable {
    package let lastEchoDate: CalendarDate?
    /// Disease codes in the order of the file, such as `aortic-stenosis`.
    package let knownDiseases: [String]
    /// `outpatient`, `inpatient` or `emergency`.
    package let careSetting: String
    package let lifeExpectancyUnderOneYear: Bool
}

extension SimulatedHistory {
    /// Draws a history that this heart could have: the sicker it is, the more is known.
    init(of heart: HeartCondition, acquiredOn date: CalendarDate, from stream: inout RandomStream) {
        typealias Threshold = HeartCondition.Threshold
        func known(_ severity: Double, from threshold: Double) -> Double { severity > threshold ? 0.2 : 0.002 }
        let diseases: [(code: String, probability: Double)] = [
            ("aortic-stenosis", known(heart.aorticStenosis, from: Threshold.aorticStenosis)),
            ("aortic-regurgitation", known(heart.aorticRegurgitation, from: Threshold.aorticRegurgitation)),
            ("mitral-regurgitation", known(heart.mitralRegurgitation, from: Threshold.mitralRegurgitation)),
            ("heart-failure", heart.systolicDysfunction > Threshold.systolicDysfunction ? 0.35 : 0.03),
            ("hypertension", heart.wallThickening > 0 ? 0.60 : 0.35),
            ("diabetes", 0.18),
        ]
        knownDiseases = diseases.filter { stream.chance($0.probability) }.map(\.code)
        let valveKnown = knownDiseases.contains { $0.hasPrefix("aortic") || $0.hasPrefix("mitral") }
        let echoed = stream.chance(valveKnown ? 0.7 : 0.22)
        let yearsAgo = stream.uniform(0.3...9)
        lastEchoDate = echoed ? date.adding(days: -Int(yearsAgo * 365.25)) : nil
        careSetting = stream.pick([("outpatient", 0.55), ("inpatient", 0.30), ("emergency", 0.15)])
        lifeExpectancyUnderOneYear = stream.chance(0.015)
    }
}
