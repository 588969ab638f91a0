import Electrocardiogram
import Foundation
import Testing

@testable import Simulation

@Suite struct MeasurementTests {
    @Test func `The ventricular rate is the rate at which R waves are found in the signal`() throws {
        var off = 0
        for patient in Cohorts.readable where !Cohorts.states("PREMATURE", patient) {
            let measured = try #require(patient.recording.measurements.ventricularRate)
            let found = try #require(RPeaks.rate(in: patient.recording.signal))
            if abs(found - measured) > 0.03 * measured { off += 1 }
        }
        // The detector, not the device, misses or doubles a beat in a few odd recordings.
        #expect(off <= 6, "\(off) rates differ by more than 3 %")
    }

    @Test func `QTc is Bazett's of the printed QT and rate`() {
        for patient in Cohorts.patients {
            let values = patient.recording.measurements
            guard let rate = values.ventricularRate, let qt = values.qtInterval else { continue }
            #expect(values.qtcInterval == (qt * (rate / 60).squareRoot()).rounded())
        }
    }

    @Test func `PR is printed where a sinus beat is, but for a few that the device did not find`() {
        let measured = Cohorts.patients.filter { !Cohorts.states("POOR", $0) }
        let fibrillating = measured.filter { Cohorts.states("ATRIAL FIB", $0) || Cohorts.states("ELECTRONIC", $0) }
        let sinus = measured.filter { !Cohorts.states("ATRIAL FIB", $0) && !Cohorts.states("ELECTRONIC", $0) }
        #expect(fibrillating.allSatisfy { $0.recording.measurements.prInterval == nil })
        #expect((0.94..<1).contains(sinus.share { $0.recording.measurements.prInterval != nil }))
        #expect(
            sinus.share { $0.recording.measurements.atrialRate == $0.recording.measurements.ventricularRate } > 0.98
        )
    }

    @Test func `Measurements are such as a device prints`() {
        for values in Cohorts.patients.map(\.recording.measurements) {
            #expect((35...190).contains(values.ventricularRate ?? 0))
            #expect(values.qrsDuration.map { (70...200).contains($0) } ?? true)
            #expect(values.qtInterval.map { (200...600).contains($0) } ?? true)
            #expect(values.prInterval.map { (100...340).contains($0) } ?? true)
            #expect((values.qrsDuration ?? 0).truncatingRemainder(dividingBy: 2) == 0)
        }
    }
}
