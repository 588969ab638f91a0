import Foundation
import PostgreSQL
import Reporting
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Drift of a model")
struct DriftTests {
    /// One recording as it lies in the tables.
    private struct Stored {
        let site: String
        let acquired: Date?
        let score: Double?
        let reasons: [String]
    }

    private func stored(_ trial: DemonstrationTrial) async throws -> [Stored] {
        try await trial.query(
            """
            SELECT r.site_code, r.acquired_at, a.probabilities[array_position(a.outputs, 'shd')] AS score,
                coalesce(q.reasons, '{}') AS reasons
            FROM ecg.recording r LEFT JOIN ecg.risk_assessment a USING (patient_key, recording_id)
            LEFT JOIN ecg.quality_result q USING (patient_key, recording_id)
            """
        ) { row in
            try Stored(
                site: row.decode("site_code"),
                acquired: row.decode("acquired_at"),
                score: row.decode("score"),
                reasons: row.decode("reasons")
            )
        }
    }

    /// Months by Foundation's calendar in the site's zone, counted one recording at a time.
    private func counted(_ rows: [Stored], _ plan: TrialProtocol, threshold: Double) -> [String: [Int]] {
        rows.reduce(into: [:]) { counts, row in
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = plan.sites.first { $0.code.rawValue == row.site }?.timeZone ?? .gmt
            let parts = row.acquired.map { calendar.dateComponents([.year, .month], from: $0) }
            let key = "\(row.site) \(parts?.year ?? 0) \(parts?.month ?? 0)"
            let flags = [
                true, row.score != nil, !row.reasons.isEmpty, row.score.map { $0 >= threshold } ?? false,
            ]
            counts[key] = zip(counts[key] ?? [0, 0, 0, 0], flags).map { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test("is counted as one counts by hand, by the month at the site, with what names no day")
    func counts() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 120)
            _ = try await trial.service(.service).score(trial.trial, with: trial.model)
            let connection = try await Connection.connect(trial.owner)
            // The first of March in Greenwich, still February at both sites; and one without a day.
            try await connection.run(
                script: """
                    SET session_replication_role = replica;
                    UPDATE ecg.recording SET acquired_at = '2025-03-01 03:00Z' WHERE recording_id IN
                        (SELECT recording_id FROM ecg.recording ORDER BY recording_id LIMIT 5);
                    UPDATE ecg.recording SET acquired_at = NULL WHERE recording_id IN
                        (SELECT recording_id FROM ecg.recording ORDER BY recording_id DESC LIMIT 3)
                    """
            )
            await connection.close()
            let rows = try await stored(trial)
            let threshold = try #require(trial.plan.enrollingCutPointSet.cutPoints.last)
            let expected = counted(rows, trial.plan, threshold: threshold)
            let tally = try await trial.service(.statistician).drift(of: trial.trial)
            #expect(tally.model.threshold == threshold)
            let found = Dictionary(
                uniqueKeysWithValues: tally.months.map { month in
                    (
                        "\(month.site) \(month.month?.year ?? 0) \(month.month?.month ?? 0)",
                        [month.recordings, month.scored, month.refused, month.flagged]
                    )
                }
            )
            #expect(found == expected)
            #expect(tally.months.map(\.recordings).reduce(0, +) == 120)
            #expect(tally.months.contains { $0.month == nil })
            let reasons = rows.flatMap(\.reasons).reduce(into: [:]) { $0[$1, default: 0] += 1 }
            let tallied = tally.months.flatMap(\.reasons).reduce(into: [:]) { $0[$1.key, default: 0] += $1.value }
            #expect(tallied == reasons && !reasons.isEmpty)
            #expect(tally.months.allSatisfy { $0.quantiles.count == ($0.scored > 0 ? 5 : 0) })
        }
    }

