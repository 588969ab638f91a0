import Biostatistics
import Foundation

@testable import RiskModel

/// Patients whose hazard depends on two measurements, on one of them as a valley, and not on the third.
enum TrainingCohort {
    static func make(seed: UInt64, count: Int) throws -> SurvivalCohort {
        var generator = Xoshiro256StarStar(seed: seed)
        var (times, events, rows): ([Double], [Bool], [[Double]]) = ([], [], [])
        for _ in 0..<count {
            let (slope, valley, noise) = (generator.normal(), generator.normal(), 50 + 10 * generator.normal())
            let finding = generator.uniform() < 0.3 ? 1.0 : 0
            let predictor = 0.7 * slope + 1.2 * (valley * valley - 1) + 0.5 * finding
            let event = -log(1 - generator.uniform()) * 60 / exp(predictor)
            let censoring = min(30, -log(1 - generator.uniform()) * 60)
            times.append(max(1, (min(event, censoring) * 10).rounded(.up)) / 10)
            events.append(event <= censoring)
            rows.append([finding, slope, valley, noise])
        }
        return try SurvivalCohort(
            names: ["finding", "slope", "valley", "noise"],
            rows: rows,
            followUp: FollowUp(times: times, events: events)
        )
    }

    static func settings(seed: UInt64 = 3, folds: Int = 3) -> DeepCoxFit.Settings {
        .init(folds: folds, hidden: [6, 4], resamples: 20, seed: seed)
    }
}
