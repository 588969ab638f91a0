package import Foundation
package import PostgreSQL
package import Trial

/// What a model does at the sites of a trial, counted by the database.
///
/// The functions behind it ask the blinding plan themselves: a role that it does not name is refused.
package enum WatchSource {
    /// One output of one model, and where it flags.
    package struct Subject: Sendable, Equatable {
        package let trial: TrialID
        package let weights: Data
        package let preprocessing: String
        package let output: String
        /// A score at or above it is flagged.
        package let threshold: Double

        package init(trial: TrialID, weights: Data, preprocessing: String, output: String, threshold: Double) {
            self.trial = trial
            self.weights = weights
            self.preprocessing = preprocessing
            self.output = output
            self.threshold = threshold
        }
    }

    /// The recordings of one site and calendar month there.
    package struct Month: Sendable, Equatable {
        package let site: String
        /// Its first day; nil for recordings that name no day.
        package let month: PostgresDate?
        package let recordings: Int
        package let scored: Int
        /// Turned away by the gate, for whatever reasons.
        package let refused: Int
        package let flagged: Int
        /// At 5, 25, 50, 75 and 95 %; empty where nothing was scored.
        package let quantiles: [Double]
        /// A recording counts under each of its reasons.
        package let reasons: [String: Int]
    }

    /// Counts by site and month, in that order, recordings without a day last.
    package static func months(of subject: Subject, _ transaction: Transaction) async throws -> [Month] {
        try await transaction.query(
            """
            SELECT * FROM analysis.drift(\(subject.trial.rawValue), \(subject.weights), \(subject.preprocessing),
                \(subject.output), \(subject.threshold))
            """
        ).map { row in
            let reasons: [String] = try row.decode("reasons")
            let counts: [Int] = try row.decode("reason_counts")
            return try Month(
                site: row.decode("site_code"),
                month: row.decode("month"),
                recordings: row.decode("recordings"),
                scored: row.decode("scored"),
                refused: row.decode("refused"),
                flagged: row.decode("flagged"),
                quantiles: row.decode("quantiles"),
                reasons: Dictionary(zip(reasons, counts)) { $0 + $1 }
            )
        }
    }

    /// How many patients of a site stand where on the way from a score to an echocardiogram of routine care.
    package struct Standing: Sendable, Equatable {
        package let site: String
        /// As the database calls it, such as `never-echoed`.
        package let standing: String
        package let patients: Int
        package let flagged: Int
    }

    /// Counts of patients by site and standing.
    ///
    /// - Parameters:
    ///   - subject: the model.
    ///   - days: an echocardiogram counts up to so many days after the recording.
    ///   - day: the day on which is judged whose days are not over yet.
    ///   - transaction: of a role that the blinding plan names.
    /// - Returns: one entry a site and standing that anybody has.
    /// - Throws: ``PostgresError``.
    package static func standings(
        of subject: Subject,
        within days: Int,
        asOf day: PostgresDate,
        _ transaction: Transaction
    ) async throws -> [Standing] {
        try await transaction.query(
            """
            SELECT * FROM analysis.silent_counts(\(subject.trial.rawValue), \(subject.weights),
                \(subject.preprocessing), \(subject.output), \(subject.threshold), \(days)::integer, \(day))
            """
        ).map { row in
            try Standing(
                site: row.decode("site_code"),
                standing: row.decode("standing"),
                patients: row.decode("patients"),
                flagged: row.decode("flagged")
            )
        }
    }

    /// Score and echocardiogram of those who were echoed later, without patient or day.
    package static func echoes(
        of subject: Subject,
        within days: Int,
        asOf day: PostgresDate,
        _ transaction: Transaction
    ) async throws -> [(site: String, score: Double, echo: EchoStudy)] {
        try await transaction.query(
            """
            SELECT * FROM analysis.silent_echoes(\(subject.trial.rawValue), \(subject.weights),
                \(subject.preprocessing), \(subject.output), \(days)::integer, \(day))
            """
        ).map { row in (try row.decode("site_code"), try row.decode("score"), try EchoStore.study(row)) }
    }
}