    @Test("tells what waits for a score, and takes another threshold and the weights of a shadow version")
    func shadow() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 30)
            let other = try trial.otherVersion()
            _ = try await trial.service("admin")
                .release(.shadow, of: other.card, at: nil, in: trial.trial, reason: "compare")
            _ = try await trial.service(.service).score(trial.trial, with: other)
            let statistician = trial.service(.statistician)
            let enrolling = try await statistician.drift(of: trial.trial)
            #expect(enrolling.months.allSatisfy { $0.scored == 0 && $0.flagged == 0 })
            #expect(enrolling.months.map(\.waiting).reduce(0, +) > 0)
            let digest = String(other.card.weightsSHA256.prefix(8))
            let silent = try await statistician.drift(of: trial.trial, .init(digest: digest, threshold: 0))
            #expect(silent.months.allSatisfy { $0.flagged == $0.scored && $0.waiting == 0 })
            #expect(silent.model.releases.hasPrefix("shadow at "))
        }
    }

    @Test("of a model that nobody released, or of one of several that is not named, is refused with what there is")
    func unknown() async throws {
        try await DemonstrationTrial.with { trial in
            let statistician = trial.service(.statistician)
            for question in [
                TrialService.WatchQuestion(model: "stranger"), .init(digest: "0000"),
            ] {
                let error = await #expect(throws: ServiceError.self) {
                    try await statistician.drift(of: trial.trial, question)
                }
                #expect(error?.description.contains(trial.model.card.id) == true)
            }
            let second = try DemonstrationTrial.variant(of: trial.model, id: "second-model")
            _ = try await trial.service("admin")
                .release(.shadow, of: second.card, at: nil, in: trial.trial, reason: "compare")
            let error = await #expect(throws: ServiceError.self) {
                try await statistician.drift(of: trial.trial, .init(model: "second-model"))
            }
            #expect(error?.description.contains("--threshold") == true)
            _ = try await statistician.drift(of: trial.trial, .init(model: "second-model", threshold: 0.5))
        }
    }

    @Test("is closed to whoever the blinding plan does not name, and leaves an entry in the trail")
    func roles() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 3)
            for role in Role.allCases where ![.statistician, .dataManager, .administrator].contains(role) {
                await #expect(throws: ServiceError.self, "\(role)") {
                    try await trial.service(role).drift(of: trial.trial)
                }
                await #expect(throws: ServiceError.self, "\(role)") {
                    try await trial.service(role)
                        .silent(of: trial.trial, within: 365, asOf: PostgresDate(year: 2026, month: 1, day: 1))
                }
            }
            _ = try await trial.service(.dataManager).drift(of: trial.trial, for: "report drift as text")
            let entries = try await trial.query(
                "SELECT reason, role FROM audit.entry WHERE operation = 'EXPORT' AND table_name = 'ecg.risk_assessment'"
            ) { [try $0.decode("reason", as: String.self), try $0.decode("role", as: String.self)] }
            #expect(entries == [["report drift as text", "stratum_data_manager"]])
        }
    }

    @Test("is refused by the database itself, whatever the program asks")
    func database() async throws {
        try await DemonstrationTrial.with { trial in
            let statements: [SQL] = [
                "SELECT * FROM analysis.drift('discovery-shd', '\\x00', '1', 'shd', 0.5)",
                "SELECT * FROM analysis.silent_counts('discovery-shd', '\\x00', '1', 'shd', 0.5, 365, '2026-01-01')",
                "SELECT * FROM analysis.silent_echoes('discovery-shd', '\\x00', '1', 'shd', 365, '2026-01-01')",
            ]
            for role in Role.allCases where role != .statistician && role != .dataManager {
                let service = role == .administrator ? trial.service("admin") : trial.service(role)
                for statement in statements {
                    let error = await #expect(throws: PostgresError.self, "\(role)") {
                        try await service.acting(as: role, readOnly: true) { _ = try await $0.query(statement) }
                    }
                    #expect(error?.sqlState == "42501")
                }
            }
            // Patients by key, with their scores: for no role at all.
            for statement: SQL in [
                "SELECT * FROM analysis.judged_recordings('discovery-shd', '\\x00', '1', 'shd')",
                "SELECT * FROM analysis.silent_patients('discovery-shd', '\\x00', '1', 'shd', 365, '2026-01-01')",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await trial.service(.statistician).acting(as: .statistician, readOnly: true) {
                        _ = try await $0.query(statement)
                    }
                }
                #expect(error?.sqlState == "42501")
            }
        }
    }

    @Test("is open to a principal investigator whom the plan names, at the own sites only")
    func investigator() async throws {
        let unblind = { (text: String) in
            text.replacing(
                "unblindedRoles: [statistician, data_manager]",
                with: "unblindedRoles: [statistician, principal_investigator]"
            )
        }
        try await DemonstrationTrial.with(amending: unblind) { trial in
            try await trial.importCohort(patients: 20)
            let site = try #require(trial.plan.sites.first?.code)
            let grant = AccountStore.Grant(role: .principalInvestigator, trial: trial.trial, site: site)
            try await trial.service("admin").give(grant, to: "pat")
            let own = try await trial.service("pat").drift(of: trial.trial)
            #expect(Set(own.months.map(\.site)) == [site.rawValue])
            let all = try await trial.service(.principalInvestigator).drift(of: trial.trial)
            #expect(Set(all.months.map(\.site)).count == trial.plan.sites.count)
            #expect(try await !trial.service("pat").releases(of: trial.trial).isEmpty)
            await #expect(throws: ServiceError.self) { try await trial.service(.dataManager).drift(of: trial.trial) }
        }
    }
}
