package import Foundation

extension Eligibility {
    /// Decides on one patient.
    ///
    /// - Parameters:
    ///   - facts: What is known of the patient.
    ///   - date: The moment of the decision; "within three years" is counted back from its day.
    ///   - timeZone: The site's zone, in which days are counted.
    /// - Returns: Eligible, or the reason codes of every criterion that is not met.
    package func decide(on facts: Facts, at date: Date, timeZone: TimeZone) -> Decision {
        var reasons: [String] = []
        for criterion in criteria {
            let met = criterion.rule.isMet(by: facts, at: date, timeZone: timeZone)
            let passes = met ?? (criterion.whenUnknown == .eligible)
            if !passes && !reasons.contains(criterion.reason) { reasons.append(criterion.reason) }
        }
        return reasons.isEmpty ? .eligible : .ineligible(reasons)
    }
}

extension Eligibility.Rule {
    /// Whether the rule is met; nil where the fact is not known.
    fileprivate func isMet(by facts: Eligibility.Facts, at date: Date, timeZone: TimeZone) -> Bool? {
        switch self {
        case .age(let atLeast, let atMost):
            facts.age.map { $0 >= (atLeast ?? $0) && $0 <= (atMost ?? $0) }
        case .sex(let admitted):
            facts.sex.map(admitted.contains)
        case .careSetting(let admitted):
            facts.careSetting.map(admitted.contains)
        case .noEcho(let period):
            facts.lastEcho.map { $0.isOutside(period, at: date, timeZone: timeZone) }
        case .noKnownDisease(let excluded):
            facts.knownDiseases.map(excluded.isDisjoint)
        case .lifeExpectancyOfOneYear:
            facts.lifeExpectancyUnderOneYear.map { !$0 }
        }
    }
}

extension Eligibility.LastEcho {
    /// An echocardiogram on the very day the period began lies exactly that long ago and no longer counts.
    fileprivate func isOutside(_ period: Eligibility.Period, at date: Date, timeZone: TimeZone) -> Bool {
        guard case .on(let echo) = self else { return true }
        return CalendarDays.between(period.beginning(before: date, timeZone: timeZone), and: echo, in: timeZone) <= 0
    }
}

extension Eligibility.Period {
    /// The moment this long before a date; 29 February becomes the 28th in a common year.
    fileprivate func beginning(before date: Date, timeZone: TimeZone) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let (component, count): (Calendar.Component, Int) =
            switch self {
            case .days(let days): (.day, days)
            case .years(let years): (.year, years)
            }
        return calendar.date(byAdding: component, value: -count, to: date) ?? date
    }
}
