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
    INSERT INTO audit.entry (actor, role, request_id, reason, table_name, operation, key, old, new, trial_id, site_code)
    VALUES (
        coalesce(nullif(current_setting('stratum.account', true), ''), 'login:' || session_user),
        CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END,
        nullif(current_setting('stratum.request_id', true), ''),
        nullif(current_setting('stratum.reason', true), ''),
        TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, row_key, before_image, after_image,
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
    INSERT INTO audit.entry (actor, role, request_id, reason, table_name, operation, key, trial_id, site_code)
    VALUES (
        coalesce(nullif(current_setting('stratum.account', true), ''), 'login:' || session_user),
        CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END,
        nullif(current_setting('stratum.request_id', true), ''),
        nullif(current_setting('stratum.reason', true), ''),
        object, operation, key, trial_id, site_code);
END
$$;

GRANT USAGE ON SCHEMA audit TO stratum_app,
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT EXECUTE ON FUNCTION audit.record_access(text, text, jsonb, text, text) TO stratum_app,
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
