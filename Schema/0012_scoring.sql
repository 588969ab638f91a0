-- Which model works where, and scoring as a queue that any number of workers drain.

-- A model at a site of a trial. Append-only: the entry with the highest number is in force.
CREATE TABLE trial.model_release (
    trial_id text NOT NULL,
    site_code text NOT NULL,
    weights_sha256 bytea NOT NULL REFERENCES ecg.model,
    entry integer NOT NULL CHECK (entry > 0),
    -- active: its scores become tiers where the protocol has cut points for it; shadow: it scores and nothing follows.
    mode text NOT NULL CHECK (mode IN ('active', 'shadow', 'withdrawn')),
    released_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trial_id, site_code, weights_sha256, entry),
    FOREIGN KEY (trial_id, site_code) REFERENCES trial.trial_site
);
CREATE INDEX model_release_by_weights ON trial.model_release (weights_sha256);
CREATE INDEX model_release_by_site ON trial.model_release (site_code);

-- What is in force: one row a trial, site and model.
CREATE VIEW trial.released_model WITH (security_invoker = true) AS
    SELECT DISTINCT ON (r.trial_id, r.site_code, r.weights_sha256)
        r.trial_id, r.site_code, r.weights_sha256, r.entry, r.mode, r.released_at
    FROM trial.model_release r
    ORDER BY r.trial_id, r.site_code, r.weights_sha256, r.entry DESC;

-- Trials from before this step go on with the models that have scored their patients.
INSERT INTO trial.model_release (trial_id, site_code, weights_sha256, entry, mode)
SELECT DISTINCT s.trial_id, r.site_code, a.weights_sha256, 1, 'active'
FROM trial.stratification s
JOIN ecg.risk_assessment a USING (patient_key, assessment_id)
JOIN ecg.recording r USING (patient_key, recording_id);

-- One recording to be scored by one model's weights. Deleted when the assessment, or the gate's refusal, is stored.
CREATE TABLE ops.scoring_job (
    patient_key uuid NOT NULL,
    recording_id uuid NOT NULL,
    weights_sha256 bytea NOT NULL REFERENCES ecg.model,
    preprocessing_version text NOT NULL,
    site_code text NOT NULL REFERENCES trial.site,
    queued_at timestamptz NOT NULL DEFAULT now(),
    -- When a worker may take it: at once, after the pause that follows a failure, or when a lease ends unfinished.
    available_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- The lease in force, or the last one, and who has or had it.
    lease uuid,
    worker text CHECK (octet_length(worker) <= 200),
    -- Why the last attempt failed; NULL after a worker that died without a word.
    failure text CHECK (octet_length(failure) <= 2000),
    -- No worker takes it any more until a person puts it back.
    set_aside_at timestamptz,
    PRIMARY KEY (patient_key, recording_id, weights_sha256, preprocessing_version),
    FOREIGN KEY (patient_key, recording_id) REFERENCES ecg.recording
);
CREATE INDEX scoring_job_by_turn ON ops.scoring_job (weights_sha256, preprocessing_version, available_at);
CREATE INDEX scoring_job_by_site ON ops.scoring_job (site_code);
-- Rows come and go by the thousand: dead ones must not pile up in front of the living.
ALTER TABLE ops.scoring_job SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CALL audit.watch('trial.model_release', true);

ALTER TABLE trial.model_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE ops.scoring_job ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_own_trials ON trial.model_release FOR SELECT
    USING (ops.administering() OR (trial_id, site_code) IN (SELECT p.trial_id, p.site_code FROM ops.permitted() p));
CREATE POLICY by_administrator ON trial.model_release FOR INSERT TO stratum_administrator
    WITH CHECK (ops.administering());
CREATE POLICY of_own_sites ON ops.scoring_job TO stratum_service, stratum_data_manager
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY by_administrator ON ops.scoring_job FOR ALL TO stratum_administrator USING (ops.administering());

-- Which model runs where is no secret at a desk that may read the protocol; what it says of a patient is.
GRANT SELECT ON trial.model_release, trial.released_model TO
    stratum_statistician, stratum_principal_investigator, stratum_data_manager, stratum_monitor,
    stratum_administrator, stratum_service;
GRANT INSERT ON trial.model_release TO stratum_administrator;
GRANT SELECT, INSERT, UPDATE, DELETE ON ops.scoring_job TO stratum_service;
-- Whoever imports a recording queues it.
GRANT SELECT, INSERT ON ops.scoring_job TO stratum_data_manager;
GRANT SELECT, DELETE ON ops.scoring_job TO stratum_administrator;
