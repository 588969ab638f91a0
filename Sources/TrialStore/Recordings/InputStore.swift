package import Foundation
package import PostgreSQL
package import Trial

/// Dated sets of inputs of admissions: append-only, the highest revision of a moment is in force.
package enum InputStore {
    /// One set as it is brought in.
    package struct Entry: Sendable {
        package let patient: PatientKey
        package let site: SiteCode
        package let admittedOn: PostgresDate
        package let measuredAt: Date
        /// Completed years; nil: unknown.
        package let age: Int?
        package let sex: Eligibility.Sex?
        package let values: InputValues
        /// SHA-256 of the set's canonical bytes.
        package let digest: Data

        package init(
            patient: PatientKey,
            site: SiteCode,
            admittedOn: PostgresDate,
            measuredAt: Date,
            age: Int?,
            sex: Eligibility.Sex?,
            values: InputValues,
            digest: Data
        ) {
            self.patient = patient
            self.site = site
            self.admittedOn = admittedOn
            self.measuredAt = measuredAt
            self.age = age
            self.sex = sex
            self.values = values
            self.digest = digest
        }
    }

    /// What became of a set.
    package enum Outcome: String, Sendable {
        case new
        /// The same values of the same moment are in force already.
        case unchanged
        /// Other values of the moment were there, and stay beside these.
        case corrected
    }

    /// Other values of the same moment are there, and no reason was given to correct them.
    package struct NeedsReason: Error, Sendable, Equatable {
        package init() {}
    }

    /// A set as a model reads it.
    package struct Stored: Sendable {
        package let patient: PatientKey
        package let id: RecordingID
        package let values: InputValues
        /// SHA-256 that names the recording.
        package let digest: Data
    }

    /// Keeps a set, with its admission where that is new, and queues it for the models that read inputs at its site.
    ///
    /// - Throws: ``NeedsReason``, or ``PostgresError``.
    package static func keep(
        _ entry: Entry,
        in trial: TrialID,
        preprocessing: String,
        reason: String?,
        _ transaction: Transaction
    ) async throws -> Outcome {
        let values = entry.values.values.sorted { $0.key < $1.key }
        do {
            let said = try await transaction.query(
                """
                SELECT trial.record_inputs(\(trial.rawValue), \(entry.site.rawValue), \(entry.patient.rawValue),
                    \(entry.admittedOn), \(entry.measuredAt), \(entry.age)::integer, \(entry.sex?.rawValue),
                    \(entry.digest), \(values.map(\.key)), \(values.map(\.value)), \(reason), \(preprocessing)) AS said
                """
            )
            guard let said = try said.first?.decode("said", as: String.self), let outcome = Outcome(rawValue: said)
            else { throw StoreError.vanished("set of inputs that was being kept") }
            return outcome
        } catch let error as PostgresError {
            guard error.sqlState == "ST005" else { throw error }
            throw NeedsReason()
        }
    }

    /// Sets with their values, in the order of their keys.
    package static func sets(of jobs: [ScoringQueue.Job], _ transaction: Transaction) async throws -> [Stored] {
        try await transaction.query(
            """
            SELECT r.patient_key, r.recording_id, r.source_sha256, i.names, i."values"
            FROM unnest(\(jobs.map(\.patient.rawValue)), \(jobs.map(\.recording.rawValue)))
                AS job (patient_key, recording_id)
            JOIN ecg.recording r USING (patient_key, recording_id)
            JOIN ecg.input_set i USING (patient_key, recording_id)
            ORDER BY r.patient_key, r.recording_id
            """
        ).map { row in
            try Stored(
                patient: PatientKey(rawValue: row.decode("patient_key")),
                id: RecordingID(rawValue: row.decode("recording_id")),
                values: values(row),
                digest: row.decode("source_sha256")
            )
        }
    }

    static func values(_ row: Row) throws -> InputValues {
        let names: [String] = try row.decode("names")
        let values: [Double] = try row.decode("values")
        guard names.count == values.count, Set(names).count == names.count else {
            throw StoreError.damaged(
                table: "ecg.input_set",
                key: try row.decode("recording_id", as: UUID.self).uuidString
            )
        }
        return InputValues(Dictionary(uniqueKeysWithValues: zip(names, values)))
    }
}
