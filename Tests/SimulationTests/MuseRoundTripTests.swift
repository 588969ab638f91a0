import Electrocardiogram
import RiskModel
import Testing

@testable import Simulation

@Suite struct MuseRoundTripTests {
    @Test(arguments: [0, 17, 60, 250])
    func `A simulated recording survives being written as MUSE XML`(index: Int) throws {
        let recording = Cohorts.patients[index].recording
        let read = try RecordingReader.read(MuseXMLWriter.write(recording))
        #expect(read.signal == recording.signal)
        #expect(read.measurements == recording.measurements)
        #expect(read.statements == recording.statements)
        #expect(read.patient == recording.patient)
        #expect(read.acquiredAt == recording.acquiredAt)
    }

    @Test func `The quality gate stops few, and each for a reason the simulation gave`() {
        var stopped = 0
        for patient in Cohorts.patients {
            let reasons = QualityGate.reasons(for: patient.recording)
            guard !reasons.isEmpty else { continue }
            stopped += 1
            let who = patient.recording.patient
            let known = Cohorts.states("POOR", patient) || Cohorts.states("ELECTRONIC", patient)
            #expect(known || who.sex == nil || (who.age ?? 0) < 18, "\(reasons)")
        }
        #expect((1...30).contains(stopped), "\(stopped)")
    }
}
