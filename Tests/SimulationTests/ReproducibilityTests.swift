import Electrocardiogram
import Testing

@testable import Simulation

@Suite struct ReproducibilityTests {
    @Test(arguments: [0, 1, 77, 299])
    func `A patient depends on seed and index alone`(index: Int) {
        let again = SimulatedCohort(seed: 11, sites: ["NYP", "CSMC"], referenceDate: Cohorts.lastDay)
        #expect(again.patient(index) == Cohorts.patients[index])
    }

    @Test func `Another seed gives other people with other hearts`() {
        let other = SimulatedCohort(seed: 12, sites: ["NYP", "CSMC"], referenceDate: Cohorts.lastDay).patient(0)
        #expect(other.recording.signal != Cohorts.patients[0].recording.signal)
        #expect(other.recordNumber != Cohorts.patients[0].recordNumber)
        #expect(other.echo != Cohorts.patients[0].echo)
    }

    @Test func `No two patients share record number, digest or signal`() {
        let patients = Cohorts.patients
        #expect(Set(patients.map(\.recordNumber)).count == patients.count)
        #expect(Set(patients.map(\.recording.sourceDigest)).count == patients.count)
        #expect(Set(patients.map { $0.recording.signal[.ii] }).count == patients.count)
    }

    @Test func `Streams for different purposes do not repeat each other`() {
        var person = RandomStream(seed: 1, index: 0, purpose: .person)
        var heart = RandomStream(seed: 1, index: 0, purpose: .heart)
        #expect((0..<8).map { _ in person.uniform() } != (0..<8).map { _ in heart.uniform() })
    }
}
