package import Foundation

/// Who may be sampled: structured criteria, and questions that a person must confirm at consent.
package struct Eligibility: Sendable, Hashable {
    package let criteria: [Criterion]
    package let checklist: [Question]

    package init(criteria: [Criterion], checklist: [Question] = []) {
        self.criteria = criteria
        self.checklist = checklist
    }

    package struct Criterion: Sendable, Hashable {
        package let id: String
        /// Counted in the flow diagram for patients who fail, such as `recent-echo`.
        package let reason: String
        package let title: String
        package let rule: Rule
        package let whenUnknown: WhenUnknown

        package init(id: String, reason: String, title: String, rule: Rule, whenUnknown: WhenUnknown) {
            self.id = id
            self.reason = reason
            self.title = title
            self.rule = rule
            self.whenUnknown = whenUnknown
        }
    }

    /// A statement that a coordinator must confirm before consent counts.
    package struct Question: Sendable, Hashable {
        package let id: String
        package let text: String

        package init(id: String, text: String) {
            self.id = id
            self.text = text
        }
    }

    /// What a patient must be; thresholds are inclusive.
    package enum Rule: Sendable, Hashable {
        /// Whole years; nil: no bound on that side.
        case age(atLeast: Int?, atMost: Int?)
        case sex(Set<Sex>)
        case careSetting(Set<CareSetting>)
        /// No echocardiogram in this period before the decision; one exactly that long ago does not count.
        case noEcho(within: Period)
        /// None of these disease codes known.
        case noKnownDisease(Set<String>)
        /// No non-cardiac illness with a life expectancy under one year.
        case lifeExpectancyOfOneYear
    }

    /// What a criterion decides about a patient of whom the fact is not known.
    package enum WhenUnknown: String, Sendable, Codable, CaseIterable {
        case eligible
        case ineligible
    }

    package enum Sex: String, Sendable, Codable, CaseIterable {
        case female
        case male
    }

    package enum CareSetting: String, Sendable, Codable, CaseIterable {
        case outpatient
        case inpatient
        case emergency
        case intensiveCare = "intensive-care"
    }

    /// A span on the calendar.
    package enum Period: Sendable, Hashable {
        case days(Int)
        case years(Int)
    }

    /// What is known of a patient at the decision; nil: unknown.
    package struct Facts: Sendable, Hashable {
        /// Completed years, 0–130.
        package var age: Int?
        package var sex: Sex?
        package var careSetting: CareSetting?
        package var lastEcho: LastEcho?
        /// Codes in the words of the protocol; an empty set says that none is known to be present.
        package var knownDiseases: Set<String>?
        /// Whether a non-cardiac illness limits life expectancy to under one year.
        package var lifeExpectancyUnderOneYear: Bool?

        package init(
            age: Int? = nil,
            sex: Sex? = nil,
            careSetting: CareSetting? = nil,
            lastEcho: LastEcho? = nil,
            knownDiseases: Set<String>? = nil,
            lifeExpectancyUnderOneYear: Bool? = nil
        ) {
            self.age = age
            self.sex = sex
            self.careSetting = careSetting
            self.lastEcho = lastEcho
            self.knownDiseases = knownDiseases
            self.lifeExpectancyUnderOneYear = lifeExpectancyUnderOneYear
        }
    }

    package enum LastEcho: Sendable, Hashable {
        /// The record was searched and holds none.
        case never
        case on(Date)
    }

    package enum Decision: Sendable, Hashable {
        case eligible
        /// Reason codes in the order of the criteria, each once.
        case ineligible([String])
    }
}
