-- One entry for every insert, update and delete in identity, trial and ecg, written by trigger in the same transaction.
CREATE TABLE audit.entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    actor text NOT NULL,
    role text NOT NULL,
    request_id text,
    reason text,
    table_name text NOT NULL,
    operation text NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
    key jsonb NOT NULL,
    -- An update keeps the columns that changed, with NULL written out: a value that came or went is a change too.
    old jsonb,
    new jsonb
);
CREATE INDEX entry_by_row ON audit.entry (table_name, (key::text));
COMMENT ON TABLE audit.entry IS 'Append-only; no role of the application may change it, nor may its owner by accident.';

-- Refuses every change to rows that are written once.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME
        USING ERRCODE = 'ST003', HINT = 'Record a new row; what was saved stays.';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- A row as JSON in which large values are digests: audit proves which bytes were saved without keeping them twice.
CREATE FUNCTION audit.row_image(image jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key,
        CASE WHEN jsonb_typeof(value) = 'string' AND length(value #>> '{}') > 1024
             THEN jsonb_build_object(
                 'sha256', encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex'),
                 'characters', length(value #>> '{}'))
             ELSE value END), '{}'::jsonb)
    FROM jsonb_each(image)
$$;

-- Trigger arguments: the names of the table's key columns.
CREATE FUNCTION audit.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before_image jsonb := CASE WHEN TG_OP <> 'INSERT' THEN audit.row_image(to_jsonb(OLD)) END;
    after_image jsonb := CASE WHEN TG_OP <> 'DELETE' THEN audit.row_image(to_jsonb(NEW)) END;
    row_key jsonb;
BEGIN
    SELECT jsonb_object_agg(name, coalesce(after_image, before_image) -> name)
    INTO row_key FROM unnest(TG_ARGV) AS name;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, a.value)
        INTO before_image, after_image
        FROM jsonb_each(before_image) AS b JOIN jsonb_each(after_image) AS a USING (key)
        WHERE a.value IS DISTINCT FROM b.value;
        IF before_image IS NULL THEN
            RETURN NULL; -- nothing changed
        END IF;
    END IF;
    INSERT INTO audit.entry (actor, role, request_id, reason, table_name, operation, key, old, new)
    VALUES (
        coalesce(nullif(current_setting('stratum.account', true), ''), 'login:' || session_user),
        CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END,
        nullif(current_setting('stratum.request_id', true), ''),
        nullif(current_setting('stratum.reason', true), ''),
        TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, TG_OP, row_key, before_image, after_image);
    RETURN NULL;
END
$$;

-- Puts the audit trigger on a table, and the append-only trigger where rows are written once.
CREATE PROCEDURE audit.watch(watched regclass, append_only boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key_columns text;
BEGIN
    SELECT string_agg(quote_literal(a.attname), ', ' ORDER BY k.position)
    INTO STRICT key_columns
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = watched AND i.indisprimary;
    EXECUTE format(
        'CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON %s '
        'FOR EACH ROW EXECUTE FUNCTION audit.record_change(%s)', watched, key_columns);
    IF append_only THEN
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
            'FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', watched);
    END IF;
END
$$;

GRANT SELECT ON audit.entry TO stratum_data_manager;
