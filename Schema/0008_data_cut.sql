-- A data cut is the only thing a report is made from: taken in one snapshot, hashed, never changed.
CREATE TABLE analysis.data_cut (
    trial_id text NOT NULL REFERENCES trial.trial,
    cut_number integer NOT NULL CHECK (cut_number > 0),
    taken_at timestamptz NOT NULL DEFAULT now(),
    taken_by text NOT NULL,
    software_version text NOT NULL,
    content bytea NOT NULL,
    content_sha256 bytea NOT NULL CHECK (content_sha256 = sha256(content)),
    PRIMARY KEY (trial_id, cut_number),
    UNIQUE (trial_id, content_sha256)
);
CALL audit.watch('analysis.data_cut', true);
ALTER TABLE analysis.data_cut ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_trials ON analysis.data_cut USING (
    trial_id IN (SELECT p.trial_id FROM ops.permitted() p)
    AND EXISTS (SELECT FROM trial.unblinded_role u
        WHERE u.trial_id = data_cut.trial_id AND 'stratum_' || u.role = current_setting('role')));
GRANT SELECT, INSERT ON analysis.data_cut TO stratum_statistician;
GRANT SELECT ON analysis.data_cut TO stratum_principal_investigator, stratum_data_manager;
