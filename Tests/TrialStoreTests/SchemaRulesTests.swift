import PostgreSQL
import TestSupport
import Testing
import Trial

@Suite("The schema keeps its own rules")
struct SchemaRulesTests {
    /// Runs a query that lists offenders.
    private func offenders(_ sql: SQL) async throws -> [String] {
        try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(owner)
            let rows = try await connection.query(sql)
            await connection.close()
            return try rows.map { try $0.decode("offender") }
        }
    }

    @Test("Every table of identity, trial and ecg is audited by trigger")
    func audited() async throws {
        let found = try await offenders(
            """
            SELECT c.oid::regclass::text AS offender FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('identity', 'trial', 'ecg')
              AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audited'
                AND t.tgfoid = 'audit.record_change'::regproc AND t.tgenabled = 'O')
            """
        )
        #expect(found == [])
    }

    @Test("Every foreign key has an index that begins with its columns")
    func indexed() async throws {
        let found = try await offenders(
            """
            SELECT k.conrelid::regclass || '.' || k.conname AS offender FROM pg_constraint k
            WHERE k.contype = 'f' AND NOT EXISTS (
                SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
                  AND (SELECT array_agg(c ORDER BY c) FROM unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) c)
                    = (SELECT array_agg(c ORDER BY c) FROM unnest(k.conkey) c))
            """
        )
        #expect(found == [])
    }

    @Test("Samples are compressed by LZ4 wherever the server has it")
    func compression() async throws {
        let found = try await offenders(
            """
            SELECT a.attcompression::text AS offender FROM pg_attribute a, pg_settings s
            WHERE a.attrelid = 'ecg.waveform'::regclass AND a.attname = 'samples' AND a.attcompression <> 'l'
              AND s.name = 'default_toast_compression' AND 'lz4' = ANY(s.enumvals)
            """
        )
        #expect(found == [])
    }

    @Test("Every table that a trial role may touch has row-level security")
    func rowLevelSecurity() async throws {
        let found = try await offenders(
            """
            SELECT DISTINCT c.oid::regclass::text AS offender
            FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
            WHERE c.relkind = 'r' AND r.rolname LIKE 'stratum%' AND r.rolname NOT IN ('stratum_owner', 'stratum_app') AND NOT r.rolsuper
              AND NOT c.relrowsecurity AND c.oid <> 'audit.entry'::regclass
            """
        )
        #expect(found == [])
    }

    @Test("No application role may change audit entries or append-only tables")
    func appendOnly() async throws {
        let found = try await offenders(
            """
            SELECT c.oid::regclass || ' ' || r.rolname || ' ' || p AS offender
            FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'append_only',
                 pg_roles r, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p
            WHERE r.rolname LIKE 'stratum%' AND r.rolname <> 'stratum_owner' AND NOT r.rolsuper
              AND has_table_privilege(r.oid, c.oid, p)
            """
        )
        #expect(found == [])
    }

    @Test("Not even the owner changes an audit entry by accident")
    func auditRefusesOwner() async throws {
        try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(owner)
            try await connection.execute("INSERT INTO ops.account (account_name) VALUES ('anna')")
            for statement: SQL in [
                "UPDATE audit.entry SET actor = 'someone'", "DELETE FROM audit.entry", "TRUNCATE audit.entry",
            ] {
                let error = await #expect(throws: PostgresError.self) { try await connection.execute(statement) }
                #expect(error?.sqlState == "ST003")
            }
            await connection.close()
        }
    }

    @Test("Nothing is granted to everybody")
    func public_() async throws {
        let found = try await offenders(
            """
            SELECT c.oid::regclass::text AS offender FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                aclexplode(c.relacl) a
            WHERE a.grantee = 0 AND n.nspname IN ('identity', 'trial', 'ecg', 'audit', 'analysis', 'ops')
            UNION ALL
            SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('identity', 'trial', 'ecg', 'audit', 'analysis', 'ops')
              AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))
            """
        )
        #expect(found == [])
    }

    @Test("Functions that run with the owner's rights fix their search path")
    func searchPath() async throws {
        let found = try await offenders(
            """
            SELECT p.oid::regprocedure::text AS offender FROM pg_proc p
            WHERE p.prosecdef AND NOT coalesce(p.proconfig::text, '') LIKE '%search_path=pg_catalog%'
            """
        )
        #expect(found == [])
    }

    @Test("The application may log in and do nothing until it takes on a role")
    func appOwnsNothing() async throws {
        try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(MigratedDatabase.app(owner))
            for table in ["identity.patient", "ecg.risk_assessment", "trial.participant", "audit.entry"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.run(script: "SELECT * FROM \(table)")
                }
                #expect(error?.sqlState == "42501")
            }
            await connection.close()
        }
    }

    @Test("The database knows the same path as the domain")
    func samePath() async throws {
        let rows = try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(owner)
            let rows = try await connection.query("SELECT from_state, event, to_state FROM trial.path_step")
            await connection.close()
            return try rows.map { row -> [String] in
                try [row.decode("from_state"), row.decode("event"), row.decode("to_state")]
            }
        }
        let domain = ParticipantPath.steps.map { [$0.from.rawValue, $0.event.rawValue, $0.to.rawValue] }
        #expect(Set(rows) == Set(domain))
    }

    @Test("The database knows which ending an arrow belongs to as the domain does")
    func sameEndings() async throws {
        let rows = try await MigratedDatabase.with { owner in
            let connection = try await Connection.connect(owner)
            let rows = try await connection.query("SELECT DISTINCT event, ending FROM trial.path_step")
            await connection.close()
            return try rows.map { row -> (String, String?) in try (row.decode("event"), row.decode("ending")) }
        }
        #expect(rows.count == ParticipantEvent.Kind.allCases.count)
        for (event, ending) in rows { #expect(ParticipantEvent.Kind(rawValue: event)?.ending == ending, "\(event)") }
    }
}
