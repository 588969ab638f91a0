import Dispatch
import Electrocardiogram
import Synchronization

@testable import Simulation

/// The cohorts that several tests look at, made once.
enum Cohorts {
    static let cohort = SimulatedCohort(seed: 11, sites: ["NYP", "CSMC"], referenceDate: lastDay)
    static let patients = (0..<300).map { cohort.patient($0) }

    static var lastDay: CalendarDate {
        guard let date = CalendarDate(year: 2025, month: 6, day: 30) else { preconditionFailure("a real date") }
        return date
    }

    /// Twenty thousand patients without the cost of their ECGs.
    static let charts = {
        let cohort = SimulatedCohort(seed: 12, referenceDate: lastDay)
        return (0..<20_000).map { cohort.chart($0) }
    }()

    /// The readings of two thousand patients whose ECGs the gate would let through.
    static let readings: [(chart: SimulatedChart, reading: DeviceReading)] = {
        let found = Mutex<[Int: (chart: SimulatedChart, reading: DeviceReading)]>([:])
        DispatchQueue.concurrentPerform(iterations: 2000) { index in
            let chart = charts[index]
            let reading = ElectricHeart(chart.person, chart.heart, seed: 12, index: index).reading
            let unusable = reading.statements.contains { $0.hasPrefix("POOR") || $0.hasPrefix("ELECTRONIC") }
            guard !unusable, chart.person.exactAge >= 18 else { return }
            found.withLock { $0[index] = (chart, reading) }
        }
        return found.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
    }()

    /// Whether a statement begins with these words.
    static func states(_ words: String, _ patient: SimulatedPatient) -> Bool {
        patient.recording.statements.contains { $0.hasPrefix(words) }
    }

    static var readable: [SimulatedPatient] { patients.filter { !states("POOR", $0) && !states("ELECTRONIC", $0) } }
}
