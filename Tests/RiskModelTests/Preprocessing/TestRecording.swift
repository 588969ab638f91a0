import Electrocardiogram
import Foundation

/// A recording with which nothing is wrong, for tests to spoil.
enum TestRecording {
    static func make(
        samplingRate: Int = 500,
        samples: Int = 5000,
        microvoltsPerCount: Double? = 4.88,
        lead: (Int, Double) -> Float = { lead, seconds in beat(lead, seconds) }
    ) -> Recording {
        let leads = (0..<12).map { index in
            (0..<samples).map { lead(index, Double($0) / Double(samplingRate)) }
        }
        return Recording(
            format: "test",
            sourceDigest: Data(),
            patient: RecordedPatient(age: 61, sex: .female),
            signal: Signal(samplingRate: samplingRate, microvoltsPerCount: microvoltsPerCount, leads: leads),
            measurements: Measurements(
                ventricularRate: 72,
                atrialRate: 72,
                prInterval: 160,
                qrsDuration: 90,
                qtcInterval: 440
            ),
            statements: ["Normal sinus rhythm"]
        )
    }

    /// A sharp hump 72 times a minute over a slow sway, different in every lead, in whole counts.
    static func beat(_ lead: Int, _ seconds: Double) -> Float {
        let phase = (seconds * 1.2).truncatingRemainder(dividingBy: 1) - 0.4
        let hump = Double(60 + 10 * lead) * exp(-phase * phase * 800)
        return Float((hump + 12 * sin(seconds * 2 + Double(lead))).rounded())
    }
}
