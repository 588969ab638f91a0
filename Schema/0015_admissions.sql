-- A second kind of trial on the same path: patients enter by an admission whose values a model reads, everybody
-- eligible is enrolled, and it ends in follow-up. A dated set of values is a recording like an ECG is: what scores,
-- stratifies, screens, draws and reports recordings goes on as it is.

ALTER TABLE ecg.recording ADD COLUMN kind text NOT NULL DEFAULT 'ecg' CHECK (kind IN ('ecg', 'inputs'));
-- What a model reads: it is never given a recording of the other kind.
ALTER TABLE ecg.model ADD COLUMN reads text NOT NULL DEFAULT 'ecg' CHECK (reads IN ('ecg', 'inputs'));
GRANT SELECT (reads) ON ecg.model TO stratum_principal_investigator, stratum_monitor;

-- How a trial's patients enter, who of them is enrolled, and what it ends in, as its protocol says.
ALTER TABLE trial.trial
    ADD COLUMN entry text NOT NULL DEFAULT 'ecg' CHECK (entry IN ('ecg', 'admission')),
    ADD COLUMN sampling text NOT NULL DEFAULT 'quota' CHECK (sampling IN ('quota', 'everyone')),
    ADD COLUMN ending text NOT NULL DEFAULT 'echo' CHECK (ending IN ('echo', 'follow-up'));

COMMENT ON COLUMN trial.participant.ecg_acquired_on IS
    'Day of the index recording at the site; where patients enter by an admission, the day of that.';

CREATE TABLE trial.admission (
    patient_key uuid NOT NULL REFERENCES identity.patient,
    admission_id uuid NOT NULL,
    site_code text NOT NULL REFERENCES trial.site,
    admitted_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text NOT NULL,
    PRIMARY KEY (patient_key, admission_id),
    UNIQUE (patient_key, admitted_on),
    CONSTRAINT no_admission_lies_in_the_future CHECK (admitted_on <= (recorded_at + interval '1 day')::date)
);
CREATE INDEX admission_by_site ON trial.admission (site_code);

-- The values of a recording of kind `inputs`; what was not measured is left out. Other values for the same moment are
-- a correction: a further recording with a reason, and the one with the highest revision is in force.
CREATE TABLE ecg.input_set (
    patient_key uuid NOT NULL,
    recording_id uuid NOT NULL,
    admission_id uuid NOT NULL,
    measured_at timestamptz NOT NULL,
    revision integer NOT NULL CHECK (revision > 0),
    names text[] NOT NULL,
    "values" double precision[] NOT NULL,
    reason text CONSTRAINT reason_has_1_to_500_characters CHECK (length(btrim(reason)) BETWEEN 1 AND 500),
    recorded_by text NOT NULL,
    PRIMARY KEY (patient_key, recording_id),
    UNIQUE (patient_key, admission_id, measured_at, revision),
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording,
    FOREIGN KEY (patient_key, admission_id) REFERENCES trial.admission,
    CHECK (cardinality(names) = cardinality("values")),
    CHECK (array_position("values", NULL) IS NULL),
    CONSTRAINT correction_has_a_reason CHECK (revision = 1 OR reason IS NOT NULL)
);

-- How a participant's follow-up ended: a correction is a further revision, nothing is overwritten.
CREATE TABLE trial.follow_up (
    participant_id uuid NOT NULL REFERENCES trial.participant,
    revision integer NOT NULL CHECK (revision > 0),
    ended_on date NOT NULL,
    -- The kind of event, or why somebody is watched no longer without one: one of the two, in the protocol's words.
    event text,
    censoring text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text NOT NULL,
    PRIMARY KEY (participant_id, revision),
    CHECK ((event IS NULL) <> (censoring IS NULL)),
    CONSTRAINT no_follow_up_lies_in_the_future CHECK (ended_on <= (recorded_at + interval '1 day')::date)
);

CALL audit.watch('trial.admission', true);
CALL audit.watch('ecg.input_set', true);
CALL audit.watch('trial.follow_up', true);

ALTER TABLE trial.admission ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.input_set ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.follow_up ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_sites ON trial.admission
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY of_seen_recordings ON ecg.input_set USING (EXISTS (
    SELECT FROM ecg.recording r WHERE r.patient_key = input_set.patient_key AND r.recording_id = input_set.recording_id));
CREATE POLICY of_seen_participants ON trial.follow_up
    USING (participant_id IN (SELECT p.participant_id FROM trial.participant p));

