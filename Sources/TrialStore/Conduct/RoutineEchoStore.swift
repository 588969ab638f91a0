import Foundation
package import PostgreSQL
package import Trial

/// Echocardiograms of routine care: append-only, the newest entry of a patient and day is in force.
package enum RoutineEchoStore {
    /// One echocardiogram of a patient who is known here.
    package struct Entry: Sendable {
        package let patient: PatientKey
        package let site: SiteCode
        package let performedOn: PostgresDate
        package let echo: EchoStudy

        package init(patient: PatientKey, site: SiteCode, performedOn: PostgresDate, echo: EchoStudy) {
            (self.patient, self.site, self.performedOn, self.echo) = (patient, site, performedOn, echo)
        }
    }

    /// Keeps what is not in force already.
    ///
    /// - Parameters:
    ///   - entries: at most one a patient and day.
    ///   - source: where they come from.
    ///   - account: who brings them.
    ///   - transaction: of a data manager.
    /// - Returns: how many are new; what is there with the same findings is not entered again.
    /// - Throws: ``PostgresError``.
    package static func keep(
        _ entries: [Entry],
        source: String,
        by account: String,
        _ transaction: Transaction
    ) async throws -> Int {
        try await Turn.routineEchoes.wait(transaction)
        var kept = 0
        // So many at a time that neither side holds much.
        for start in stride(from: 0, to: entries.count, by: 500) {
            let statements = entries[start..<min(start + 500, entries.count)].map { statement($0, source, account) }
            kept += try await transaction.pipeline(statements).map(\.rowsAffected).reduce(0, +)
        }
        return kept
    }

    private static func statement(_ entry: Entry, _ source: String, _ account: String) -> SQL {
        let echo = entry.echo
        return """
            WITH new AS (
                SELECT \(echo.lvefPercent)::double precision AS lvef, \(echo.septumMillimetres)::double precision AS septum,
                    \(echo.posteriorWallMillimetres)::double precision AS wall, \(echo.aorticStenosis?.rawValue)::text AS a_s,
                    \(echo.aorticRegurgitation?.rawValue)::text AS ar, \(echo.mitralRegurgitation?.rawValue)::text AS mr,
                    \(echo.mitralStenosis?.rawValue)::text AS ms, \(echo.tricuspidRegurgitation?.rawValue)::text AS tr,
                    \(echo.pulmonaryRegurgitation?.rawValue)::text AS pr,
                    \(echo.rvSystolicDysfunction?.rawValue)::text AS rv,
                    \(echo.pericardialEffusion?.rawValue)::text AS effusion,
                    \(echo.paspMillimetresOfMercury)::double precision AS pasp,
                    \(echo.trVelocityMetresPerSecond)::double precision AS velocity,
                    \(echo.imageQuality?.rawValue)::text AS quality,
                    \(echo.notAssessable.map(\.rawValue).sorted())::text[] AS not_assessable
            ), old AS (
                SELECT * FROM trial.routine_echo
                WHERE patient_key = \(entry.patient.rawValue) AND performed_on = \(entry.performedOn)
                ORDER BY entry DESC LIMIT 1
            )
            INSERT INTO trial.routine_echo (patient_key, performed_on, entry, site_code, lvef_percent, septum_mm,
                posterior_wall_mm, aortic_stenosis, aortic_regurgitation, mitral_regurgitation, mitral_stenosis,
                tricuspid_regurgitation, pulmonary_regurgitation, rv_systolic_dysfunction, pericardial_effusion,
                pasp_mmhg, tr_velocity_m_s, image_quality, not_assessable, source, recorded_by)
            SELECT \(entry.patient.rawValue), \(entry.performedOn), coalesce(old.entry, 0) + 1, \(entry.site.rawValue),
                new.*, \(source), \(account)
            FROM new LEFT JOIN old ON true
            WHERE old.entry IS NULL OR (new.*) IS DISTINCT FROM (old.lvef_percent, old.septum_mm,
                old.posterior_wall_mm, old.aortic_stenosis::text, old.aortic_regurgitation::text,
                old.mitral_regurgitation::text, old.mitral_stenosis::text, old.tricuspid_regurgitation::text,
                old.pulmonary_regurgitation::text, old.rv_systolic_dysfunction::text, old.pericardial_effusion,
                old.pasp_mmhg, old.tr_velocity_m_s, old.image_quality, old.not_assessable)
            """
    }
}
