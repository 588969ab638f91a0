-- From scored patients to drawn participants. Every table that knows a tier is closed to blinded roles as a whole;
-- what a desk may see (trial.participant) has no such column.

-- What the record says of a patient at a site; the newest row counts.
CREATE TABLE trial.clinical_history (
    patient_key uuid NOT NULL REFERENCES identity.patient,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    site_code text NOT NULL REFERENCES trial.site,
    last_echo_on date,
    -- The record was searched and holds no echocardiogram; neither this nor a day: unknown.
    never_echoed boolean NOT NULL,
    known_diseases text[],
    care_setting text,
    life_expectancy_under_one_year boolean,
    PRIMARY KEY (patient_key, recorded_at),
    CHECK (last_echo_on IS NULL OR NOT never_echoed)
);
CREATE INDEX clinical_history_by_site ON trial.clinical_history (site_code);

CREATE TABLE trial.frame (
    trial_id text NOT NULL REFERENCES trial.trial,
    frame_number integer NOT NULL CHECK (frame_number > 0),
    protocol_version integer NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    seed bigint,
    PRIMARY KEY (trial_id, frame_number),
    FOREIGN KEY (trial_id, protocol_version) REFERENCES trial.protocol_version,
    CHECK ((closed_at IS NULL) = (seed IS NULL))
);
CREATE INDEX frame_by_protocol ON trial.frame (trial_id, protocol_version);
CREATE UNIQUE INDEX one_open_frame ON trial.frame (trial_id) WHERE closed_at IS NULL;

-- One row for every scored patient that was screened into the frame, eligible or not.
CREATE TABLE trial.frame_member (
    trial_id text NOT NULL,
    frame_number integer NOT NULL,
    patient_key uuid NOT NULL REFERENCES identity.patient,
    site_code text NOT NULL REFERENCES trial.site,
    recording_id uuid NOT NULL,
    assessment_id uuid NOT NULL,
    tier text NOT NULL,
    eligible boolean NOT NULL,
    reasons text[] NOT NULL,
    screened_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trial_id, frame_number, patient_key),
    FOREIGN KEY (trial_id, frame_number) REFERENCES trial.frame,
    FOREIGN KEY (patient_key, assessment_id) REFERENCES ecg.risk_assessment,
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording,
    CHECK (eligible = (cardinality(reasons) = 0))
);
CREATE INDEX frame_member_by_patient ON trial.frame_member (patient_key);
CREATE INDEX frame_member_by_assessment ON trial.frame_member (patient_key, assessment_id);
CREATE INDEX frame_member_by_recording ON trial.frame_member (patient_key, recording_id);
CREATE INDEX frame_member_by_site ON trial.frame_member (site_code);

-- The seeded random order of each tier: the first are sampled, the others replace those who decline.
CREATE TABLE trial.place (
    trial_id text NOT NULL,
    frame_number integer NOT NULL,
    patient_key uuid NOT NULL REFERENCES identity.patient,
    tier text NOT NULL,
    draw_order integer NOT NULL CHECK (draw_order > 0),
    PRIMARY KEY (trial_id, patient_key),
    UNIQUE (trial_id, frame_number, tier, draw_order),
    FOREIGN KEY (trial_id, frame_number, patient_key) REFERENCES trial.frame_member
);
CREATE INDEX place_by_patient ON trial.place (patient_key);
CREATE INDEX place_by_member ON trial.place (trial_id, frame_number, patient_key);

CREATE TABLE trial.participant (
    participant_id uuid PRIMARY KEY,
    trial_id text NOT NULL REFERENCES trial.trial,
    patient_key uuid NOT NULL REFERENCES identity.patient,
    site_code text NOT NULL REFERENCES trial.site,
    subject_number text NOT NULL,
    -- Shuffled across tiers: the order of the contact list says nothing.
    contact_order integer NOT NULL
        CONSTRAINT at_most_9999_participants_a_site CHECK (contact_order BETWEEN 1 AND 9999),
    state text NOT NULL DEFAULT 'candidate',
    ecg_acquired_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (trial_id, patient_key),
    UNIQUE (trial_id, subject_number),
    UNIQUE (trial_id, site_code, contact_order),
    FOREIGN KEY (trial_id, patient_key) REFERENCES trial.place
);
CREATE INDEX participant_by_patient ON trial.participant (patient_key);
CREATE INDEX participant_by_site ON trial.participant (site_code);

CALL audit.watch('trial.clinical_history', true);
CALL audit.watch('trial.frame', false);
CALL audit.watch('trial.frame_member', false);
CALL audit.watch('trial.place', true);
CALL audit.watch('trial.participant', false);

ALTER TABLE trial.clinical_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.frame ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.frame_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.place ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.participant ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_own_sites ON trial.clinical_history
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY of_own_trials ON trial.frame USING (trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY of_own_sites ON trial.frame_member
    USING ((trial_id, site_code) IN (SELECT p.trial_id, p.site_code FROM ops.permitted() p));
CREATE POLICY of_own_trials ON trial.place USING (trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY of_own_sites ON trial.participant
    USING ((trial_id, site_code) IN (SELECT p.trial_id, p.site_code FROM ops.permitted() p));

-- A desk sees who its participants are, and nobody else.
CREATE POLICY of_own_participants ON identity.patient FOR SELECT TO stratum_coordinator
    USING (EXISTS (SELECT FROM trial.participant p WHERE p.patient_key = patient.patient_key));
GRANT SELECT ON identity.patient TO stratum_coordinator;

GRANT SELECT, INSERT ON trial.clinical_history TO stratum_service, stratum_data_manager;
GRANT SELECT, INSERT, UPDATE ON trial.frame TO stratum_data_manager;
GRANT SELECT, INSERT, DELETE ON trial.frame_member TO stratum_data_manager;
GRANT SELECT, INSERT ON trial.place TO stratum_data_manager;
-- A participant enters in the first state; from there on only events move it.
GRANT SELECT, INSERT (participant_id, trial_id, patient_key, site_code, subject_number, contact_order, ecg_acquired_on)
    ON trial.participant TO stratum_data_manager;
GRANT SELECT ON trial.frame, trial.frame_member, trial.place, trial.participant TO stratum_statistician;
GRANT SELECT ON trial.participant TO stratum_coordinator, stratum_echo_reader, stratum_adjudicator,
    stratum_principal_investigator, stratum_monitor;

-- A closed frame is history: its members can neither join nor leave it.
CREATE FUNCTION trial.refuse_change_of_closed_frame() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    member trial.frame_member := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM trial.frame f WHERE f.trial_id = member.trial_id
               AND f.frame_number = member.frame_number AND f.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'frame % is closed', member.frame_number
            USING ERRCODE = 'ST003', HINT = 'Screen again: newly scored patients go into the next frame.';
    END IF;
    RETURN member;
END
$$;
CREATE TRIGGER only_while_open BEFORE INSERT OR UPDATE OR DELETE ON trial.frame_member
    FOR EACH ROW EXECUTE FUNCTION trial.refuse_change_of_closed_frame();

CREATE FUNCTION trial.refuse_reopening() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'frame % is closed', OLD.frame_number USING ERRCODE = 'ST003';
END
$$;
CREATE TRIGGER closed_for_good BEFORE UPDATE OR DELETE ON trial.frame
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION trial.refuse_reopening();
