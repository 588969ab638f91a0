import Electrocardiogram
import Testing
import Trial

@testable import Simulation

@Suite struct CohortTests {
    @Test func `Echo fields lie within the limits of the trial and some are missing`() throws {
        let echoes = Cohorts.patients.map(\.echo)
        for echo in echoes {
            for (field, value) in [
                (.lvef, echo.lvefPercent), (.septum, echo.septumMillimetres), (.pasp, echo.paspMillimetresOfMercury),
                (.posteriorWall, echo.posteriorWallMillimetres), (.trVelocity, echo.trVelocityMetresPerSecond),
            ] as [(EchoStudy.Field, Double?)] {
                let limits = try #require(EchoValidation.limits(of: field)).possible
                #expect(value.map { limits.contains($0) } ?? true, "\(field)")
            }
        }
        #expect(echoes.contains { $0.trVelocityMetresPerSecond == nil })
        #expect(echoes.contains { !$0.notAssessable.isEmpty })
    }

    @Test func `Age, birth date and time of recording agree`() throws {
        for patient in Cohorts.patients {
            let who = patient.recording.patient
            let (birth, taken) = (try #require(who.birthDate), try #require(patient.recording.acquiredAt))
            #expect(who.age == taken.date.age(since: birth))
            #expect(taken.date <= Cohorts.lastDay && Cohorts.lastDay.dayNumber - taken.date.dayNumber < 180)
            #expect(patient.history.lastEchoDate.map { $0 < taken.date } ?? true)
        }
    }

    @Test(arguments: [(2024, 2, 28, 1), (2023, 12, 31, 1), (2000, 2, 29, 366), (1900, 2, 28, 1), (2025, 3, 1, -1)])
    func `Days are added as the calendar has them`(year: Int, month: Int, day: Int, days: Int) throws {
        let date = try #require(CalendarDate(year: year, month: month, day: day))
        let expected = [2024: (2, 29), 2023: (1, 1), 2000: (3, 1), 1900: (3, 1), 2025: (2, 28)][year] ?? (0, 0)
        let moved = date.adding(days: days)
        #expect(moved.month == expected.0 && moved.day == expected.1)
        #expect(moved.adding(days: -days) == date)
    }
}
