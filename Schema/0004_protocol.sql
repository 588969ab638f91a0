-- The protocol as written, immutable once stored; an amendment is a new version, released site by site.
CREATE TABLE trial.protocol_version (
    trial_id text NOT NULL REFERENCES trial.trial,
    version integer NOT NULL CHECK (version > 0),
    source text NOT NULL CHECK (octet_length(source) <= 1048576),
    source_sha256 bytea NOT NULL CHECK (octet_length(source_sha256) = 32),
    weights_sha256 bytea NOT NULL CHECK (octet_length(weights_sha256) = 32),
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trial_id, version)
);
COMMENT ON COLUMN trial.protocol_version.weights_sha256 IS 'The only weights whose scores may stratify this trial.';

CREATE TABLE trial.protocol_release (
    trial_id text NOT NULL,
    version integer NOT NULL,
    site_code text NOT NULL,
    released_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trial_id, version, site_code),
    FOREIGN KEY (trial_id, version) REFERENCES trial.protocol_version,
    FOREIGN KEY (trial_id, site_code) REFERENCES trial.trial_site
);
CREATE INDEX protocol_release_by_site ON trial.protocol_release (trial_id, site_code);

-- Places per tier. Never readable at a clinic desk: a full tier would tell what a patient's tier is.
CREATE TABLE trial.quota (
    trial_id text NOT NULL REFERENCES trial.trial,
    tier text NOT NULL,
    places integer NOT NULL CHECK (places >= 0),
    PRIMARY KEY (trial_id, tier)
);

-- The blinding plan: the roles that may see data cuts, and with them tiers.
CREATE TABLE trial.unblinded_role (
    trial_id text NOT NULL REFERENCES trial.trial,
    role text NOT NULL CHECK (role IN ('statistician', 'principal_investigator', 'data_manager')),
    PRIMARY KEY (trial_id, role)
);

CALL audit.watch('trial.unblinded_role', true);
CALL audit.watch('trial.protocol_version', true);
CALL audit.watch('trial.protocol_release', true);
CALL audit.watch('trial.quota', false);

ALTER TABLE trial.protocol_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.protocol_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.unblinded_role ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_trials ON trial.protocol_version FOR SELECT
    USING (ops.administering() OR trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY of_own_trials ON trial.protocol_release FOR SELECT
    USING (ops.administering() OR trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY of_own_trials ON trial.quota FOR SELECT
    USING (trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY by_administrator ON trial.protocol_version FOR INSERT TO stratum_administrator
    WITH CHECK (ops.administering());
CREATE POLICY by_administrator ON trial.protocol_release FOR INSERT TO stratum_administrator
    WITH CHECK (ops.administering());
CREATE POLICY by_administrator ON trial.quota FOR INSERT TO stratum_administrator WITH CHECK (ops.administering());

-- A coordinator may read the protocol: it names cut points, but no patient's score.
GRANT SELECT ON trial.protocol_version, trial.protocol_release TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT SELECT ON trial.quota TO stratum_data_manager, stratum_statistician;
CREATE POLICY by_administrator ON trial.unblinded_role FOR INSERT TO stratum_administrator
    WITH CHECK (ops.administering());
CREATE POLICY of_own_trials ON trial.unblinded_role FOR SELECT
    USING (trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
GRANT INSERT ON trial.protocol_version, trial.protocol_release, trial.quota, trial.unblinded_role
    TO stratum_administrator;
GRANT SELECT ON trial.unblinded_role TO stratum_statistician, stratum_principal_investigator, stratum_data_manager;
