import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("The audit trail misses nothing")
struct AuditCoverageTests {
    @Test("a trial role cannot write without a reason")
    func reasonRequired() async throws {
        try await DemonstrationTrial.with { trial in
            let error = await #expect(throws: PostgresError.self) {
                try await trial.service("admin").acting(as: .administrator) { transaction in
                    try await AccountStore.add(account: "nobody", transaction)
                }
            }
            #expect(error?.sqlState == "ST004")
        }
    }

    @Test("every step of a trial says who, in which role, why and, of a participant, where")
    func everyStep() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            let bare = try await trial.query(
                """
                SELECT DISTINCT table_name FROM audit.entry
                WHERE pg_has_role('stratum_app', role, 'MEMBER') AND (reason IS NULL OR request_id IS NULL OR actor LIKE 'login:%')
                   OR site_code IS NULL AND (key ? 'participant_id' OR key ? 'patient_key')
                   OR trial_id IS NULL AND key ? 'participant_id'
                """
            ) { try $0.decode("table_name", as: String.self) }
            #expect(bare == [])
        }
    }

    @Test("on every table a value that comes from or goes to NULL is a change with both sides")
    func nulls() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            let connection = try await Connection.connect(trial.owner)
            // Only the audit trigger is left, so that no rule of a table stands in the way.
            try await connection.run(script: Self.nullEveryColumn)
            let failures = try await connection.query("SELECT what FROM failures").map {
                try $0.decode("what", as: String.self)
            }
            let tried = try await connection.query("SELECT what FROM tried").map {
                try $0.decode("what", as: String.self)
            }
            await connection.close()
            #expect(failures == [])
            #expect(
                Set(tried).isSuperset(of: [
                    "ecg.recording.age", "ecg.waveform.microvolts_per_count", "trial.echo_study.lvef_percent",
                    "trial.participant.ecg_acquired_on", "ops.account.os_user",
                ])
            )
        }
    }

    /// Sets each nullable column of the first row of each audited table to NULL, or from NULL, and back.
    private static let nullEveryColumn = """
        CREATE TEMP TABLE failures (what text);
        CREATE TEMP TABLE tried (what text);
        DO $$
        DECLARE
            c record; gone audit.entry; back audit.entry; before bigint; value text; place tid;
        BEGIN
            FOR c IN SELECT a.attrelid::regclass AS t, a.attname::text AS col, t.tgrelid
                FROM pg_trigger t JOIN pg_attribute a ON a.attrelid = t.tgrelid
                WHERE t.tgname = 'audited' AND a.attnum > 0 AND NOT a.attnotnull AND NOT a.attisdropped
            LOOP
                EXECUTE format('SELECT ctid, %I::text FROM %s ORDER BY %I IS NULL LIMIT 1', c.col, c.t, c.col)
                    INTO place, value;
                CONTINUE WHEN value IS NULL;
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.t);
                EXECUTE format('ALTER TABLE %s ENABLE TRIGGER audited', c.t);
                SELECT max(entry_id) INTO before FROM audit.entry;
                BEGIN
                    EXECUTE format('UPDATE %s SET %I = NULL WHERE ctid = %L RETURNING ctid', c.t, c.col, place)
                        INTO place;
                    EXECUTE format('UPDATE %s SET %I = %L WHERE ctid = %L', c.t, c.col, value, place);
                EXCEPTION WHEN check_violation OR foreign_key_violation THEN
                    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', c.t);
                    CONTINUE;
                END;
                SELECT * INTO gone FROM audit.entry WHERE entry_id > before ORDER BY entry_id LIMIT 1;
                SELECT * INTO back FROM audit.entry WHERE entry_id > gone.entry_id ORDER BY entry_id LIMIT 1;
                INSERT INTO tried VALUES (c.t || '.' || c.col);
                IF (gone.operation, gone.table_name, back.operation, back.table_name)
                        IS DISTINCT FROM ('UPDATE', c.t::text, 'UPDATE', c.t::text)
                   OR gone.new IS DISTINCT FROM jsonb_build_object(c.col, NULL)
                   OR back.old IS DISTINCT FROM gone.new OR back.new IS DISTINCT FROM gone.old
                   OR (gone.old -> c.col) IN (NULL, 'null') OR gone.actor <> 'login:' || session_user THEN
                    INSERT INTO failures VALUES (c.t || '.' || c.col);
                END IF;
                EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', c.t);
            END LOOP;
        END
        $$;
        """

    @Test("keeps who was refused what, in words that could be nobody's name")
    func refusals() async throws {
        try await DemonstrationTrial.with { trial in
            await #expect(throws: ServiceError.self) {
                try await trial.service(.coordinator).draw(trial.trial, seed: 1, at: .now)
            }
            await #expect(throws: ServiceError.self) { try await trial.service("Eve Smith, 1950").accounts() }
            await #expect(throws: ServiceError.self) { try await trial.service(.monitor).cut(nil, of: trial.trial) }
            let entries = try await trial.query(
                "SELECT actor || ' ' || (key ->> 'asked') AS who FROM audit.entry WHERE operation = 'REFUSED' ORDER BY entry_id"
            ) { try $0.decode("who", as: String.self) }
            #expect(
                entries == [
                    "coordinator data_manager", "login:stratum_app administrator", "monitor a role that may see tiers",
                ]
            )
            let seen = try await trial.service("admin").trail(AuditStore.Filter())
            #expect(seen.filter { $0.operation == "REFUSED" }.count == 3)
        }
    }

    @Test("keeps each time a data cut leaves, by its digest and for what")
    func exports() async throws {
        try await DemonstrationTrial.with { trial in
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial, for: "report tier-yield as json")
            _ = try await trial.service(.statistician).cut(cut.number, of: trial.trial)
            let entries = try await trial.query(
                """
                SELECT (key ->> 'content_sha256') || ' ' || reason AS export FROM audit.entry
                WHERE operation = 'EXPORT' AND trial_id = 'discovery-shd' ORDER BY entry_id
                """
            ) { try $0.decode("export", as: String.self) }
            #expect(entries == ["\(cut.digest.hex) report tier-yield as json", "\(cut.digest.hex) report"])
        }
    }
}
