import Electrocardiogram
import Testing

@testable import Simulation

/// Einthoven 1913 and Goldberger 1942: the six limb leads are two independent voltages.
@Suite struct LeadIdentityTests {
    @Test(arguments: [0, 5, 50, 123])
    func `Limb leads obey Einthoven and Goldberger exactly, in counts`(index: Int) {
        let signal = Cohorts.patients[index].recording.signal
        for sample in 0..<signal.sampleCount {
            let (i, ii, iii) = (signal[.i][sample], signal[.ii][sample], signal[.iii][sample])
            let (avr, avl, avf) = (signal[.avr][sample], signal[.avl][sample], signal[.avf][sample])
            let holds = i + iii == ii && avr == -(i + ii) / 2 && avl == (i - iii) / 2 && avf == (ii + iii) / 2
            #expect(holds, "sample \(sample)")
            if !holds { return }
        }
    }

    @Test func `Stored leads are whole 16-bit counts of 4.88 microvolts, 5000 at 500 a second`() {
        for patient in Cohorts.patients.prefix(40) {
            let signal = patient.recording.signal
            #expect(signal.samplingRate == 500 && signal.sampleCount == 5000 && signal.microvoltsPerCount == 4.88)
            for lead in [Lead.i, .ii, .v1, .v2, .v3, .v4, .v5, .v6] {
                #expect(signal[lead].count == 5000)
                #expect(signal[lead].allSatisfy { Int16(exactly: $0) != nil })
            }
        }
    }
}
