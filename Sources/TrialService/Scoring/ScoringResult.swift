import TrialStore

extension TrialService {
    /// What a scoring run did, every recording accounted for.
    package struct ScoringResult: Sendable, Equatable {
        package var scored = 0
        package var stratified = 0
        /// Recordings that the quality gate turned away, by the first reason code.
        package var refused: [String: Int] = [:]
        /// Attempts that failed, by reason; the recordings are tried again or set aside.
        package var failures: [String: Int] = [:]

        /// How many recordings were dealt with.
        package var finished: Int { scored + refused.values.reduce(0, +) }

        mutating func add(_ batch: ScoredBatch, new: [Bool]) {
            scored += new.count { $0 }
            for quality in batch.qualities {
                guard let first = quality.reasons.first else { continue }
                refused[first, default: 0] += 1
            }
        }
    }
}
