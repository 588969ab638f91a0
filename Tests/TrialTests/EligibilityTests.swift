import Foundation
import Testing

@testable import Trial

@Suite("Eligibility")
struct EligibilityTests {
    static let zone = TimeZone(identifier: "America/New_York") ?? .gmt

    /// Noon at the site.
    static func noon(_ year: Int, _ month: Int, _ day: Int) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12)) ?? .distantFuture
    }

    func passes(
        _ rule: Eligibility.Rule,
        _ facts: Eligibility.Facts,
        on date: Date = noon(2025, 6, 15),
        whenUnknown: Eligibility.WhenUnknown = .ineligible
    ) -> Bool {
        let criterion = Eligibility.Criterion(
            id: "c",
            reason: "r",
            title: "t",
            rule: rule,
            whenUnknown: whenUnknown
        )
        let decision = Eligibility(criteria: [criterion]).decide(on: facts, at: date, timeZone: Self.zone)
        #expect(decision == .eligible || decision == .ineligible(["r"]))
        return decision == .eligible
    }

    @Test(
        "age bounds are inclusive",
        arguments: [(17, false), (18, true), (19, true), (79, true), (80, true), (81, false)]
    )
    func age(age: Int, eligible: Bool) {
        #expect(passes(.age(atLeast: 18, atMost: 80), .init(age: age)) == eligible)
    }

    @Test("an echo on the day three years ago no longer counts; one the day after does")
    func echoYears() {
        let rule = Eligibility.Rule.noEcho(within: .years(3))
        #expect(passes(rule, .init(lastEcho: .on(Self.noon(2022, 6, 14)))))
        #expect(passes(rule, .init(lastEcho: .on(Self.noon(2022, 6, 15)))))
        #expect(!passes(rule, .init(lastEcho: .on(Self.noon(2022, 6, 16)))))
        #expect(passes(rule, .init(lastEcho: .never)))
    }

    @Test("three years before 29 February end on 28 February")
    func leapDay() {
        let rule = Eligibility.Rule.noEcho(within: .years(3))
        #expect(passes(rule, .init(lastEcho: .on(Self.noon(2021, 2, 28))), on: Self.noon(2024, 2, 29)))
        #expect(!passes(rule, .init(lastEcho: .on(Self.noon(2021, 3, 1))), on: Self.noon(2024, 2, 29)))
    }

    @Test("a period in days counts calendar days")
    func echoDays() {
        let rule = Eligibility.Rule.noEcho(within: .days(30))
        #expect(passes(rule, .init(lastEcho: .on(Self.noon(2025, 5, 16)))))
        #expect(!passes(rule, .init(lastEcho: .on(Self.noon(2025, 5, 17)))))
    }

    @Test("sex, care setting, disease and life expectancy decide by what is known")
    func categories() {
        #expect(passes(.sex([.female]), .init(sex: .female)) && !passes(.sex([.female]), .init(sex: .male)))
        #expect(!passes(.careSetting([.outpatient]), .init(careSetting: .emergency)))
        #expect(passes(.noKnownDisease(["as"]), .init(knownDiseases: [])))
        #expect(!passes(.noKnownDisease(["as", "ar"]), .init(knownDiseases: ["ar", "x"])))
        #expect(passes(.lifeExpectancyOfOneYear, .init(lifeExpectancyUnderOneYear: false)))
        #expect(!passes(.lifeExpectancyOfOneYear, .init(lifeExpectancyUnderOneYear: true)))
    }

    @Test(
        "an unknown fact decides as the criterion says",
        arguments: [
            .age(atLeast: 18, atMost: nil), .sex([.male]), .careSetting([.inpatient]), .noEcho(within: .days(1)),
            .noKnownDisease(["as"]), .lifeExpectancyOfOneYear,
        ] as [Eligibility.Rule]
    )
    func unknown(rule: Eligibility.Rule) {
        #expect(passes(rule, .init(), whenUnknown: .eligible) && !passes(rule, .init(), whenUnknown: .ineligible))
    }

    @Test("all reasons are given, in the order of the criteria, each once")
    func reasons() {
        let rules: [(String, Eligibility.Rule)] = [
            ("young", .age(atLeast: 18, atMost: nil)), ("sex", .sex([.male])),
            ("young", .age(atLeast: 21, atMost: nil)),
        ]
        let eligibility = Eligibility(
            criteria: rules.map { .init(id: $0, reason: $0, title: $0, rule: $1, whenUnknown: .ineligible) }
        )
        let decision = eligibility.decide(
            on: .init(age: 17, sex: .female),
            at: Self.noon(2025, 1, 1),
            timeZone: Self.zone
        )
        #expect(decision == .ineligible(["young", "sex"]))
    }
}
