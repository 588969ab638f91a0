import Testing

@testable import Biostatistics

@Suite("Competing events")
struct CumulativeIncidenceTests {
    private func status(_ patients: Patients) -> [CompetingStatus] {
        zip(patients.followUp.events, patients.group).map { $0 ? ($1 == 0 ? .competing : .interest) : .censored }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `both incidences and the curve free of both add up to one`(seed: UInt64) throws {
        let patients = Patients(seed: seed, count: 150)
        let curve = CumulativeIncidence(times: patients.followUp.times, status: status(patients))
        let free = KaplanMeier(patients.followUp)
        for time in [1.0, 5, 9, 15] {
            let parts = try [CompetingStatus.interest, .competing].map { try curve.incidence(of: $0, at: time).get() }
            let sum = parts[0].incidence + parts[1].incidence + (try free.step(at: time).get().survival)
            #expect(isClose(sum, 1, 1e-13))
        }
    }

    @Test func `without competing events it is one less Kaplan and Meier's curve, with Greenwood's error`() throws {
        let followUp = Patients(seed: 3, count: 120).followUp
        let curve = CumulativeIncidence(
            times: followUp.times,
            status: followUp.events.map { $0 ? .interest : .censored }
        )
        for step in KaplanMeier(followUp).steps {
            let point = try curve.incidence(of: .interest, at: step.time).get()
            #expect(isClose(point.incidence, 1 - step.survival, 1e-13))
            #expect(isClose(point.standardError, step.standardError))
        }
    }

    /// Events 1, 2, censored, 1 at 1, 2, 3, 4: F₁ = 1/4, then 1/4 + 1/2 · 1/1.
    @Test func `four patients by hand`() throws {
        let curve = CumulativeIncidence(times: [1, 2, 3, 4], status: [.interest, .competing, .censored, .interest])
        #expect(
            try [1.0, 3, 4].map { try curve.incidence(of: .interest, at: $0).get().incidence } == [0.25, 0.25, 0.75]
        )
        #expect(try curve.incidence(of: .competing, at: 4).get().incidence == 0.25)
    }

    @Test func `Gray's test knows neither order nor names of groups`() throws {
        let patients = Patients(seed: 4, count: 140)
        let other = patients.shuffled(seed: 2)
        // Groups that have nothing to do with which event comes.
        func groups(_ patients: Patients) -> [Int] { patients.risk.map { $0 > 0.3 ? 2 : $0 > -0.5 ? 1 : 0 } }
        let one = GrayTest.compare(
            times: patients.followUp.times,
            status: status(patients),
            groups: groups(patients),
            groupCount: 3
        )
        let two = GrayTest.compare(
            times: other.followUp.times,
            status: status(other),
            groups: groups(other).map { 3 - $0 },
            groupCount: 4
        )
        #expect(isClose(try one.get().statistic, try two.get().statistic, 1e-9))
        #expect(try two.get().degreesOfFreedom == 2)
    }

    @Test func `what cannot be estimated says why`() throws {
        let curve = CumulativeIncidence(times: [1, 3], status: [.competing, .censored])
        let point = try curve.incidence(of: .interest, at: 2).get()
        #expect(point.incidence == 0)
        #expect(point.aalenStandardError == .failure(.noEvents))
        #expect(curve.incidence(of: .interest, at: 4) == .failure(.beyondFollowUp))
        let empty = CumulativeIncidence(times: [], status: [])
        #expect(empty.incidence(of: .interest, at: 4) == .failure(.noObservations))
        func gray(_ status: [CompetingStatus], _ groups: [Int]) -> Result<ChiSquareTest, NotEstimable> {
            GrayTest.compare(times: [1, 2, 3], status: status, groups: groups, groupCount: 2)
        }
        #expect(gray([.competing, .censored, .competing], [0, 1, 1]) == .failure(.noEvents))
        #expect(gray([.interest, .censored, .interest], [1, 1, 1]) == .failure(.tooFew("groups", needed: 2)))
        let afterwards = gray([.censored, .interest, .interest], [0, 1, 1])
        #expect(afterwards == .failure(.noVariation(of: "who has the event")))
    }
}
