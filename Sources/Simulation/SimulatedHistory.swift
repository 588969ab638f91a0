package import Electrocardiogram

/// What the record says of a patient before the trial; eligibility is judged on it.
package struct SimulatedHistory: Sendable, Equatable {
    package let lastEchoDate: CalendarDate?
    /// Disease codes in the order of the file, such as `left-sided-valve-disease`.
    package let knownDiseases: [String]
    /// `outpatient`, `inpatient` or `emergency`.
    package let careSetting: String
    package let lifeExpectancyUnderOneYear: Bool
}

extension SimulatedHistory {
    /// Draws a history that this heart could have: the sicker it is, the more is known.
    init(of heart: HeartCondition, acquiredOn date: CalendarDate, from stream: inout RandomStream) {
        typealias Threshold = HeartCondition.Threshold
        let leftSidedValve =
            heart.aorticStenosis > Threshold.aorticStenosis || heart.aorticRegurgitation > Threshold.aorticRegurgitation
            || heart.mitralRegurgitation > Threshold.mitralRegurgitation
        let weakMuscle = heart.systolicDysfunction > Threshold.systolicDysfunction
        let thickWall = heart.wallThickening > 0
        let diseases: [(code: String, probability: Double)] = [
            ("left-sided-valve-disease", leftSidedValve ? 0.20 : 0.004),
            ("heart-failure", weakMuscle ? 0.35 : 0.03),
            ("hypertension", thickWall ? 0.60 : 0.35),
            ("diabetes", 0.18),
        ]
        knownDiseases = diseases.filter { stream.chance($0.probability) }.map(\.code)
        let echoed = stream.chance(knownDiseases.contains("left-sided-valve-disease") ? 0.7 : 0.22)
        let yearsAgo = stream.uniform(0.3...9)
        lastEchoDate = echoed ? date.adding(days: -Int(yearsAgo * 365.25)) : nil
        careSetting = stream.pick([("outpatient", 0.55), ("inpatient", 0.30), ("emergency", 0.15)])
        lifeExpectancyUnderOneYear = stream.chance(0.015)
    }
}
