-- Who a patient is: every look leaves a trace, the key can change while others work, and no person is enrolled twice.

-- The keys that identities are sealed under, by name; the keys themselves never come here.
CREATE TABLE identity.sealing_key (
    key_id text PRIMARY KEY CHECK (length(key_id) BETWEEN 1 AND 64),
    state text NOT NULL CHECK (state IN ('current', 'retiring', 'retired')),
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX one_current_key ON identity.sealing_key (state) WHERE state = 'current';
CREATE INDEX patient_by_key ON identity.patient (key_id, patient_key);

-- Keyed hashes without a site: by them one person is recognised at two sites, or under two numbers. During a rotation
-- a patient has those of both keys, so that any two patients can be compared at any moment.
CREATE TABLE identity.person_mark (
    patient_key uuid NOT NULL REFERENCES identity.patient,
    key_id text NOT NULL REFERENCES identity.sealing_key,
    kind text NOT NULL CHECK (kind IN ('record_number', 'name_and_birth_date')),
    mark bytea NOT NULL CHECK (octet_length(mark) = 32),
    PRIMARY KEY (patient_key, key_id, kind)
);
CREATE INDEX person_mark_by_mark ON identity.person_mark (mark);
CREATE INDEX person_mark_by_key ON identity.person_mark (key_id);

-- A desk's decision that two participants who look like one person are two.
CREATE TABLE trial.distinct_person (
    participant_id uuid NOT NULL REFERENCES trial.participant,
    other_participant_id uuid NOT NULL REFERENCES trial.participant,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_by text NOT NULL,
    reason text NOT NULL CONSTRAINT reason_has_1_to_500_characters CHECK (length(btrim(reason)) BETWEEN 1 AND 500),
    PRIMARY KEY (participant_id, other_participant_id),
    CHECK (participant_id <> other_participant_id)
);
CREATE INDEX distinct_person_by_other ON trial.distinct_person (other_participant_id);

-- An image as audit keeps it of the schema identity. Audit cannot forget: what is sealed enters as a digest, and keyed
-- hashes not at all, so that an old key is worth nothing once a rotation is done.
CREATE FUNCTION audit.without_identity(image jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT image - ARRAY['record_number_hash', 'mark']
        || CASE WHEN image ? 'sealed' THEN jsonb_build_object(
            'sealed', jsonb_build_object('sha256', encode(sha256(convert_to(image ->> 'sealed', 'UTF8')), 'hex')))
        ELSE '{}' END
$$;

-- As in 0009, but for the schema identity.
CREATE OR REPLACE FUNCTION audit.enter(operation text, object text, key jsonb, old jsonb, new jsonb, trial_id text,
    site_code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END;
    reason text := nullif(current_setting('stratum.reason', true), '');
BEGIN
    IF reason IS NULL AND pg_has_role('stratum_app', role, 'MEMBER') THEN
        RAISE EXCEPTION '% of % without a reason', operation, object
            USING ERRCODE = 'ST004', HINT = 'Set stratum.reason in the transaction.';
    END IF;
    IF object LIKE 'identity.%' THEN
        old := audit.without_identity(old);
        new := audit.without_identity(new);
    END IF;
    INSERT INTO audit.entry
        (actor, role, request_id, reason, table_name, operation, key, old, new, trial_id, site_code)
    VALUES (
        coalesce(nullif(current_setting('stratum.account', true), ''), 'login:' || session_user), role,
        nullif(current_setting('stratum.request_id', true), ''), reason,
        object, operation, key, old, new, trial_id,
        coalesce(site_code, nullif(current_setting('stratum.site', true), '')));
END
$$;

-- As in 0009; a role that may read some columns of a table reads its trail, and nobody needs to read the tables below.
CREATE OR REPLACE FUNCTION audit.readable_tables() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_roles r ON r.rolname = current_setting('role')
    WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('identity', 'trial', 'ecg', 'analysis', 'ops')
      AND has_any_column_privilege(r.oid, c.oid, 'SELECT')
      AND (n.nspname <> 'identity' OR r.rolname IN ('stratum_data_manager', 'stratum_service'))
    UNION ALL SELECT 'audit.trail'
    UNION ALL SELECT 'identity.sealing_key' WHERE current_setting('role') = 'stratum_administrator'
    UNION ALL SELECT 'trial.distinct_person' WHERE current_setting('role') = 'stratum_data_manager'
$$;

CALL audit.watch('identity.sealing_key', false);
CALL audit.watch('identity.person_mark', false);
CALL audit.watch('trial.distinct_person', true);
ALTER TABLE identity.sealing_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.person_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.distinct_person ENABLE ROW LEVEL SECURITY;

-- A database from before: the key last used is current. Its patients get their marks at the next import or rotation.
INSERT INTO identity.sealing_key (key_id, state)
SELECT key_id, CASE row_number() OVER (ORDER BY max(created_at) DESC) WHEN 1 THEN 'current' ELSE 'retiring' END
FROM identity.patient GROUP BY key_id;

-- No role reads or writes identities but through the functions below, which leave a trace. RLS still bounds the rest.
REVOKE ALL ON identity.patient FROM stratum_service, stratum_data_manager, stratum_coordinator;
GRANT SELECT (patient_key, site_code, key_id, created_at) ON identity.patient
    TO stratum_service, stratum_data_manager, stratum_coordinator;
DROP POLICY into_own_sites ON identity.patient;
GRANT USAGE ON SCHEMA identity TO stratum_administrator;

-- The keys in force, the current one first. Held until the transaction ends: no rotation begins or ends in between.
CREATE FUNCTION identity.keys_in_force() RETURNS TABLE (key_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7306081247);
    RETURN QUERY SELECT k.key_id FROM identity.sealing_key k WHERE k.state <> 'retired' ORDER BY k.state, k.key_id;
END
$$;

-- ST010: what is being written was sealed under a key that is not the current one.
CREATE FUNCTION identity.require_current(under_key text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The first key that is ever used here becomes the current one.
    INSERT INTO identity.sealing_key (key_id, state)
    SELECT under_key, 'current' WHERE NOT EXISTS (SELECT FROM identity.sealing_key) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM identity.sealing_key k WHERE k.key_id = under_key AND k.state = 'current') THEN
        RAISE EXCEPTION 'identities are sealed under another key here' USING ERRCODE = 'ST010';
    END IF;
END
$$;

-- A lookup is a read: who looked, where, and whether somebody was there. Never for what.
CREATE FUNCTION identity.record_lookup(found uuid, of_trial text, at_site text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT audit.record_access('READ', 'identity.patient',
        CASE WHEN found IS NULL THEN jsonb_build_object('lookup', 'miss')
             ELSE jsonb_build_object('patient_key', found, 'lookup', 'hit') END,
        of_trial, at_site)
$$;

CREATE FUNCTION identity.keep_marks(patient uuid, mark_keys text[], kinds text[], marks bytea[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO identity.person_mark (patient_key, key_id, kind, mark)
    SELECT patient, m.key_id, m.kind, m.mark FROM unnest(mark_keys, kinds, marks) AS m (key_id, kind, mark)
    ON CONFLICT DO NOTHING
$$;

-- The patient with one of these hashes of a record number at a site; made under the first of them where there is none.
CREATE FUNCTION identity.find_or_add(at_site text, hashes bytea[], fresh uuid, fresh_sealed bytea, under_key text,
    mark_keys text[], kinds text[], marks bytea[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found uuid;
BEGIN
    IF at_site NOT IN (SELECT p.site_code FROM ops.permitted() p) THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7306081247);
    PERFORM identity.require_current(under_key);
    SELECT p.patient_key INTO found FROM identity.patient p
    WHERE p.site_code = at_site AND p.record_number_hash = ANY (hashes);
    IF found IS NULL THEN
        INSERT INTO identity.patient (patient_key, site_code, record_number_hash, sealed, key_id)
        VALUES (fresh, at_site, hashes[1], fresh_sealed, under_key)
        ON CONFLICT (site_code, record_number_hash) DO NOTHING RETURNING patient_key INTO found;
        IF found IS NULL THEN -- another import of the same patient was faster
            SELECT p.patient_key INTO STRICT found FROM identity.patient p
            WHERE p.site_code = at_site AND p.record_number_hash = hashes[1];
        END IF;
    END IF;
    IF found <> fresh THEN PERFORM identity.record_lookup(found, NULL, at_site); END IF;
    PERFORM identity.keep_marks(found, mark_keys, kinds, marks);
    RETURN found;
END
$$;

-- Patients by hashes of their record numbers: `line` says which of the caller's numbers a hash is of.
CREATE FUNCTION identity.find(lines integer[], sites text[], hashes bytea[])
RETURNS TABLE (line integer, patient_key uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked record;
BEGIN
    FOR asked IN
        SELECT w.line, w.site, (array_agg(p.patient_key) FILTER (WHERE p.patient_key IS NOT NULL))[1] AS found
        FROM unnest(lines, sites, hashes) AS w (line, site, hash)
        LEFT JOIN identity.patient p ON p.site_code = w.site AND p.record_number_hash = w.hash
            AND w.site IN (SELECT o.site_code FROM ops.permitted() o)
        GROUP BY w.line, w.site ORDER BY w.line
    LOOP
        PERFORM identity.record_lookup(asked.found, NULL, asked.site);
        IF asked.found IS NOT NULL THEN
            line := asked.line;
            patient_key := asked.found;
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;

-- The same for a desk, among its own participants: who is a patient elsewhere, or not drawn, is not there.
CREATE FUNCTION identity.find_participants(of_trial text, sites text[], hashes bytea[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own record;
    hit boolean := false;
BEGIN
    FOR own IN
        SELECT DISTINCT p.patient_key, t.site_code
        FROM unnest(sites, hashes) AS w (site, hash)
        JOIN identity.patient p ON p.site_code = w.site AND p.record_number_hash = w.hash
        JOIN trial.participant t ON t.patient_key = p.patient_key AND t.trial_id = of_trial
        JOIN ops.permitted() o ON o.trial_id = t.trial_id AND o.site_code = t.site_code
    LOOP
        hit := true;
        PERFORM identity.record_lookup(own.patient_key, of_trial, own.site_code);
        RETURN NEXT own.patient_key;
    END LOOP;
    IF NOT hit THEN PERFORM identity.record_lookup(NULL, of_trial, sites[1]); END IF;
END
$$;

-- The sealed identities of a desk's own participants. One entry a patient, so that it can be asked who saw them; and a
-- line in the server's log, which a rollback does not take back.
CREATE FUNCTION identity.read(of_trial text, patients uuid[])
RETURNS TABLE (patient_key uuid, sealed bytea, key_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own record;
    seen integer := 0;
BEGIN
    FOR own IN
        SELECT p.patient_key, p.sealed, p.key_id, t.site_code
        FROM trial.participant t
        JOIN ops.permitted() o ON o.trial_id = t.trial_id AND o.site_code = t.site_code
        JOIN identity.patient p ON p.patient_key = t.patient_key
        WHERE t.trial_id = of_trial AND t.patient_key = ANY (patients)
    LOOP
        PERFORM audit.record_access('READ', 'identity.patient', jsonb_build_object('patient_key', own.patient_key),
            of_trial, own.site_code);
        seen := seen + 1;
        patient_key := own.patient_key;
        sealed := own.sealed;
        key_id := own.key_id;
        RETURN NEXT;
    END LOOP;
    RAISE LOG 'stratum: % identities of trial % read by %', seen, of_trial, current_setting('stratum.account', true);
END
$$;

GRANT EXECUTE ON FUNCTION identity.keys_in_force() TO stratum_service, stratum_data_manager, stratum_coordinator;
GRANT EXECUTE ON FUNCTION
    identity.find_or_add(text, bytea[], uuid, bytea, text, text[], text[], bytea[]),
    identity.find(integer[], text[], bytea[]) TO stratum_service, stratum_data_manager;
GRANT EXECUTE ON FUNCTION identity.find_participants(text, text[], bytea[]), identity.read(text, uuid[])
    TO stratum_coordinator;

-- Rotation. A key retires while its rows are sealed anew in batches; both keys are in force until none is left.
CREATE FUNCTION identity.require_administrator() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT ops.administering() THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

CREATE FUNCTION identity.keys() RETURNS TABLE (key_id text, state text, patients bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM identity.require_administrator();
    RETURN QUERY
        SELECT k.key_id, k.state, (SELECT count(*) FROM identity.patient p WHERE p.key_id = k.key_id)
        FROM identity.sealing_key k ORDER BY k.state, k.key_id;
END
$$;

-- Waits for writers that hold the keys in force; those who come after see both.
CREATE FUNCTION identity.begin_rotation(from_key text, to_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM identity.require_administrator();
    PERFORM pg_advisory_xact_lock(7306081247);
    PERFORM identity.require_current(from_key);
    IF from_key = to_key OR EXISTS (SELECT FROM identity.sealing_key k WHERE k.key_id = to_key OR k.state = 'retiring')
    THEN
        RAISE EXCEPTION 'a rotation is unfinished, or the new key was in use before' USING ERRCODE = 'ST010';
    END IF;
    UPDATE identity.sealing_key SET state = 'retiring', since = clock_timestamp() WHERE state = 'current';
    INSERT INTO identity.sealing_key (key_id, state) VALUES (to_key, 'current');
END
$$;

-- Skips who is being worked on: a batch never waits for others while it keeps others waiting.
CREATE FUNCTION identity.unrotated(at_most integer)
RETURNS TABLE (patient_key uuid, site_code text, sealed bytea, key_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM identity.require_administrator();
    RETURN QUERY
        SELECT p.patient_key, p.site_code, p.sealed, p.key_id FROM identity.patient p
        WHERE p.key_id IN (SELECT k.key_id FROM identity.sealing_key k WHERE k.state = 'retiring')
        ORDER BY p.key_id, p.patient_key LIMIT at_most FOR UPDATE SKIP LOCKED;
END
$$;

CREATE FUNCTION identity.reseal(patients uuid[], seals bytea[], hashes bytea[], under_key text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed integer;
BEGIN
    PERFORM identity.require_administrator();
    PERFORM identity.require_current(under_key);
    UPDATE identity.patient p SET sealed = n.sealed, record_number_hash = n.hash, key_id = under_key
    FROM unnest(patients, seals, hashes) AS n (patient_key, sealed, hash)
    WHERE p.patient_key = n.patient_key AND p.key_id <> under_key;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;

CREATE FUNCTION identity.remark(patients uuid[], under_key text, kinds text[], marks bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM identity.require_administrator();
    INSERT INTO identity.person_mark (patient_key, key_id, kind, mark)
    SELECT m.patient_key, under_key, m.kind, m.mark FROM unnest(patients, kinds, marks) AS m (patient_key, kind, mark)
    ON CONFLICT DO NOTHING;
END
$$;

-- Some of the marks under keys that seal nobody any more.
CREATE FUNCTION identity.forget_marks(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    PERFORM identity.require_administrator();
    DELETE FROM identity.person_mark m USING (
        SELECT o.patient_key, o.key_id, o.kind FROM identity.person_mark o
        JOIN identity.sealing_key k ON k.key_id = o.key_id AND k.state = 'retiring'
        WHERE NOT EXISTS (SELECT FROM identity.patient p WHERE p.key_id = k.key_id)
        LIMIT at_most FOR UPDATE OF o SKIP LOCKED) old
    WHERE (m.patient_key, m.key_id, m.kind) = (old.patient_key, old.key_id, old.kind);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

-- The keys that are retired now: nothing in this database needs them any more.
CREATE FUNCTION identity.finish_rotation() RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM identity.require_administrator();
    PERFORM pg_advisory_xact_lock(7306081247);
    IF EXISTS (SELECT FROM identity.patient p JOIN identity.sealing_key k USING (key_id) WHERE k.state = 'retiring') THEN
        RAISE EXCEPTION 'identities are still sealed under the old key' USING ERRCODE = 'ST010';
    END IF;
    DELETE FROM identity.person_mark m USING identity.sealing_key k WHERE k.key_id = m.key_id AND k.state = 'retiring';
    RETURN QUERY UPDATE identity.sealing_key k SET state = 'retired', since = clock_timestamp()
        WHERE k.state = 'retiring' RETURNING k.key_id;
END
$$;

GRANT EXECUTE ON FUNCTION identity.keys(), identity.begin_rotation(text, text), identity.unrotated(integer),
    identity.reseal(uuid[], bytea[], bytea[], text), identity.remark(uuid[], text, text[], bytea[]),
    identity.forget_marks(integer), identity.finish_rotation() TO stratum_administrator;

-- Participants of the same trial who were ever enrolled, look like this one, and were not decided to be somebody else.
CREATE FUNCTION trial.enrolled_likenesses(of_participant uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT other.participant_id
    FROM trial.participant own
    JOIN identity.person_mark m ON m.patient_key = own.patient_key
    JOIN identity.person_mark n ON n.mark = m.mark AND n.patient_key <> m.patient_key
    JOIN trial.participant other ON other.patient_key = n.patient_key AND other.trial_id = own.trial_id
    WHERE own.participant_id = of_participant
      AND EXISTS (SELECT FROM trial.participant_event e
                  WHERE e.participant_id = other.participant_id AND e.event = 'enrolled')
      AND NOT EXISTS (SELECT FROM trial.distinct_person d
                      WHERE (d.participant_id = own.participant_id AND d.other_participant_id = other.participant_id)
                         OR (d.participant_id = other.participant_id AND d.other_participant_id = own.participant_id))
$$;

-- Whether a desk should look twice before it enrols one of its own. Says neither who the other is, nor where.
CREATE FUNCTION trial.may_be_enrolled_already(of_participant uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN trial.permits(of_participant) AND EXISTS (SELECT FROM trial.enrolled_likenesses(of_participant));
END
$$;

-- Keeps the decision that a participant is nobody who is enrolled by now; whether there was anything to decide.
CREATE FUNCTION trial.decide_distinct(of_participant uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT trial.permits(of_participant) THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- In the queue of enrolments: nobody is enrolled between the decision and the enrolment it is for.
    PERFORM FROM trial.trial t WHERE t.trial_id =
        (SELECT p.trial_id FROM trial.participant p WHERE p.participant_id = of_participant) FOR NO KEY UPDATE;
    INSERT INTO trial.distinct_person (participant_id, other_participant_id, decided_by, reason)
    SELECT of_participant, l, current_setting('stratum.account', true), why
    FROM trial.enrolled_likenesses(of_participant) AS l;
    RETURN FOUND;
END
$$;

-- As in 0007, and ST011 before any quota is looked at: the answer to a possible duplicate depends on no tier.
CREATE OR REPLACE FUNCTION trial.take_place(participant trial.participant) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own_tier text;
    taken bigint;
    places integer;
BEGIN
    IF NOT EXISTS (SELECT FROM trial.consent c WHERE c.participant_id = participant.participant_id) THEN
        RAISE EXCEPTION 'consent has not been recorded' USING ERRCODE = 'ST002';
    END IF;
    IF EXISTS (SELECT FROM trial.enrolled_likenesses(participant.participant_id)) THEN
        RAISE EXCEPTION 'this person may be enrolled already' USING ERRCODE = 'ST011';
    END IF;
    SELECT tier INTO STRICT own_tier FROM trial.place
    WHERE trial_id = participant.trial_id AND patient_key = participant.patient_key;
    SELECT count(*) INTO taken
    FROM trial.place pl
    JOIN trial.participant p ON p.trial_id = pl.trial_id AND p.patient_key = pl.patient_key
    WHERE pl.trial_id = participant.trial_id AND pl.tier = own_tier
      AND EXISTS (SELECT FROM trial.participant_event e
                  WHERE e.participant_id = p.participant_id AND e.event = 'enrolled');
    SELECT q.places INTO places FROM trial.quota q WHERE q.trial_id = participant.trial_id AND q.tier = own_tier;
    IF taken >= coalesce(places, 0) THEN
        RAISE EXCEPTION 'enrolment is closed for this participant' USING ERRCODE = 'ST001';
    END IF;
END
$$;

-- Pairs of participants who look like one person, by subject number; nothing of who they are.
CREATE FUNCTION trial.likenesses(of_trial text) RETURNS TABLE (subject text, subject_state text, other text,
    other_state text, agree text[], decided_by text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.subject_number, a.state, b.subject_number, b.state, array_agg(DISTINCT m.kind ORDER BY m.kind),
        min(d.decided_by), min(d.reason)
    FROM identity.person_mark m
    JOIN identity.person_mark n ON n.mark = m.mark AND n.patient_key <> m.patient_key
    JOIN trial.participant a ON a.patient_key = m.patient_key AND a.trial_id = of_trial
    JOIN trial.participant b ON b.patient_key = n.patient_key AND b.trial_id = of_trial
        AND a.subject_number < b.subject_number
    LEFT JOIN trial.distinct_person d ON (d.participant_id, d.other_participant_id)
        IN ((a.participant_id, b.participant_id), (b.participant_id, a.participant_id))
    WHERE (a.trial_id, a.site_code) IN (SELECT o.trial_id, o.site_code FROM ops.permitted() o)
      AND (b.trial_id, b.site_code) IN (SELECT o.trial_id, o.site_code FROM ops.permitted() o)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 3
$$;

GRANT EXECUTE ON FUNCTION trial.may_be_enrolled_already(uuid), trial.decide_distinct(uuid, text) TO stratum_coordinator;
GRANT EXECUTE ON FUNCTION trial.likenesses(text) TO stratum_data_manager;
