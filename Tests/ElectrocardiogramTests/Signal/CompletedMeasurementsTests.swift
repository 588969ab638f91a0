import Foundation
import Testing

@testable import Electrocardiogram

@Suite("Measurements that a file leaves out")
struct CompletedMeasurementsTests {
    private func recording(_ measurements: Measurements) -> Recording {
        Recording(
            format: "test",
            sourceDigest: Data(),
            signal: SyntheticHeart().signal(),
            measurements: measurements
        )
    }

    @Test("are measured on the waveform when the file has none, and say so")
    func none() {
        let completed = recording(Measurements()).completedMeasurements()
        #expect(completed.measurements.ventricularRate == 75)
        #expect(completed.sources.ventricularRate == .waveform)
        #expect(completed.sources.qtcInterval == .waveform)
        #expect(completed.remarks.count == 1)
    }

    @Test("stay out when the file has others: no PR is added to atrial fibrillation")
    func fibrillation() {
        let stated = Measurements(ventricularRate: 84, qrsDuration: 98, qtInterval: 372, qtcInterval: 440)
        let completed = recording(stated).completedMeasurements()
        #expect(completed.measurements == stated)
        #expect(completed.sources.prInterval == nil)
        #expect(completed.sources.qrsDuration == .file)
        #expect(completed.remarks == [])
    }

    @Test("hold the waveform's rate where the file has intervals only: every heart that beats has one")
    func intervals() {
        let completed = recording(Measurements(qrsDuration: 98, qtInterval: 360)).completedMeasurements()
        #expect(completed.measurements.ventricularRate == 75)
        #expect(completed.measurements.atrialRate == nil && completed.measurements.prInterval == nil)
        #expect(completed.measurements.qtcInterval == (360 / 0.8.squareRoot()).rounded())
        #expect(completed.sources.ventricularRate == .waveform && completed.sources.qtcInterval == .derived)
        #expect(completed.sources.qtInterval == .file)
        #expect(completed.remarks.count == 2)
    }

    @Test("are computed where the file's own values give them")
    func corrected() {
        let stated = Measurements(ventricularRate: 93.75, qtInterval: 360)
        let completed = recording(stated).completedMeasurements()
        #expect(completed.measurements.qtcInterval == 450)
        #expect(completed.sources.qtcInterval == .derived)
        #expect(completed.sources.qtInterval == .file)
        #expect(completed.remarks == ["QTc was computed from the file's QT and ventricular rate (Bazett)."])
    }
}
