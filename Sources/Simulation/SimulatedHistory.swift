package import Electrocardiogram
import Foundation

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
    ///
    /// Diseased hearts were looked at more often and more lately, so that of those whom a trial like DISCOVERY would
    /// take, 38 of 100 are diseased, as EchoNext's silent deployment found in patients without an earlier
    /// echocardiogram (Nature 2025;644:221–230).
    init(of heart: HeartCondition, acquiredOn date: CalendarDate, from stream: inout RandomStream) {
        typealias Threshold = HeartCondition.Threshold
        let sick = heart.isStructurallyDiseased
        func known(_ severity: Double, from threshold: Double) -> Double { severity > threshold ? 0.35 : 0.002 }
        let diseases: [(code: String, probability: Double)] = [
            ("aortic-stenosis", known(heart.aorticStenosis, from: Threshold.aorticStenosis)),
            ("aortic-regurgitation", known(heart.aorticRegurgitation, from: Threshold.aorticRegurgitation)),
            ("mitral-regurgitation", known(heart.mitralRegurgitation, from: Threshold.mitralRegurgitation)),
            ("heart-failure", heart.systolicDysfunction > Threshold.systolicDysfunction ? 0.45 : 0.03),
            ("hypertension", heart.wallThickening > 0 ? 0.60 : 0.35),
            ("diabetes", 0.18),
        ]
        knownDiseases = diseases.filter { stream.chance($0.probability) }.map(\.code)
        let echoed = stream.chance(sick ? 0.66 : 0.35)
        let yearsAgo = sick ? 0.1 - 2.2 * log(1 - stream.uniform()) : stream.uniform(0.3...9)
        lastEchoDate = echoed ? date.adding(days: -Int(min(25, yearsAgo) * 365.25)) : nil
        careSetting = stream.pick([
            ("outpatient", sick ? 0.40 : 0.60), ("inpatient", sick ? 0.45 : 0.22), ("emergency", 0.16),
        ])
        lifeExpectancyUnderOneYear = stream.chance(0.015)
    }
}
