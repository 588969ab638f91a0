import Electrocardiogram

@testable import Simulation

/// The cohorts that several tests look at, made once.
enum Cohorts {
    static let cohort = SimulatedCohort(seed: 11, sites: ["NYP", "CSMC"], referenceDate: lastDay)
    static let patients = (0..<300).map { cohort.patient($0) }

    static var lastDay: CalendarDate {
        guard let date = CalendarDate(year: 2025, month: 6, day: 30) else { preconditionFailure("a real date") }
        return date
    }

    /// Hearts and people without the cost of their ECGs.
    static func hearts(_ count: Int) -> [HeartCondition] {
        (0..<count).map { index in
            var person = RandomStream(seed: 12, index: index, purpose: .person)
            var stream = RandomStream(seed: 12, index: index, purpose: .heart)
            return HeartCondition(age: 61 + 16 * person.normal(), from: &stream)
        }
    }

    /// Whether a statement begins with these words.
    static func states(_ words: String, _ patient: SimulatedPatient) -> Bool {
        patient.recording.statements.contains { $0.hasPrefix(words) }
    }

    static var readable: [SimulatedPatient] { patients.filter { !states("POOR", $0) && !states("ELECTRONIC", $0) } }
}
