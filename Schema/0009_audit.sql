-- The trail says where, not only who: each entry carries the trial and the site that it concerns, and reads, exports
-- and refusals enter it too. `salt` hides: without it the hash of an entry that somebody may not see could be guessed.
ALTER TABLE audit.entry
    ADD COLUMN trial_id text,
    ADD COLUMN site_code text,
    ADD COLUMN salt uuid NOT NULL DEFAULT gen_random_uuid(),
    DROP CONSTRAINT entry_operation_check,
    ADD CONSTRAINT entry_operation_check
        CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE', 'READ', 'EXPORT', 'REFUSED'));

-- The trial and the site of a row: its own columns, else those of its participant, else the site of its patient.
CREATE FUNCTION audit.scope_of(image jsonb, OUT trial_id text, OUT site_code text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    trial_id := image ->> 'trial_id';
    site_code := image ->> 'site_code';
    IF image ? 'participant_id' AND (trial_id IS NULL OR site_code IS NULL) THEN
        SELECT p.trial_id, p.site_code INTO trial_id, site_code
        FROM trial.participant p WHERE p.participant_id = (image ->> 'participant_id')::uuid;
    ELSIF site_code IS NULL AND image ? 'patient_key' THEN
        SELECT p.site_code INTO site_code
        FROM identity.patient p WHERE p.patient_key = (image ->> 'patient_key')::uuid;
    END IF;
END
$$;

-- Entries from before this migration: their keys say which row, and the row says where.
ALTER TABLE audit.entry DISABLE TRIGGER append_only;
UPDATE audit.entry e SET (trial_id, site_code) =
    (SELECT s.trial_id, s.site_code FROM audit.scope_of(coalesce(e.old, '{}') || coalesce(e.new, '{}') || e.key) s);
ALTER TABLE audit.entry ENABLE TRIGGER append_only;

-- Every entry comes in here. A trial role has to say why: without a reason its whole transaction is refused.
CREATE FUNCTION audit.enter(operation text, object text, key jsonb, old jsonb, new jsonb, trial_id text, site_code text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END;
    reason text := nullif(current_setting('stratum.reason', true), '');
BEGIN
    IF reason IS NULL AND pg_has_role('stratum_app', role, 'MEMBER') THEN
        RAISE EXCEPTION '% of % without a reason', operation, object
            USING ERRCODE = 'ST004', HINT = 'Set stratum.reason in the transaction.';
    END IF;
    INSERT INTO audit.entry
        (actor, role, request_id, reason, table_name, operation, key, old, new, trial_id, site_code)
    VALUES (
        coalesce(nullif(current_setting('stratum.account', true), ''), 'login:' || session_user), role,
        nullif(current_setting('stratum.request_id', true), ''), reason,
        object, operation, key, old, new, trial_id,
        -- What belongs to no site is entered under the site at which the actor acts, where that is one.
        coalesce(site_code, nullif(current_setting('stratum.site', true), '')));
END
$$;

CREATE OR REPLACE FUNCTION audit.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before_image jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after_image jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    image jsonb;
    row_key jsonb := '{}';
    name text;
    place record;
BEGIN
    -- A small image holds no large value; looking would cost more than all the rest.
    IF pg_column_size(before_image) > 1024 THEN before_image := audit.row_image(before_image); END IF;
    IF pg_column_size(after_image) > 1024 THEN after_image := audit.row_image(after_image); END IF;
    image := coalesce(after_image, before_image);
    FOREACH name IN ARRAY TG_ARGV LOOP
        row_key := row_key || jsonb_build_object(name, image -> name);
    END LOOP;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, a.value)
        INTO before_image, after_image
        FROM jsonb_each(before_image) AS b JOIN jsonb_each(after_image) AS a USING (key)
        WHERE a.value IS DISTINCT FROM b.value;
        IF before_image IS NULL THEN
            RETURN NULL; -- nothing changed
        END IF;
    END IF;
    place := audit.scope_of(image);
    PERFORM audit.enter(TG_OP, TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, row_key, before_image, after_image,
        place.trial_id, place.site_code);
    RETURN NULL;
END
$$;

-- What changed nothing and must be known all the same: identities that were read, what left the database, what was
-- refused. Actor, role, request and reason are those of the transaction; `object` names a table.
CREATE FUNCTION audit.record_access(operation text, object text, key jsonb, trial_id text, site_code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF operation NOT IN ('READ', 'EXPORT', 'REFUSED') OR length(object) > 128 OR length(key::text) > 65536 THEN
        RAISE EXCEPTION 'not an access to record: % of %', left(operation, 40), left(object, 128)
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM audit.enter(operation, object, key, NULL, NULL, trial_id, site_code);
END
$$;

GRANT USAGE ON SCHEMA audit TO stratum_app,
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT EXECUTE ON FUNCTION audit.record_access(text, text, jsonb, text, text) TO stratum_app,
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;

-- Sealing. One line of text an entry, the same for ever: a later column must not enter it.
CREATE FUNCTION audit.line(e audit.entry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'entry', e.entry_id, 'transaction', e.transaction_id::text::bigint,
        'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor', e.actor, 'role', e.role, 'request', e.request_id, 'reason', e.reason,
        'trial', e.trial_id, 'site', e.site_code, 'operation', e.operation, 'table', e.table_name,
        'key', e.key, 'old', e.old, 'new', e.new, 'salt', e.salt)::text
$$;

-- Entries are sealed in the order of (transaction, entry), up to a horizon below which every transaction has ended.
CREATE INDEX entry_by_transaction ON audit.entry (transaction_id, entry_id);

CREATE FUNCTION audit.horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;

-- The leaves of the entries from one place up to, and without, another: hashes as of RFC 6962, never contents.
CREATE FUNCTION audit.leaves(from_transaction bigint, from_entry bigint, to_transaction bigint, to_entry bigint, most bigint)
RETURNS TABLE (transaction_number bigint, entry_id bigint, leaf bytea, at timestamptz, table_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.transaction_id::text::bigint, e.entry_id,
        sha256('\x00'::bytea || convert_to(audit.line(e), 'UTF8')), e.at, e.table_name
    FROM audit.entry e
    WHERE (e.transaction_id, e.entry_id) >= (from_transaction::text::xid8, from_entry)
      AND (e.transaction_id, e.entry_id) < (to_transaction::text::xid8, to_entry)
    ORDER BY e.transaction_id, e.entry_id LIMIT most
$$;

CREATE FUNCTION audit.count_from(from_transaction bigint, from_entry bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM audit.entry e WHERE (e.transaction_id, e.entry_id) >= (from_transaction::text::xid8, from_entry)
$$;

CREATE TABLE audit.signing_key (
    key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{16}$'),
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    added_at timestamptz NOT NULL DEFAULT now()
);

-- A seal covers the entries from where the one before it ended up to (through_transaction, through_entry), exclusive.
CREATE TABLE audit.seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    previous bytea NOT NULL CHECK (octet_length(previous) = 32),
    through_transaction bigint NOT NULL,
    through_entry bigint NOT NULL,
    entry_ids bigint[] NOT NULL,
    leaves bytea NOT NULL CHECK (octet_length(leaves) = 32 * cardinality(entry_ids)),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    sealed_at timestamptz NOT NULL,
    key_id text NOT NULL REFERENCES audit.signing_key,
    signature bytea NOT NULL CHECK (octet_length(signature) = 64),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX seal_by_key ON audit.seal (key_id);
CREATE UNIQUE INDEX seal_by_hash ON audit.seal (hash);
COMMENT ON TABLE audit.seal IS 'A chain: each seal signs the Merkle root of its entries and the hash of the seal before.';

-- A seal goes on where the last one ended; its signature is the program's, whose key the database never sees.
CREATE FUNCTION audit.continue_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last audit.seal;
BEGIN
    SELECT * INTO last FROM audit.seal ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1
       OR NEW.previous <> coalesce(last.hash, decode(repeat('00', 32), 'hex'))
       OR (NEW.through_transaction, NEW.through_entry) <=
          (coalesce(last.through_transaction, 0), coalesce(last.through_entry, 0)) THEN
        RAISE EXCEPTION 'seal % does not continue the chain', NEW.number USING ERRCODE = 'ST003';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER in_a_chain BEFORE INSERT ON audit.seal FOR EACH ROW EXECUTE FUNCTION audit.continue_chain();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.signing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seal ENABLE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON audit.signing_key FOR SELECT USING (true);
CREATE POLICY known_to_all ON audit.seal FOR SELECT USING (true);
CREATE POLICY by_the_sealer ON audit.signing_key FOR INSERT TO stratum_sealer WITH CHECK (true);
CREATE POLICY by_the_sealer ON audit.seal FOR INSERT TO stratum_sealer WITH CHECK (true);

-- Reading the trail. Whoever may not read a table may not read of it here either; and tables that know a tier are
-- closed to every role that the protocol's blinding plan does not name, whatever it needs of them for its work.
CREATE FUNCTION audit.knows_tier(table_name text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT table_name IN ('trial.quota', 'trial.stratification', 'trial.frame_member', 'trial.place',
        'ecg.risk_assessment', 'analysis.data_cut')
$$;

CREATE FUNCTION audit.readable_tables() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_roles r ON r.rolname = current_setting('role')
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('identity', 'trial', 'ecg', 'analysis', 'ops')
      AND has_table_privilege(r.oid, c.oid, 'SELECT')
      -- A desk sees who its own participants are; entries of identity know everybody else too.
      AND (n.nspname <> 'identity' OR r.rolname IN ('stratum_data_manager', 'stratum_service'))
    UNION ALL SELECT 'audit.trail'
$$;

-- The places of ops.permitted(), and whether the blinding plan lets the role in force see tiers there.
CREATE FUNCTION audit.scopes() RETURNS TABLE (trial_id text, site_code text, unblinded boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.trial_id, p.site_code, EXISTS (SELECT FROM trial.unblinded_role u
        WHERE u.trial_id = p.trial_id AND 'stratum_' || u.role = current_setting('role'))
    FROM ops.permitted() p
$$;

CREATE VIEW audit.trail WITH (security_barrier) AS
SELECT e.entry_id, e.transaction_id, e.at, e.actor, e.role, e.request_id, e.reason, e.trial_id, e.site_code,
    e.operation, e.table_name, e.key, e.old, e.new, audit.line(e) AS line
FROM audit.entry e
WHERE e.table_name IN (SELECT audit.readable_tables())
  AND CASE
    WHEN e.trial_id IS NULL AND e.site_code IS NULL THEN
        (SELECT ops.administering()) OR e.table_name = 'ecg.model'
    WHEN audit.knows_tier(e.table_name) THEN
        -- A recording belongs to no trial: one blinded trial at its site closes it.
        (SELECT bool_and(s.unblinded) FROM audit.scopes() s
         WHERE s.trial_id = coalesce(e.trial_id, s.trial_id) AND s.site_code = coalesce(e.site_code, s.site_code))
    ELSE (SELECT ops.administering()) OR EXISTS (SELECT FROM audit.scopes() s
         WHERE s.trial_id = coalesce(e.trial_id, s.trial_id) AND s.site_code = coalesce(e.site_code, s.site_code))
  END;

REVOKE SELECT ON audit.entry FROM stratum_data_manager;
GRANT SELECT ON audit.trail, audit.seal, audit.signing_key TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT EXECUTE ON FUNCTION audit.readable_tables(), audit.scopes(), audit.knows_tier(text), audit.line(audit.entry) TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;

-- The sealer reads hashes and adds seals; it can read no entry and change nothing.
GRANT USAGE ON SCHEMA audit TO stratum_sealer;
GRANT SELECT, INSERT ON audit.seal, audit.signing_key TO stratum_sealer;
GRANT EXECUTE ON FUNCTION audit.leaves(bigint, bigint, bigint, bigint, bigint), audit.count_from(bigint, bigint),
    audit.horizon() TO stratum_sealer;
