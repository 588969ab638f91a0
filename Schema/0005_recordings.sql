-- High-volume tables: every key begins with patient_key, so that they can be hash-distributed, and uniqueness
-- within a patient tells no site about another's files.
CREATE TABLE identity.patient (
    patient_key uuid PRIMARY KEY,
    site_code text NOT NULL REFERENCES trial.site,
    -- HMAC-SHA-256 of the record number under a key that the database never sees.
    record_number_hash bytea NOT NULL CHECK (octet_length(record_number_hash) = 32),
    -- AES-GCM over record number, name and birth date, bound to this patient_key.
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 28 AND 4096),
    key_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (site_code, record_number_hash)
);

CREATE TABLE ecg.recording (
    patient_key uuid NOT NULL REFERENCES identity.patient,
    recording_id uuid NOT NULL,
    site_code text NOT NULL REFERENCES trial.site,
    source_format text NOT NULL,
    source_sha256 bytea NOT NULL CHECK (octet_length(source_sha256) = 32),
    acquired_at timestamptz,
    age smallint CHECK (age BETWEEN 0 AND 150),
    sex text CHECK (sex IN ('female', 'male')),
    device text,
    ventricular_rate double precision,
    atrial_rate double precision,
    pr_interval_ms double precision,
    qrs_duration_ms double precision,
    qt_interval_ms double precision,
    qtc_interval_ms double precision,
    statements text[] NOT NULL,
    remarks text[] NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (patient_key, recording_id),
    UNIQUE (patient_key, source_sha256)
);
CREATE INDEX recording_by_site ON ecg.recording (site_code);

CREATE TABLE ecg.waveform (
    patient_key uuid NOT NULL,
    recording_id uuid NOT NULL,
    sampling_rate integer NOT NULL CHECK (sampling_rate > 0),
    sample_count integer NOT NULL CHECK (sample_count >= 0),
    -- NULL: the file names no amplitude unit. It is never guessed.
    microvolts_per_count double precision,
    -- Bit i is set where lead i (I, II, III, aVR, aVL, aVF, V1–V6) is present.
    lead_mask integer NOT NULL CHECK (lead_mask BETWEEN 0 AND 4095),
    -- Per present lead: first differences of half counts, int16 little-endian, wrapping.
    samples bytea NOT NULL,
    PRIMARY KEY (patient_key, recording_id),
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording
);

CREATE TABLE ecg.model (
    weights_sha256 bytea PRIMARY KEY CHECK (octet_length(weights_sha256) = 32),
    model_id text NOT NULL,
    card jsonb NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now()
);

-- What the input-quality gate said; an empty list of reasons means that the recording may be scored.
CREATE TABLE ecg.quality_result (
    patient_key uuid NOT NULL,
    recording_id uuid NOT NULL,
    preprocessing_version text NOT NULL,
    reasons text[] NOT NULL,
    assessed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (patient_key, recording_id, preprocessing_version),
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording
);

CREATE TABLE ecg.risk_assessment (
    patient_key uuid NOT NULL,
    assessment_id uuid NOT NULL,
    recording_id uuid NOT NULL,
    model_id text NOT NULL,
    weights_sha256 bytea NOT NULL REFERENCES ecg.model,
    preprocessing_version text NOT NULL,
    software_version text NOT NULL,
    input_sha256 bytea NOT NULL CHECK (octet_length(input_sha256) = 32),
    outputs text[] NOT NULL,
    probabilities double precision[] NOT NULL,
    assessed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (patient_key, assessment_id),
    UNIQUE (patient_key, recording_id, weights_sha256, preprocessing_version),
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording,
    CHECK (cardinality(outputs) = cardinality(probabilities))
);
CREATE INDEX risk_assessment_by_model ON ecg.risk_assessment (weights_sha256);

CREATE TABLE trial.stratification (
    trial_id text NOT NULL REFERENCES trial.trial,
    patient_key uuid NOT NULL,
    assessment_id uuid NOT NULL,
    cut_point_set text NOT NULL,
    tier text NOT NULL,
    stratified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (patient_key, trial_id, assessment_id, cut_point_set),
    FOREIGN KEY (patient_key, assessment_id) REFERENCES ecg.risk_assessment
);
CREATE INDEX stratification_by_trial ON trial.stratification (trial_id);
CREATE INDEX stratification_by_assessment ON trial.stratification (patient_key, assessment_id);

CALL audit.watch('identity.patient', false);
CALL audit.watch('ecg.recording', true);
CALL audit.watch('ecg.waveform', true);
CALL audit.watch('ecg.model', true);
CALL audit.watch('ecg.quality_result', true);
CALL audit.watch('ecg.risk_assessment', true);
CALL audit.watch('trial.stratification', true);

ALTER TABLE identity.patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.waveform ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.model ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.quality_result ENABLE ROW LEVEL SECURITY;
ALTER TABLE ecg.risk_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.stratification ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_own_sites ON identity.patient FOR SELECT TO stratum_service, stratum_data_manager
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY into_own_sites ON identity.patient FOR INSERT TO stratum_service, stratum_data_manager
    WITH CHECK (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY of_own_sites ON ecg.recording
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
-- The rest of ecg hangs on a recording: what a role may not see there, it may not see here.
CREATE POLICY of_seen_recordings ON ecg.waveform USING (EXISTS (
    SELECT FROM ecg.recording r WHERE r.patient_key = waveform.patient_key AND r.recording_id = waveform.recording_id));
CREATE POLICY of_seen_recordings ON ecg.quality_result USING (EXISTS (
    SELECT FROM ecg.recording r
    WHERE r.patient_key = quality_result.patient_key AND r.recording_id = quality_result.recording_id));
CREATE POLICY of_seen_recordings ON ecg.risk_assessment USING (EXISTS (
    SELECT FROM ecg.recording r
    WHERE r.patient_key = risk_assessment.patient_key AND r.recording_id = risk_assessment.recording_id));
CREATE POLICY known_to_all ON ecg.model FOR SELECT USING (true);
CREATE POLICY by_its_keepers ON ecg.model FOR INSERT TO stratum_service, stratum_administrator WITH CHECK (true);
CREATE POLICY of_own_trials ON trial.stratification
    USING (trial_id IN (SELECT p.trial_id FROM ops.permitted() p));

GRANT SELECT, INSERT ON identity.patient TO stratum_service, stratum_data_manager;
GRANT SELECT, INSERT ON ecg.recording, ecg.waveform TO stratum_service, stratum_data_manager;
GRANT SELECT, INSERT ON ecg.quality_result, ecg.risk_assessment, trial.stratification TO stratum_service;
GRANT SELECT ON ecg.recording, ecg.quality_result, ecg.risk_assessment, trial.stratification
    TO stratum_data_manager, stratum_statistician;
GRANT SELECT ON ecg.model TO stratum_service, stratum_data_manager, stratum_statistician, stratum_administrator;
GRANT INSERT ON ecg.model TO stratum_service, stratum_administrator;
