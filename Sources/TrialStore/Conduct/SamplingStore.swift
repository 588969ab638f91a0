package import Foundation
package import PostgreSQL
package import Trial

/// The closed frame, the drawn places and who holds them.
package enum SamplingStore {
    /// An eligible patient of the open frame.
    package struct Member: Sendable {
        package let patient: PatientKey
        package let site: SiteCode
        package let tier: TierID
        /// SHA-256 of the index recording's file.
        package let recordingDigest: Data

        /// What the draw needs of it.
        package var frameMember: FrameMember {
            FrameMember(patientKey: patient, site: site, tier: tier, recordingDigest: recordingDigest)
        }
    }

    /// How far a tier is filled.
    package struct Progress: Sendable, Equatable {
        package let tier: TierID
        package let places: Int
        package let enrolled: Int
        /// Sampled and still on the way to enrolment.
        package let pending: Int
    }

    /// Locks a trial's sampling until the end of the transaction and names the open frame, if there is one.
    package static func lock(_ trial: TrialID, _ transaction: Transaction) async throws -> Int? {
        let frames = try await transaction.query(
            """
            SELECT frame_number, closed_at IS NULL AS open FROM trial.frame WHERE trial_id = \(trial.rawValue)
            ORDER BY frame_number FOR UPDATE
            """
        )
        return try frames.first { try $0.decode("open") }?.decode("frame_number")
    }

    /// Eligible members of a frame.
    package static func eligible(
        frame: Int,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [Member] {
        try await transaction.query(
            """
            SELECT m.patient_key, m.site_code, m.tier, r.source_sha256
            FROM trial.frame_member m JOIN ecg.recording r USING (patient_key, recording_id)
            WHERE m.trial_id = \(trial.rawValue) AND m.frame_number = \(frame)::integer AND m.eligible
            """
        ).compactMap(member)
    }

    /// Closes a frame for good and keeps the drawn order of every tier.
    package static func close(
        frame: Int,
        of trial: TrialID,
        seed: UInt64,
        places: [Draw.Place],
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE trial.frame SET closed_at = now(), seed = \(Int(bitPattern: UInt(seed)))
            WHERE trial_id = \(trial.rawValue) AND frame_number = \(frame)::integer
            """
        )
        for place in places {
            try await transaction.execute(
                """
                INSERT INTO trial.place (trial_id, frame_number, patient_key, tier, draw_order)
                VALUES (\(trial.rawValue), \(frame)::integer, \(place.patientKey.rawValue),
                    \(place.tier.rawValue), \(place.orderInTier)::integer)
                """
            )
        }
    }

    /// Quota, enrolled and pending of every tier.
    package static func progress(of trial: TrialID, _ transaction: Transaction) async throws -> [Progress] {
        try await transaction.query(
            """
            SELECT q.tier, q.places,
                count(*) FILTER (WHERE e.participant_id IS NOT NULL) AS enrolled,
                count(*) FILTER (WHERE e.participant_id IS NULL
                    AND p.state NOT IN ('declined', 'withdrawn', 'lost_to_follow_up')) AS pending
            FROM trial.quota q
            LEFT JOIN trial.place pl USING (trial_id, tier)
            LEFT JOIN trial.participant p USING (trial_id, patient_key)
            LEFT JOIN trial.participant_event e ON e.participant_id = p.participant_id AND e.event = 'enrolled'
            WHERE q.trial_id = \(trial.rawValue) GROUP BY q.tier, q.places ORDER BY q.tier
            """
        ).map { row in
            try Progress(
                tier: TierID(declared: row.decode("tier")),
                places: row.decode("places"),
                enrolled: row.decode("enrolled"),
                pending: row.decode("pending")
            )
        }
    }

    /// The next patients of a tier in drawn order who hold no place yet.
    package static func next(
        _ count: Int,
        in tier: TierID,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [Member] {
        try await transaction.query(
            """
            SELECT pl.patient_key, m.site_code, pl.tier, r.source_sha256 FROM trial.place pl
            JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
            JOIN ecg.recording r USING (patient_key, recording_id)
            WHERE pl.trial_id = \(trial.rawValue) AND pl.tier = \(tier.rawValue)
              AND NOT EXISTS (SELECT FROM trial.participant p
                  WHERE p.trial_id = pl.trial_id AND p.patient_key = pl.patient_key)
            ORDER BY pl.frame_number, pl.draw_order LIMIT \(count)
            """
        ).compactMap(member)
    }

    private static func member(_ row: Row) throws -> Member? {
        guard let site = SiteCode(rawValue: try row.decode("site_code")) else { return nil }
        return try Member(
            patient: PatientKey(rawValue: row.decode("patient_key")),
            site: site,
            tier: TierID(declared: row.decode("tier")),
            recordingDigest: row.decode("source_sha256")
        )
    }

    /// Makes participants of patients, in the order in which they are to be contacted, numbered per site.
    package static func sample(
        _ patients: [Draw.Place],
        of trial: TrialID,
        at time: Date,
        _ transaction: Transaction
    ) async throws {
        for member in patients {
            let id = UUID()
            try await transaction.execute(
                """
                INSERT INTO trial.participant (participant_id, trial_id, patient_key, site_code, subject_number,
                    contact_order, ecg_acquired_on)
                SELECT \(id), \(trial.rawValue), \(member.patientKey.rawValue), \(member.site.rawValue),
                    \(member.site.rawValue) || '-' || lpad((count(p.*) + 1)::text, 4, '0'), count(p.*) + 1,
                    (SELECT coalesce(a.admitted_on, (r.acquired_at AT TIME ZONE s.time_zone)::date)
                     FROM trial.place pl JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
                     JOIN ecg.recording r USING (patient_key, recording_id)
                     LEFT JOIN ecg.input_set i USING (patient_key, recording_id)
                     LEFT JOIN trial.admission a USING (patient_key, admission_id)
                     JOIN trial.site s ON s.site_code = m.site_code
                     WHERE pl.trial_id = \(trial.rawValue) AND pl.patient_key = \(member.patientKey.rawValue))
                FROM trial.participant p
                WHERE p.trial_id = \(trial.rawValue) AND p.site_code = \(member.site.rawValue)
                """
            )
            try await ConductStore.record(.sampled, of: id, at: time, transaction)
        }
    }
}
