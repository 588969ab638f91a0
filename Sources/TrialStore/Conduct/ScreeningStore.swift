package import Foundation
package import PostgreSQL
package import Trial

/// The sampling frame while it is open: who was scored, and whether the trial may have them.
package enum ScreeningStore {
    /// What a site's record says of a patient; nil is unknown.
    package struct History: Sendable, Equatable {
        package var lastEcho: PostgresDate?
        /// The record was searched and holds no echocardiogram.
        package var neverEchoed: Bool
        package var knownDiseases: [String]?
        package var careSetting: String?
        package var lifeExpectancyUnderOneYear: Bool?

        package init(
            lastEcho: PostgresDate? = nil,
            neverEchoed: Bool = false,
            knownDiseases: [String]? = nil,
            careSetting: String? = nil,
            lifeExpectancyUnderOneYear: Bool? = nil
        ) {
            self.lastEcho = lastEcho
            self.neverEchoed = neverEchoed
            self.knownDiseases = knownDiseases
            self.careSetting = careSetting
            self.lifeExpectancyUnderOneYear = lifeExpectancyUnderOneYear
        }
    }

    /// A stratified patient with the index recording and what is known for eligibility.
    package struct Screened: Sendable {
        package let patient: PatientKey
        package let site: SiteCode
        package let recording: RecordingID
        package let assessment: AssessmentID
        package let tier: TierID
        package let age: Int?
        package let sex: String?
        package let acquiredAt: Date?
        package let history: History
    }

    /// Keeps what a site's record says; the newest row counts, older ones stay.
    package static func keep(
        _ history: History,
        of patient: PatientKey,
        site: SiteCode,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO trial.clinical_history (patient_key, site_code, last_echo_on, never_echoed, known_diseases,
                care_setting, life_expectancy_under_one_year)
            VALUES (\(patient.rawValue), \(site.rawValue), \(history.lastEcho), \(history.neverEchoed),
                \(history.knownDiseases), \(history.careSetting), \(history.lifeExpectancyUnderOneYear))
            """
        )
    }

    /// Opens the frame of a trial, or empties the one that is open, and locks it.
    ///
    /// - Returns: the frame's number.
    package static func openFrame(
        of trial: TrialID,
        protocolVersion: Int,
        _ transaction: Transaction
    ) async throws -> Int {
        try await Turn.frame(trial).wait(transaction)
        let open = try await transaction.query(
            """
            SELECT frame_number FROM trial.frame WHERE trial_id = \(trial.rawValue) AND closed_at IS NULL FOR UPDATE
            """
        )
        if let number = try open.first?.decode("frame_number", as: Int.self) {
            try await transaction.execute(
                """
                DELETE FROM trial.frame_member
                WHERE trial_id = \(trial.rawValue) AND frame_number = \(number)::integer
                """
            )
            return number
        }
        let added = try await transaction.query(
            """
            INSERT INTO trial.frame (trial_id, frame_number, protocol_version)
            SELECT \(trial.rawValue), coalesce(max(frame_number), 0) + 1, \(protocolVersion)::integer
            FROM trial.frame WHERE trial_id = \(trial.rawValue)
            RETURNING frame_number
            """
        )
        guard let number = try added.first?.decode("frame_number", as: Int.self) else {
            throw StoreError.vanished("frame that was being opened")
        }
        return number
    }

    /// Stratified patients who are in no closed frame as eligible, each with one index recording, within the
    /// window where there is one, one without a day only where there is no other, and of inputs those in force.
    package static func candidates(
        of trial: TrialID,
        cutPointSet: String,
        index: TrialProtocol.IndexRecording,
        on day: Date,
        _ transaction: Transaction
    ) async throws -> [Screened] {
        let order: SQL =
            switch index.rule {
            case .latest: "r.acquired_at DESC NULLS LAST, i.revision DESC NULLS LAST, r.recording_id"
            case .first: "r.acquired_at ASC NULLS LAST, i.revision DESC NULLS LAST, r.recording_id"
            }
        return try await transaction.query(
            """
            SELECT DISTINCT ON (s.patient_key) s.patient_key, r.site_code, r.recording_id, s.assessment_id, s.tier,
                r.age, r.sex, r.acquired_at, h.last_echo_on, coalesce(h.never_echoed, false) AS never_echoed, h.known_diseases, h.care_setting,
                h.life_expectancy_under_one_year
            FROM trial.stratification s
            JOIN ecg.risk_assessment a USING (patient_key, assessment_id)
            JOIN ecg.recording r USING (patient_key, recording_id)
            LEFT JOIN ecg.input_set i USING (patient_key, recording_id)
            LEFT JOIN LATERAL (
                SELECT * FROM trial.clinical_history c WHERE c.patient_key = s.patient_key
                ORDER BY c.recorded_at DESC LIMIT 1) h ON true
            WHERE s.trial_id = \(trial.rawValue) AND s.cut_point_set = \(cutPointSet)
              AND NOT EXISTS (SELECT FROM trial.frame_member m JOIN trial.frame f USING (trial_id, frame_number)
                  WHERE m.trial_id = \(trial.rawValue) AND m.patient_key = s.patient_key AND m.eligible
                    AND f.closed_at IS NOT NULL)
            ORDER BY s.patient_key, r.acquired_at < \(day) - make_interval(days => \(index.withinDays)::integer)
                OR r.acquired_at > \(day) + interval '1 day',
                \(fragment: order)
            """
        ).compactMap(screened)
    }

    /// Enters a screened patient into the open frame; without reasons: eligible.
    package static func enter(
        _ screened: Screened,
        reasons: [String],
        frame: Int,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO trial.frame_member (trial_id, frame_number, patient_key, site_code, recording_id,
                assessment_id, tier, eligible, reasons)
            VALUES (\(trial.rawValue), \(frame)::integer, \(screened.patient.rawValue), \(screened.site.rawValue),
                \(screened.recording.rawValue), \(screened.assessment.rawValue), \(screened.tier.rawValue),
                \(reasons.isEmpty), \(reasons))
            """
        )
    }

    private static func screened(_ row: Row) throws -> Screened? {
        guard let site = SiteCode(rawValue: try row.decode("site_code")) else { return nil }
        return try Screened(
            patient: PatientKey(rawValue: row.decode("patient_key")),
            site: site,
            recording: RecordingID(rawValue: row.decode("recording_id")),
            assessment: AssessmentID(rawValue: row.decode("assessment_id")),
            tier: TierID(declared: row.decode("tier")),
            age: row.decode("age"),
            sex: row.decode("sex"),
            acquiredAt: row.decode("acquired_at"),
            history: History(
                lastEcho: row.decode("last_echo_on"),
                neverEchoed: row.decode("never_echoed"),
                knownDiseases: row.decode("known_diseases"),
                careSetting: row.decode("care_setting"),
                lifeExpectancyUnderOneYear: row.decode("life_expectancy_under_one_year")
            )
        )
    }
}
