import Electrocardiogram

/// Sex, age and five measurements to the network's seven values.
enum TabularScaling {
    private static let oldestAge = 90

    /// Seven values; missing ones are imputed as in training, except sex.
    ///
    /// Atrial rate and PR are zero before scaling when missing, since atrial fibrillation has neither; the others take
    /// the median of the training set.
    static func values(_ recording: Recording) throws(PreprocessingError) -> [Float] {
        guard let sex = recording.patient.sex else { throw .sexUnknown }
        let measured = recording.measurements
        let scaled = [
            age.scale(recording.patient.age.map { Double(min($0, oldestAge)) }),
            ventricularRate.scale(known(measured.ventricularRate)),
            atrialRate.scale(known(measured.atrialRate) ?? 0),
            prInterval.scale(known(measured.prInterval) ?? 0),
            qrsDuration.scale(known(measured.qrsDuration)),
            qtcInterval.scale(known(measured.qtcInterval)),
        ]
        return [sex == .male ? 1 : 0] + scaled.map { Float($0) }
    }

    /// A measurement of zero, or of no number, is none.
    private static func known(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }

    private struct Scale {
        let mean: Double
        let deviation: Double
        /// The training set's median after scaling.
        let median: Double

        func scale(_ value: Double?) -> Double {
            value.map { ($0 - mean) / deviation } ?? median
        }
    }

    private static let age = Scale(mean: 61.269679199724045, deviation: 16.0088291093417, median: 0.10808540640028777)
    private static let ventricularRate = Scale(
        mean: 83.37899965505346,
        deviation: 20.38871835899758,
        median: -0.11668215790540877
    )
    private static let atrialRate = Scale(
        mean: 89.22718178682304,
        deviation: 44.435355754236824,
        median: -0.18514945243886324
    )
    private static let prInterval = Scale(
        mean: 142.8808416695412,
        deviation: 57.740987114393675,
        median: 0.15793215159956217
    )
    private static let qrsDuration = Scale(
        mean: 94.80925836495344,
        deviation: 21.872021750684034,
        median: -0.2198817475482361
    )
    private static let qtcInterval = Scale(
        mean: 452.8796671909926,
        deviation: 40.09147266082739,
        median: -0.09677038366274254
    )
}
