import Foundation
import Testing

@testable import Biostatistics

@Suite("Projection of enrolment")
struct EnrollmentProjectionTests {
    /// Ten events: 4.795 to 18.39, the table of exact Poisson limits (Garwood 1936).
    @Test("the exact Poisson limits of ten patients")
    func garwood() throws {
        let limits = try #require(EnrollmentProjection(enrolled: 10, days: 1, target: 20).rate().interval)
        #expect(abs(limits.lower - 4.795) < 0.0005)
        #expect(abs(limits.upper - 18.39) < 0.005)
        let none = try #require(EnrollmentProjection(enrolled: 0, days: 30, target: 20).rate().interval)
        #expect(none.lower == 0)
        #expect(abs(none.upper - -log(0.025) / 30) < 1e-14)
    }

    /// With one patient so far and one wanted, days × F(2, 2): the median is the days, the limits days × p/(1 − p).
    @Test("one of two patients: the waiting time is a ratio of exponentials")
    func onePatient() throws {
        let days = EnrollmentProjection(enrolled: 1, days: 40, target: 2).daysToTarget()
        #expect(abs(try #require(days.point) - 40) < 1e-12)
        #expect(abs(try #require(days.interval).upper - 40 * 0.975 / 0.025) < 1e-9)
        #expect(abs(try #require(days.interval).lower - 40 * 0.025 / 0.975) < 1e-12)
    }

    @Test("the time to the target and the count by then say the same", arguments: [0.1, 0.5, 0.975])
    func duality(_ probability: Double) throws {
        let projection = EnrollmentProjection(enrolled: 37, days: 91, target: 60, priorShape: 1, priorRate: 2)
        let level = abs(2 * probability - 1)
        let days = projection.daysToTarget(level: max(level, 1e-12))
        let limits = try #require(days.interval)
        let reached = projection.probabilityOfTarget(withinDays: probability < 0.5 ? limits.lower : limits.upper)
        #expect(abs(try reached.get() - probability) < 1e-9)
    }

    @Test("rates scale with the unit of time")
    func units() throws {
        let days = EnrollmentProjection(enrolled: 62, days: 180, target: 100)
        let weeks = EnrollmentProjection(enrolled: 62, days: 180 / 7.0, target: 100)
        #expect(abs(try #require(days.daysToTarget().point) / #require(weeks.daysToTarget().point) - 7) < 1e-11)
        #expect(days.futureCount(days: 70).interval?.upper == weeks.futureCount(days: 10).interval?.upper)
    }

    @Test("a target that is reached needs no days and is certain")
    func reached() {
        let projection = EnrollmentProjection(enrolled: 100, days: 300, target: 90)
        #expect(projection.remaining == 0)
        #expect(projection.daysToTarget().point == 0)
        #expect(projection.daysAtRateSoFar().interval?.upper == 0)
        #expect(projection.probabilityOfTarget(withinDays: 0) == .success(1))
    }

    @Test("nobody so far: no projection without a prior, a wide one with it")
    func nobody() {
        let none = EnrollmentProjection(enrolled: 0, days: 30, target: 10)
        #expect(none.daysAtRateSoFar() == .value(.infinity, interval: nil))
        #expect(none.daysToTarget().reason == .undefined("no days or nobody enrolled, and no prior"))
        #expect(none.futureCount(days: 5).reason != nil)
        let prior = EnrollmentProjection(enrolled: 0, days: 30, target: 10, priorShape: 2, priorRate: 10)
        #expect(prior.daysToTarget().point != nil)
        let unbegun = EnrollmentProjection(enrolled: 0, days: 0, target: 10)
        #expect(unbegun.rate() == .notEstimable(.zeroDenominator("the number of days")))
    }

    @Test("more patients than can be counted are refused, a billion is not")
    func countless() {
        let rush = EnrollmentProjection(enrolled: 1_000_000_000, days: 1e-9, target: 10)
        #expect(rush.futureCount(days: 1e9) == .notEstimable(.undefined("more patients than can be counted")))
        let billion = EnrollmentProjection(enrolled: 1_000_000_000, days: 1000, target: 2_000_000_000)
        #expect((billion.futureCount(days: 1000).interval?.lower ?? 0) > 9.99e8)
        #expect(abs((billion.daysToTarget().point ?? 0) - 1000) < 1e-4)
    }

    @Test("no days to come bring nobody")
    func noDays() {
        let projection = EnrollmentProjection(enrolled: 5, days: 30, target: 10)
        #expect(projection.futureCount(days: 0).point == 0)
        #expect(projection.futureCount(days: 0).interval?.upper == 0)
        #expect(projection.probabilityOfTarget(withinDays: 0) == .success(0))
    }
}
