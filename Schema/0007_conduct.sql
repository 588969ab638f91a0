-- The path of a participant. Every arrow is an event; the state follows from the events, and the database itself
-- refuses an arrow that the path does not have, an enrolment without consent and an enrolment past the quota.

CREATE TABLE trial.path_step (
    from_state text NOT NULL,
    event text NOT NULL,
    to_state text NOT NULL,
    PRIMARY KEY (from_state, event)
);
COMMENT ON TABLE trial.path_step IS 'The same table as ParticipantPath.steps in the domain; a test compares them.';

CREATE TABLE trial.event_role (
    event text NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (event, role)
);

INSERT INTO trial.path_step (from_state, event, to_state) VALUES
    ('candidate', 'sampled', 'sampled'),
    ('consented', 'enrolled', 'enrolled'),
    ('consented', 'lost_to_follow_up', 'lost_to_follow_up'),
    ('consented', 'withdrawn', 'withdrawn'),
    ('contacted', 'consented', 'consented'),
    ('contacted', 'declined', 'declined'),
    ('contacted', 'lost_to_follow_up', 'lost_to_follow_up'),
    ('echo_recorded', 'completed', 'completed'),
    ('echo_recorded', 'withdrawn', 'withdrawn'),
    ('echo_scheduled', 'echo_recorded', 'echo_recorded'),
    ('echo_scheduled', 'echo_scheduled', 'echo_scheduled'),
    ('echo_scheduled', 'lost_to_follow_up', 'lost_to_follow_up'),
    ('echo_scheduled', 'withdrawn', 'withdrawn'),
    ('enrolled', 'echo_recorded', 'echo_recorded'),
    ('enrolled', 'echo_scheduled', 'echo_scheduled'),
    ('enrolled', 'lost_to_follow_up', 'lost_to_follow_up'),
    ('enrolled', 'withdrawn', 'withdrawn'),
    ('sampled', 'contacted', 'contacted');

INSERT INTO trial.event_role (event, role) VALUES
    ('sampled', 'data_manager'),
    ('contacted', 'coordinator'), ('consented', 'coordinator'), ('declined', 'coordinator'),
    ('enrolled', 'coordinator'), ('echo_scheduled', 'coordinator'), ('echo_recorded', 'echo_reader'),
    ('withdrawn', 'coordinator'), ('lost_to_follow_up', 'coordinator'), ('completed', 'data_manager');

CREATE TABLE trial.participant_event (
    participant_id uuid NOT NULL REFERENCES trial.participant,
    sequence integer NOT NULL CHECK (sequence > 0),
    event text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text CONSTRAINT reason_has_at_most_500_characters CHECK (length(reason) <= 500),
    PRIMARY KEY (participant_id, sequence),
    CONSTRAINT no_event_lies_in_the_future CHECK (occurred_at <= recorded_at + interval '5 minutes')
);
CREATE INDEX enrolments ON trial.participant_event (participant_id) WHERE event = 'enrolled';

CREATE TABLE trial.consent (
    participant_id uuid PRIMARY KEY REFERENCES trial.participant,
    form_version text NOT NULL CHECK (length(form_version) BETWEEN 1 AND 40),
    language text NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
    method text NOT NULL CHECK (method IN ('paper', 'electronic', 'telephone')),
    consented_at timestamptz NOT NULL,
    confirmed text[] NOT NULL,
    -- The version this participant is pinned to.
    trial_id text NOT NULL,
    protocol_version integer NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (trial_id, protocol_version) REFERENCES trial.protocol_version,
    CONSTRAINT no_consent_lies_in_the_future CHECK (consented_at <= recorded_at + interval '5 minutes')
);
CREATE INDEX consent_by_protocol ON trial.consent (trial_id, protocol_version);

-- Ascending; the same words as EchoStudy.Grade.
CREATE DOMAIN trial.grade AS text
    CHECK (VALUE IN ('none', 'trace', 'mild', 'mild-moderate', 'moderate', 'moderate-severe', 'severe'));

