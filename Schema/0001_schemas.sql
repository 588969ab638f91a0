-- Six schemas, one concern each; `ops` stands already, it holds the ledger of migrations.
-- Nothing is open to everybody: every grant below is to a named role.
CREATE SCHEMA identity;  -- who a patient is: sealed by the application
CREATE SCHEMA trial;     -- the protocol and its conduct
CREATE SCHEMA ecg;       -- recordings and what models made of them
CREATE SCHEMA audit;     -- who changed what, append-only
CREATE SCHEMA analysis;  -- frozen data cuts

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

GRANT USAGE ON SCHEMA ops TO stratum_app,
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT USAGE ON SCHEMA trial TO
    stratum_coordinator, stratum_echo_reader, stratum_adjudicator, stratum_statistician,
    stratum_principal_investigator, stratum_data_manager, stratum_monitor, stratum_administrator, stratum_service;
GRANT USAGE ON SCHEMA identity TO stratum_coordinator, stratum_service, stratum_data_manager;
GRANT USAGE ON SCHEMA ecg TO stratum_service, stratum_data_manager, stratum_statistician, stratum_administrator;
GRANT USAGE ON SCHEMA analysis TO stratum_statistician, stratum_principal_investigator, stratum_data_manager;
GRANT USAGE ON SCHEMA audit TO stratum_data_manager;
