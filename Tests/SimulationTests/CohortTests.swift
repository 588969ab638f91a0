import Electrocardiogram
import Testing
import Trial

@testable import Simulation

@Suite struct CohortTests {
    /// Prevalences of the training cohort of EchoNext (Nature 2025;644:221–230), which the thresholds are quantiles of.
    private static let design: [(outcome: Outcome, prevalence: Double)] = [
        (.lvef, 0.234), (.wallThickness, 0.244), (.aorticStenosis, 0.040), (.aorticRegurgitation, 0.012),
        (.mitralRegurgitation, 0.085), (.tricuspidRegurgitation, 0.106), (.pulmonaryRegurgitation, 0.008),
        (.rvSystolicDysfunction, 0.132), (.pericardialEffusion, 0.029), (.pasp, 0.189), (.trVelocity, 0.103),
    ]

    private static let labels: [[Outcome: Bool]] = {
        let definition = OutcomeDefinition(missingFieldRule: .incompleteIsUnknown)
        return Cohorts.hearts(8000).enumerated().map { index, heart in
            var stream = RandomStream(seed: 12, index: index, purpose: .echo)
            return definition.labels(of: EchoStudy(of: heart, from: &stream))
        }
    }()

    @Test(arguments: design)
    func `A finding is as frequent as designed`(outcome: Outcome, prevalence: Double) {
        let known = Self.labels.compactMap { $0[outcome] }
        let share = Double(known.count { $0 }) / Double(known.count)
        // Four standard errors; one tenth more for rounding at the threshold and for the pressure, which has no own one.
        let error = (prevalence * (1 - prevalence) / Double(known.count)).squareRoot()
        #expect(abs(share - prevalence) < 4 * error + 0.1 * prevalence, "\(share)")
    }

    @Test func `Structural heart disease is present in 35 to 50 of 100`() {
        let positive = Double(Self.labels.count { $0[.shd] == true }) / Double(Self.labels.count)
        #expect((0.35...0.50).contains(positive), "\(positive)")
    }

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

    @Test func `Ages are those of adults, with a few beyond both ends`() {
        let ages = (0..<4000).map { index in
            var stream = RandomStream(seed: 5, index: index, purpose: .person)
            return SimulatedPerson(seed: 5, number: 1, acquiredOn: Cohorts.lastDay, from: &stream).exactAge
        }
        let mean = ages.reduce(0, +) / 4000
        #expect(abs(mean - 61) < 1)
        #expect((1...60).contains(ages.count { $0 < 18 }) && (50...250).contains(ages.count { $0 > 90 }))
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
