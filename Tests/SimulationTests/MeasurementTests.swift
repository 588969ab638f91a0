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

    @Test func `QTc is Bazett's of the printed QT and rate`() throws {
        for patient in Cohorts.patients {
            let values = patient.recording.measurements
            let (rate, qt) = (try #require(values.ventricularRate), try #require(values.qtInterval))
            #expect(values.qtcInterval == (qt * (rate / 60).squareRoot()).rounded())
        }
    }

    @Test func `PR and atrial rate are missing exactly where no sinus beat is`() {
        for patient in Cohorts.patients where !Cohorts.states("POOR", patient) {
            let sinus = !Cohorts.states("ATRIAL FIB", patient) && !Cohorts.states("ELECTRONIC", patient)
            #expect((patient.recording.measurements.prInterval != nil) == sinus)
            #expect((patient.recording.measurements.atrialRate != nil) == sinus)
        }
    }

    @Test func `Measurements are such as a device prints`() {
        for values in Cohorts.patients.map(\.recording.measurements) {
            #expect((35...180).contains(values.ventricularRate ?? 0))
            #expect((70...190).contains(values.qrsDuration ?? 0))
            #expect((260...600).contains(values.qtInterval ?? 0))
            #expect(values.prInterval.map { (100...340).contains($0) } ?? true)
            #expect((values.qrsDuration ?? 1).truncatingRemainder(dividingBy: 2) == 0)
        }
    }
}
