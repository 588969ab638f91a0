import AuditTrail
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Whoever reads the trail")
struct TrailReadingTests {
    /// A conducted trial with an account of one site's desk.
    private func conducted<T: Sendable>(_ body: (DemonstrationTrial) async throws -> T) async throws -> T {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            _ = try await trial.service(.statistician).takeCut(of: trial.trial)
            try await trial.service("admin").give(
                .init(role: .coordinator, trial: trial.trial, site: trial.plan.sites[0].code),
                to: "desk"
            )
            return try await body(trial)
        }
    }

    private var everything: AuditStore.Filter {
        var filter = AuditStore.Filter()
        filter.limit = 10_000
        return filter
    }

    @Test("sees nothing of a tier where the blinding plan keeps tiers from the role")
    func blinding() async throws {
        try await conducted { trial in
            for role in Role.allCases {
                let account = role == .administrator ? "admin" : role.rawValue
                let entries = try await trial.service(account).trail(everything)
                let telling = entries.filter { entry in
                    let text = [entry.key, entry.old, entry.new].compactMap(\.self).joined()
                    return ["\"tier\"", "probabilities", "\"places\"", "draw_order", "content"].contains {
                        text.contains($0)
                    }
                        && entry.table != "trial.protocol_version"
                }
                #expect(telling.isEmpty == !trial.plan.blinding.maySeeScoreAndTier(role), "\(role)")
            }
        }
    }

    @Test("knows every table that tells a tier")
    func tierTables() async throws {
        try await DemonstrationTrial.with { trial in
            let forgotten = try await trial.query(
                """
                SELECT DISTINCT table_schema || '.' || table_name AS name FROM information_schema.columns
                WHERE table_schema IN ('identity', 'trial', 'ecg', 'analysis')
                  AND column_name ~ '^(tier|probabilities|score|places|draw_order|content)$'
                  AND NOT audit.knows_tier(table_schema || '.' || table_name)
                """
            ) { try $0.decode("name", as: String.self) }
            #expect(forgotten == [])
        }
    }

    @Test("at one site's desk sees that site only, and identities not at all")
    func ownSite() async throws {
        try await conducted { trial in
            let own = trial.plan.sites[0].code.rawValue
            let entries = try await trial.service("desk").trail(everything)
            #expect(entries.contains { $0.table == "trial.participant_event" })
            #expect(Set(entries.compactMap(\.site)).subtracting([own]) == [])
            #expect(!entries.contains { $0.table.hasPrefix("identity.") })
        }
    }

    @Test("finds a participant's entries by number, from the draw on")
    func subject() async throws {
        try await conducted { trial in
            let desk = trial.service(.coordinator)
            let candidate = try #require(try await desk.candidates(of: trial.trial, state: .echoRecorded).first)
            let entries = try await trial.service(.dataManager).trail(
                everything,
                of: (candidate.participant.subject, trial.trial)
            )
            let tables = Set(entries.map(\.table))
            #expect(
                tables.isSuperset(of: [
                    "identity.patient", "ecg.recording", "trial.participant", "trial.participant_event",
                    "trial.consent", "trial.echo_study",
                ])
            )
            #expect(entries.allSatisfy { $0.site == candidate.participant.site.rawValue })
            let expected = Set(entries.filter { $0.table != "identity.patient" }.compactMap(\.reason))
            #expect(expected.isSuperset(of: ["import of an ECG", "draw", "consent", "enrolment", "echocardiogram"]))
        }
    }

    @Test("can verify an export offline, which holds only hashes of what the role may not see")
    func export() async throws {
        try await conducted { trial in
            let key = try #require(trial.sealingKey?.verification)
            for account in ["desk", "statistician"] {
                let bytes = Collected()
                let exported = try await trial.service(account).exportTrail { bytes.data.append($0) }
                let lines = bytes.data.split(separator: UInt8(ascii: "\n")).map { Data($0) }
                var verifier = TrailFileVerifier(trusted: [key], head: exported.head?.hash)
                for line in lines { try verifier.take(line) }
                let findings = try verifier.finish()
                #expect(findings.damages == [])
                #expect(findings.withheld > 0 && findings.intact > 0)
                #expect((String(decoding: bytes.data, as: UTF8.self).contains("\"tier\"")) == (account != "desk"))
            }
            let exports = try await trial.query(
                "SELECT actor FROM audit.entry WHERE operation = 'EXPORT' AND table_name = 'audit.trail' ORDER BY entry_id"
            ) { try $0.decode("actor", as: String.self) }
            #expect(exports == ["desk", "statistician"])
        }
    }

    @Test("gets no deleted entry passed off as withheld")
    func deletedBeforeExport() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 1)
            _ = try await trial.sealEverything()
            let connection = try await Connection.connect(trial.owner)
            try await connection.run(
                script: """
                    ALTER TABLE audit.entry DISABLE TRIGGER append_only;
                    DELETE FROM audit.entry WHERE table_name = 'identity.patient';
                    """
            )
            await connection.close()
            let bytes = Collected()
            _ = try await trial.service(.monitor).exportTrail { bytes.data.append($0) }
            var verifier = TrailFileVerifier(trusted: [], head: nil)
            for line in bytes.data.split(separator: UInt8(ascii: "\n")) { try verifier.take(Data(line)) }
            #expect(try verifier.finish().damages.map(\.kind) == [.entryDeleted])
        }
    }

    private final class Collected {
        var data = Data()
    }
}
