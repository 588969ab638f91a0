package import Foundation
package import PostgreSQL
package import Trial

/// Echocardiograms: a correction is a further revision, nothing is overwritten.
package enum EchoStore {
    /// Adds a revision.
    ///
    /// - Returns: its number; 1 is the first reading.
    package static func keep(
        _ echo: EchoStudy,
        of participant: UUID,
        performedOn day: PostgresDate,
        reader: String,
        _ transaction: Transaction
    ) async throws -> Int {
        try await Turn.echo(participant: participant).wait(transaction)
        let rows = try await transaction.query(
            """
            INSERT INTO trial.echo_study (participant_id, revision, performed_on, reader, lvef_percent, septum_mm,
                posterior_wall_mm, aortic_stenosis, aortic_regurgitation, mitral_regurgitation, mitral_stenosis,
                tricuspid_regurgitation, pulmonary_regurgitation, rv_systolic_dysfunction, pericardial_effusion,
                pasp_mmhg, tr_velocity_m_s, image_quality, not_assessable)
            SELECT \(participant), coalesce(max(revision), 0) + 1, \(day), \(reader), \(echo.lvefPercent),
                \(echo.septumMillimetres), \(echo.posteriorWallMillimetres), \(echo.aorticStenosis?.rawValue),
                \(echo.aorticRegurgitation?.rawValue), \(echo.mitralRegurgitation?.rawValue),
                \(echo.mitralStenosis?.rawValue), \(echo.tricuspidRegurgitation?.rawValue),
                \(echo.pulmonaryRegurgitation?.rawValue), \(echo.rvSystolicDysfunction?.rawValue),
                \(echo.pericardialEffusion?.rawValue), \(echo.paspMillimetresOfMercury),
                \(echo.trVelocityMetresPerSecond), \(echo.imageQuality?.rawValue),
                \(echo.notAssessable.map(\.rawValue).sorted())
            FROM trial.echo_study WHERE participant_id = \(participant)
            RETURNING revision
            """
        )
        guard let revision = try rows.first?.decode("revision", as: Int.self) else {
            throw StoreError.vanished("echo study that was being recorded")
        }
        return revision
    }

    /// The newest revision of every participant's echocardiogram in a trial.
    package static func latest(of trial: TrialID, _ transaction: Transaction) async throws -> [UUID: EchoStudy] {
        let rows = try await transaction.query(
            """
            SELECT DISTINCT ON (e.participant_id) e.* FROM trial.echo_study e
            JOIN trial.participant p USING (participant_id)
            WHERE p.trial_id = \(trial.rawValue) ORDER BY e.participant_id, e.revision DESC
            """
        )
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.decode("participant_id"), try study($0)) })
    }

    /// The findings of a row, whichever table has them.
    static func study(_ row: Row) throws -> EchoStudy {
        func grade(_ column: String) throws -> EchoStudy.Grade? {
            try row.decode(column, as: String?.self).flatMap(EchoStudy.Grade.init(rawValue:))
        }
        let fields: [String] = try row.decode("not_assessable")
        var echo = EchoStudy(notAssessable: Set(fields.compactMap(EchoStudy.Field.init(rawValue:))))
        echo.lvefPercent = try row.decode("lvef_percent")
        echo.septumMillimetres = try row.decode("septum_mm")
        echo.posteriorWallMillimetres = try row.decode("posterior_wall_mm")
        echo.aorticStenosis = try grade("aortic_stenosis")
        echo.aorticRegurgitation = try grade("aortic_regurgitation")
        echo.mitralRegurgitation = try grade("mitral_regurgitation")
        echo.mitralStenosis = try grade("mitral_stenosis")
        echo.tricuspidRegurgitation = try grade("tricuspid_regurgitation")
        echo.pulmonaryRegurgitation = try grade("pulmonary_regurgitation")
        echo.rvSystolicDysfunction = try grade("rv_systolic_dysfunction")
        echo.pericardialEffusion = try row.decode("pericardial_effusion", as: String?.self)
            .flatMap(EchoStudy.EffusionSize.init(rawValue:))
        echo.paspMillimetresOfMercury = try row.decode("pasp_mmhg")
        echo.trVelocityMetresPerSecond = try row.decode("tr_velocity_m_s")
        echo.imageQuality = try row.decode("image_quality", as: String?.self)
            .flatMap(EchoStudy.ImageQuality.init(rawValue:))
        return echo
    }
}
