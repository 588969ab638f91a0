-- Accounts act; a grant gives an account a role in a trial, at one site or at all of them.
CREATE TABLE trial.trial (
    trial_id text PRIMARY KEY CHECK (trial_id ~ '^[a-z][a-z0-9-]{0,63}$'),
    title text NOT NULL,
    enrolling_model text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE trial.site (
    site_code text PRIMARY KEY CHECK (site_code ~ '^[A-Z0-9]{2,8}$'),
    name text NOT NULL,
    time_zone text NOT NULL
);

CREATE TABLE trial.trial_site (
    trial_id text NOT NULL REFERENCES trial.trial,
    site_code text NOT NULL REFERENCES trial.site,
    PRIMARY KEY (trial_id, site_code)
);
CREATE INDEX trial_site_by_site ON trial.trial_site (site_code);

CREATE TABLE ops.account (
    account_name text PRIMARY KEY CHECK (account_name ~ '^[a-z0-9][a-z0-9._@-]{0,62}$'),
    -- On the private cluster the operating-system user is bound to an account.
    os_user text UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ops.role_grant (
    grant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_name text NOT NULL REFERENCES ops.account,
    role text NOT NULL CHECK (role IN ('coordinator', 'echo_reader', 'adjudicator', 'statistician',
        'principal_investigator', 'data_manager', 'monitor', 'administrator', 'service')),
    trial_id text REFERENCES trial.trial,  -- NULL: every trial (administrators)
    site_code text REFERENCES trial.site,  -- NULL: every site of the trial
    UNIQUE NULLS NOT DISTINCT (account_name, role, trial_id, site_code),
    CHECK (trial_id IS NOT NULL OR role = 'administrator'),
    CHECK (trial_id IS NOT NULL OR site_code IS NULL)
);
CREATE INDEX role_grant_by_trial ON ops.role_grant (trial_id);
CREATE INDEX role_grant_by_site ON ops.role_grant (site_code);

CALL audit.watch('trial.trial', false);
CALL audit.watch('trial.site', false);
CALL audit.watch('trial.trial_site', false);
CALL audit.watch('ops.account', false);
CALL audit.watch('ops.role_grant', false);

-- The trials and sites at which the acting account holds the role in force. Every row policy asks this.
-- SECURITY DEFINER, so it reads grants that the role itself may not; the setting `role` is the caller's.
CREATE FUNCTION ops.permitted() RETURNS TABLE (trial_id text, site_code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ts.trial_id, ts.site_code
    FROM ops.role_grant g
    JOIN trial.trial_site ts
      ON (g.trial_id IS NULL OR ts.trial_id = g.trial_id) AND (g.site_code IS NULL OR ts.site_code = g.site_code)
    WHERE g.account_name = current_setting('stratum.account', true)
      AND 'stratum_' || g.role = current_setting('role')
$$;

-- Whether the acting account is an administrator and acts as one.
CREATE FUNCTION ops.administering() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT current_setting('role') = 'stratum_administrator' AND EXISTS (
        SELECT FROM ops.role_grant g
        WHERE g.account_name = current_setting('stratum.account', true) AND g.role = 'administrator')
$$;

-- What the application asks before it takes on a role: the grants of one account.
CREATE FUNCTION ops.grants_of(account text) RETURNS TABLE (role text, trial_id text, site_code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.role, g.trial_id, g.site_code FROM ops.role_grant g
    WHERE g.account_name = account ORDER BY g.role, g.trial_id, g.site_code
$$;

CREATE FUNCTION ops.account_of_os_user(name text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.account_name FROM ops.account a WHERE a.os_user = name
$$;

GRANT EXECUTE ON FUNCTION ops.permitted(), ops.administering() TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT EXECUTE ON FUNCTION ops.grants_of(text), ops.account_of_os_user(text) TO stratum_app;

ALTER TABLE trial.trial ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.site ENABLE ROW LEVEL SECURITY;
ALTER TABLE trial.trial_site ENABLE ROW LEVEL SECURITY;
ALTER TABLE ops.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE ops.role_grant ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_own_trials ON trial.trial FOR SELECT
    USING (ops.administering() OR trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY of_own_sites ON trial.site FOR SELECT
    USING (ops.administering() OR site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY of_own_trials ON trial.trial_site FOR SELECT
    USING (ops.administering() OR trial_id IN (SELECT p.trial_id FROM ops.permitted() p));
CREATE POLICY by_administrator ON trial.trial FOR INSERT TO stratum_administrator WITH CHECK (ops.administering());
CREATE POLICY by_administrator ON trial.site FOR INSERT TO stratum_administrator WITH CHECK (ops.administering());
CREATE POLICY by_administrator ON trial.trial_site FOR INSERT TO stratum_administrator WITH CHECK (ops.administering());
CREATE POLICY by_administrator ON ops.account FOR ALL TO stratum_administrator USING (ops.administering());
CREATE POLICY by_administrator ON ops.role_grant FOR ALL TO stratum_administrator USING (ops.administering());

GRANT SELECT ON trial.trial, trial.site, trial.trial_site TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT INSERT ON trial.trial, trial.site, trial.trial_site TO stratum_administrator;
GRANT SELECT, INSERT ON ops.account, ops.role_grant TO stratum_administrator;
GRANT DELETE ON ops.role_grant TO stratum_administrator;
