-- Roles belong to the whole cluster, not to one database: made before the migrations, and as often as it takes.
-- Two databases of one cluster may be migrated at the same moment, so losing a race is no error.
DO $$
DECLARE
    trial_role text;
BEGIN
    BEGIN
        CREATE ROLE stratum_owner NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    -- Whoever migrates acts as the owner; a superuser may already.
    IF NOT pg_has_role(current_user, 'stratum_owner', 'MEMBER') THEN
        EXECUTE format('GRANT stratum_owner TO %I', current_user);
    END IF;
    BEGIN
        -- NOINHERIT: without SET LOCAL ROLE the application may touch nothing.
        CREATE ROLE stratum_app LOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    FOREACH trial_role IN ARRAY ARRAY[
        'stratum_coordinator', 'stratum_echo_reader', 'stratum_adjudicator', 'stratum_statistician',
        'stratum_principal_investigator', 'stratum_data_manager', 'stratum_monitor', 'stratum_administrator',
        'stratum_service', 'stratum_sealer']
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', trial_role);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        IF NOT pg_has_role('stratum_app', trial_role, 'MEMBER') THEN
            BEGIN
                EXECUTE format('GRANT %I TO stratum_app', trial_role);
            EXCEPTION WHEN unique_violation OR duplicate_object THEN NULL;
            WHEN internal_error THEN NULL; -- "tuple concurrently updated": the other session granted it
            END;
        END IF;
    END LOOP;
END
$$;