CREATE TABLE trial.echo_study (
    participant_id uuid NOT NULL REFERENCES trial.participant,
    revision integer NOT NULL CHECK (revision > 0),
    performed_on date NOT NULL,
    reader text NOT NULL,
    lvef_percent double precision,
    septum_mm double precision,
    posterior_wall_mm double precision,
    aortic_stenosis trial.grade,
    aortic_regurgitation trial.grade,
    mitral_regurgitation trial.grade,
    mitral_stenosis trial.grade,
    tricuspid_regurgitation trial.grade,
    pulmonary_regurgitation trial.grade,
    rv_systolic_dysfunction trial.grade,
    pericardial_effusion text CHECK (pericardial_effusion IN ('none', 'trivial', 'small', 'moderate', 'large')),
    pasp_mmhg double precision,
    tr_velocity_m_s double precision,
    image_quality text CHECK (image_quality IN ('good', 'fair', 'poor')),
    not_assessable text[] NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (participant_id, revision),
    CONSTRAINT no_echo_lies_in_the_future CHECK (performed_on <= (recorded_at + interval '1 day')::date),
    CHECK (lvef_percent BETWEEN 0 AND 100),
    CHECK (septum_mm > 0 AND posterior_wall_mm > 0),
    CHECK (pasp_mmhg >= 0 AND tr_velocity_m_s >= 0)
);

-- Whether the acting account may see a participant in the role in force.
CREATE FUNCTION trial.permits(participant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM trial.participant p JOIN ops.permitted() o USING (trial_id, site_code)
        WHERE p.participant_id = participant)
$$;

-- ST001: one code and one text for every enrolment that finds no place, so that a refusal tells nothing.
CREATE FUNCTION trial.take_place(participant trial.participant) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own_tier text;
    taken bigint;
    places integer;
BEGIN
    IF NOT EXISTS (SELECT FROM trial.consent c WHERE c.participant_id = participant.participant_id) THEN
        RAISE EXCEPTION 'consent has not been recorded' USING ERRCODE = 'ST002';
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

CREATE FUNCTION trial.apply_event() RETURNS trigger
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
    SELECT s.to_state INTO next_state FROM trial.path_step s
    WHERE s.from_state = moved.state AND s.event = NEW.event;
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
CREATE TRIGGER along_the_path BEFORE INSERT ON trial.participant_event
    FOR EACH ROW EXECUTE FUNCTION trial.apply_event();

CALL audit.watch('trial.participant_event', true);
CALL audit.watch('trial.consent', true);
CALL audit.watch('trial.echo_study', true);
CALL audit.watch('trial.path_step', true);
CALL audit.watch('trial.event_role', true);

ALTER TABLE trial.participant_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.echo_study ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.path_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.event_role ENABLE ROW LEVEL SECURITY;
-- Asked once a statement, not once a row: participants are under row security themselves.
CREATE POLICY of_seen_participants ON trial.participant_event
    USING (participant_id IN (SELECT p.participant_id FROM trial.participant p));
CREATE POLICY of_seen_participants ON trial.consent
    USING (participant_id IN (SELECT p.participant_id FROM trial.participant p));
CREATE POLICY of_seen_participants ON trial.echo_study
    USING (participant_id IN (SELECT p.participant_id FROM trial.participant p));

GRANT SELECT, INSERT ON trial.participant_event TO stratum_coordinator, stratum_echo_reader, stratum_data_manager;
GRANT SELECT ON trial.participant_event TO stratum_statistician, stratum_monitor, stratum_principal_investigator;
GRANT SELECT, INSERT ON trial.consent TO stratum_coordinator;
GRANT SELECT ON trial.consent TO stratum_statistician, stratum_monitor, stratum_data_manager;
GRANT SELECT, INSERT ON trial.echo_study TO stratum_echo_reader;
GRANT SELECT ON trial.echo_study TO stratum_statistician, stratum_data_manager;