GRANT SELECT ON trial.admission TO stratum_service, stratum_data_manager, stratum_statistician;
GRANT SELECT ON ecg.input_set TO stratum_service, stratum_data_manager, stratum_statistician;
GRANT SELECT, INSERT ON trial.follow_up TO stratum_coordinator, stratum_data_manager;
GRANT SELECT ON trial.follow_up TO stratum_statistician, stratum_monitor;

-- The patient with a record number at a site of a trial whose patients are entered at the desk; made where there is
-- none. Whoever may do this only in such a trial learns nothing of the patients of another.
CREATE FUNCTION trial.find_or_admit(of_trial text, at_site text, hashes bytea[], fresh uuid, fresh_sealed bytea,
    under_key text, mark_keys text[], kinds text[], marks bytea[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ops.permitted() p JOIN trial.trial t USING (trial_id)
                   WHERE p.trial_id = of_trial AND p.site_code = at_site AND t.entry = 'admission') THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN identity.find_or_add(at_site, hashes, fresh, fresh_sealed, under_key, mark_keys, kinds, marks);
END
$$;

-- Keeps one dated set of inputs of an admission, and queues it for the models that read inputs at the site. A desk that
-- may not read recordings may make one: it typed the values, and learns nothing of what a model makes of them.
-- What it says: new, unchanged, corrected; ST005: other values for the same moment without a reason.
CREATE FUNCTION trial.record_inputs(of_trial text, at_site text, patient uuid, admitted date, measured timestamptz,
    of_age integer, of_sex text, input_digest bytea, input_names text[], input_values double precision[], why text,
    preprocessing text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stay uuid;
    newest ecg.input_set;
    recording uuid := gen_random_uuid();
    account text := current_setting('stratum.account', true);
BEGIN
    IF NOT EXISTS (SELECT FROM ops.permitted() p JOIN trial.trial t USING (trial_id)
                   WHERE p.trial_id = of_trial AND p.site_code = at_site AND t.entry = 'admission')
       OR NOT EXISTS (SELECT FROM identity.patient i WHERE i.patient_key = patient AND i.site_code = at_site) THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('inputs ' || patient::text, 0));
    SELECT a.admission_id INTO stay FROM trial.admission a WHERE a.patient_key = patient AND a.admitted_on = admitted;
    IF stay IS NULL THEN
        stay := gen_random_uuid();
        INSERT INTO trial.admission (patient_key, admission_id, site_code, admitted_on, recorded_by)
        VALUES (patient, stay, at_site, admitted, account);
    END IF;
    SELECT * INTO newest FROM ecg.input_set s
    WHERE s.patient_key = patient AND s.admission_id = stay AND s.measured_at = measured
    ORDER BY s.revision DESC LIMIT 1;
    IF newest.names = input_names AND newest."values" = input_values THEN
        RETURN 'unchanged';
    END IF;
    IF newest.revision IS NOT NULL AND why IS NULL THEN
        RAISE EXCEPTION 'other values of the same moment are there already' USING ERRCODE = 'ST005',
            HINT = 'A correction needs a reason.';
    END IF;
    INSERT INTO ecg.recording (patient_key, recording_id, site_code, kind, source_format, source_sha256, acquired_at,
        age, sex, statements, remarks)
    -- A correction back to what was there before is a recording of its own.
    VALUES (patient, recording, at_site, 'inputs', 'inputs',
        sha256(input_digest || date_send(admitted) || int4send(coalesce(newest.revision, 0))), measured, of_age, of_sex, '{}', '{}');
    INSERT INTO ecg.input_set (patient_key, recording_id, admission_id, measured_at, revision, names, "values", reason,
        recorded_by)
    VALUES (patient, recording, stay, measured, coalesce(newest.revision, 0) + 1, input_names, input_values,
        CASE WHEN newest.revision IS NOT NULL THEN why END, account);
    INSERT INTO ops.scoring_job (patient_key, recording_id, weights_sha256, preprocessing_version, site_code)
    SELECT DISTINCT patient, recording, r.weights_sha256, preprocessing, r.site_code
    FROM trial.released_model r JOIN ecg.model m USING (weights_sha256)
    WHERE r.site_code = at_site AND r.mode <> 'withdrawn' AND m.reads = 'inputs'
    ON CONFLICT DO NOTHING;
    RETURN CASE WHEN newest.revision IS NULL THEN 'new' ELSE 'corrected' END;
END
$$;

GRANT EXECUTE ON FUNCTION
    trial.find_or_admit(text, text, bytea[], uuid, bytea, text, text[], text[], bytea[]),
    trial.record_inputs(text, text, uuid, date, timestamptz, integer, text, bytea, text[], double precision[], text,
        text)
    TO stratum_coordinator, stratum_data_manager;

-- The path: a trial that ends in follow-up has its event in place of the echocardiogram.
-- NULL: an arrow of every trial.
ALTER TABLE trial.path_step ADD COLUMN ending text CHECK (ending IN ('echo', 'follow-up'));
ALTER TABLE trial.path_step DISABLE TRIGGER append_only;
UPDATE trial.path_step SET ending = 'echo' WHERE event IN ('echo_scheduled', 'echo_recorded');
ALTER TABLE trial.path_step ENABLE TRIGGER append_only;
INSERT INTO trial.path_step (from_state, event, to_state, ending) VALUES
    ('enrolled', 'follow_up_recorded', 'follow_up_recorded', 'follow-up'),
    ('follow_up_recorded', 'completed', 'completed', NULL),
    ('follow_up_recorded', 'withdrawn', 'withdrawn', NULL);
INSERT INTO trial.event_role (event, role) VALUES
    ('follow_up_recorded', 'coordinator'), ('follow_up_recorded', 'data_manager');

-- As in 0007, and an arrow must be one of the trial's ending.
CREATE OR REPLACE FUNCTION trial.apply_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved trial.participant;
    next_state text;
BEGIN
    IF NOT trial.permits(NEW.participant_id)
       OR NOT EXISTS (SELECT FROM trial.event_role r
                      WHERE r.event = NEW.event AND 'stratum_' || r.role = current_setting('role')) THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.event = 'enrolled' THEN
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            -- A snapshot taken before the lock would count too few.
            RAISE EXCEPTION 'enrolment needs READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
        END IF;
        -- All enrolments of a trial queue here, whatever their tier: neither a race past the quota nor a waiting
        -- time that depends on the tier.
        PERFORM FROM trial.trial t WHERE t.trial_id =
            (SELECT p.trial_id FROM trial.participant p WHERE p.participant_id = NEW.participant_id)
            FOR NO KEY UPDATE;
    END IF;
    SELECT * INTO STRICT moved FROM trial.participant p WHERE p.participant_id = NEW.participant_id FOR UPDATE;
    SELECT s.to_state INTO next_state FROM trial.path_step s JOIN trial.trial t ON t.trial_id = moved.trial_id
    WHERE s.from_state = moved.state AND s.event = NEW.event AND coalesce(s.ending, t.ending) = t.ending;
    IF next_state IS NULL THEN
        RAISE EXCEPTION '% cannot follow %', NEW.event, moved.state USING ERRCODE = 'ST002';
    END IF;
    IF NEW.event = 'enrolled' THEN
        PERFORM trial.take_place(moved);
    END IF;
    UPDATE trial.participant SET state = next_state WHERE participant_id = NEW.participant_id;
    SELECT coalesce(max(e.sequence), 0) + 1 INTO NEW.sequence
    FROM trial.participant_event e WHERE e.participant_id = NEW.participant_id;
    RETURN NEW;
END
$$;

-- As in 0010; where everyone is enrolled no place can be missing, and nothing about tiers is looked at.
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
    IF (SELECT t.sampling FROM trial.trial t WHERE t.trial_id = participant.trial_id) = 'everyone' THEN
        RETURN;
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

-- As in 0014, and a model is judged by the recordings of the kind that it reads.
CREATE OR REPLACE FUNCTION analysis.judged_recordings(of_trial text, of_weights bytea, by_preprocessing text,
    of_output text)
RETURNS TABLE (site_code text, patient_key uuid, recording_id uuid, acquired_at timestamptz, day date,
    score double precision, reasons text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.site_code, r.patient_key, r.recording_id, r.acquired_at, (r.acquired_at AT TIME ZONE s.time_zone)::date,
        a.probabilities[array_position(a.outputs, of_output)],
        CASE WHEN a.assessment_id IS NULL THEN coalesce(q.reasons, '{}') ELSE '{}' END
    FROM ecg.recording r
    JOIN analysis.unblinded_sites(of_trial) s USING (site_code)
    JOIN ecg.model m ON m.weights_sha256 = of_weights AND m.reads = r.kind
    LEFT JOIN ecg.risk_assessment a ON a.patient_key = r.patient_key AND a.recording_id = r.recording_id
        AND a.weights_sha256 = of_weights AND a.preprocessing_version = by_preprocessing
    LEFT JOIN ecg.quality_result q ON q.patient_key = r.patient_key AND q.recording_id = r.recording_id
        AND q.preprocessing_version = by_preprocessing
$$;
