-- Watching models at work: what routine echocardiograms show of patients whom a model has scored, and counts of what it
-- scores, flags and turns away. Whoever may see tiers in a trial's reports may see these, by functions that ask the
-- blinding plan first and hand out counts and values without a patient.

-- An echocardiogram of routine care, as a site's records have it. Append-only: of a patient and day the entry with the
-- highest number is in force.
CREATE TABLE trial.routine_echo (
    patient_key uuid NOT NULL REFERENCES identity.patient,
    performed_on date NOT NULL,
    entry integer NOT NULL CHECK (entry > 0),
    site_code text NOT NULL REFERENCES trial.site,
    lvef_percent double precision CHECK (lvef_percent BETWEEN 0 AND 100),
    septum_mm double precision CHECK (septum_mm > 0),
    posterior_wall_mm double precision CHECK (posterior_wall_mm > 0),
    aortic_stenosis trial.grade,
    aortic_regurgitation trial.grade,
    mitral_regurgitation trial.grade,
    mitral_stenosis trial.grade,
    tricuspid_regurgitation trial.grade,
    pulmonary_regurgitation trial.grade,
    rv_systolic_dysfunction trial.grade,
    pericardial_effusion text CHECK (pericardial_effusion IN ('none', 'trivial', 'small', 'moderate', 'large')),
    pasp_mmhg double precision CHECK (pasp_mmhg >= 0),
    tr_velocity_m_s double precision CHECK (tr_velocity_m_s >= 0),
    image_quality text CHECK (image_quality IN ('good', 'fair', 'poor')),
    not_assessable text[] NOT NULL,
    -- Where it comes from, in the words of whoever brought it.
    source text NOT NULL CONSTRAINT source_has_1_to_200_characters CHECK (length(btrim(source)) BETWEEN 1 AND 200),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by text NOT NULL,
    PRIMARY KEY (patient_key, performed_on, entry),
    CONSTRAINT no_echo_lies_in_the_future CHECK (performed_on <= (recorded_at + interval '1 day')::date)
);
CREATE INDEX routine_echo_by_site ON trial.routine_echo (site_code);

CALL audit.watch('trial.routine_echo', true);
ALTER TABLE trial.routine_echo ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_own_sites ON trial.routine_echo FOR SELECT TO stratum_data_manager
    USING (site_code IN (SELECT p.site_code FROM ops.permitted() p));
CREATE POLICY into_own_sites ON trial.routine_echo FOR INSERT TO stratum_data_manager
    WITH CHECK (recorded_by = current_setting('stratum.account', true)
        AND site_code IN (SELECT p.site_code FROM ops.permitted() p));
GRANT SELECT, INSERT ON trial.routine_echo TO stratum_data_manager;

-- Which model runs where is theirs to know (0012), and so is what it is called; its card and the rest of ecg is not.
GRANT USAGE ON SCHEMA ecg TO stratum_principal_investigator, stratum_monitor;
GRANT SELECT (weights_sha256, model_id) ON ecg.model TO stratum_principal_investigator, stratum_monitor;

-- The sites of a trial that the acting account holds the role in force at, where the blinding plan lets that role see
-- tiers; otherwise refused. Every function below asks this.
CREATE FUNCTION analysis.unblinded_sites(of_trial text) RETURNS TABLE (site_code text, time_zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM trial.unblinded_role u
                   WHERE u.trial_id = of_trial AND 'stratum_' || u.role = current_setting('role')) THEN
        RAISE EXCEPTION 'not permitted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT s.site_code, s.time_zone FROM ops.permitted() p JOIN trial.site s USING (site_code)
        WHERE p.trial_id = of_trial;
END
$$;

-- Every recording of these sites, on its day there, with the score of one output of one model, or why the gate turned
-- it away. For the functions below alone: no role may call it.
CREATE FUNCTION analysis.judged_recordings(of_trial text, of_weights bytea, by_preprocessing text, of_output text)
RETURNS TABLE (site_code text, patient_key uuid, recording_id uuid, acquired_at timestamptz, day date,
    score double precision, reasons text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.site_code, r.patient_key, r.recording_id, r.acquired_at, (r.acquired_at AT TIME ZONE s.time_zone)::date,
        a.probabilities[array_position(a.outputs, of_output)],
        CASE WHEN a.assessment_id IS NULL THEN coalesce(q.reasons, '{}') ELSE '{}' END
    FROM ecg.recording r
    JOIN analysis.unblinded_sites(of_trial) s USING (site_code)
    LEFT JOIN ecg.risk_assessment a ON a.patient_key = r.patient_key AND a.recording_id = r.recording_id
        AND a.weights_sha256 = of_weights AND a.preprocessing_version = by_preprocessing
    LEFT JOIN ecg.quality_result q ON q.patient_key = r.patient_key AND q.recording_id = r.recording_id
        AND q.preprocessing_version = by_preprocessing
$$;

-- Drift: one row a site and calendar month there; the row without a month is of recordings that name no day. What was
-- turned away for several reasons counts under each of them.
CREATE FUNCTION analysis.drift(of_trial text, of_weights bytea, by_preprocessing text, of_output text,
    threshold double precision)
RETURNS TABLE (site_code text, month date, recordings bigint, scored bigint, refused bigint, flagged bigint,
    quantiles double precision[], reasons text[], reason_counts bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH judged AS MATERIALIZED (
        SELECT j.site_code, date_trunc('month', j.day)::date AS month, j.score, j.reasons
        FROM analysis.judged_recordings(of_trial, of_weights, by_preprocessing, of_output) j
    ), counted AS (
        SELECT j.site_code, j.month, count(*) AS recordings, count(j.score) AS scored,
            count(*) FILTER (WHERE cardinality(j.reasons) > 0) AS refused,
            count(*) FILTER (WHERE j.score >= threshold) AS flagged,
            percentile_cont(ARRAY[0.05, 0.25, 0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY j.score) AS quantiles
        FROM judged j GROUP BY j.site_code, j.month
    ), turned_away AS (
        SELECT j.site_code, j.month, reason, count(*) AS n
        FROM judged j CROSS JOIN LATERAL (SELECT DISTINCT unnest(j.reasons) AS reason) r
        GROUP BY j.site_code, j.month, reason
    ), listed AS (
        SELECT t.site_code, t.month, array_agg(t.reason ORDER BY t.reason) AS reasons,
            array_agg(t.n ORDER BY t.reason) AS reason_counts
        FROM turned_away t GROUP BY t.site_code, t.month
    )
    SELECT c.site_code, c.month, c.recordings, c.scored, c.refused, c.flagged,
        CASE WHEN c.scored > 0 THEN c.quantiles ELSE '{}' END,
        coalesce(l.reasons, '{}'), coalesce(l.reason_counts, '{}')
    FROM counted c LEFT JOIN listed l ON l.site_code = c.site_code AND l.month IS NOT DISTINCT FROM c.month
    ORDER BY c.site_code, c.month
$$;

-- Silent deployment: each scored patient once, by the first recording that the model scored, and where the path to an
-- echocardiogram of routine care ended. For the two functions below alone.
CREATE FUNCTION analysis.silent_patients(of_trial text, of_weights bytea, by_preprocessing text, of_output text,
    within_days integer, as_of date)
RETURNS TABLE (site_code text, patient_key uuid, score double precision, standing text, performed_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH first_scored AS (
        SELECT DISTINCT ON (j.patient_key) j.patient_key, j.site_code, j.score, j.day
        FROM analysis.judged_recordings(of_trial, of_weights, by_preprocessing, of_output) j
        WHERE j.score IS NOT NULL
        ORDER BY j.patient_key, j.acquired_at NULLS LAST, j.recording_id
    ), known AS (
        SELECT f.*,
            EXISTS (SELECT FROM trial.routine_echo e WHERE e.patient_key = f.patient_key AND e.performed_on < f.day)
                OR EXISTS (SELECT FROM trial.clinical_history h
                           WHERE h.patient_key = f.patient_key AND h.last_echo_on < f.day) AS echoed_before,
            EXISTS (SELECT FROM trial.routine_echo e WHERE e.patient_key = f.patient_key AND e.performed_on = f.day)
                OR EXISTS (SELECT FROM trial.clinical_history h
                           WHERE h.patient_key = f.patient_key AND h.last_echo_on = f.day) AS echoed_that_day,
            (SELECT min(e.performed_on) FROM trial.routine_echo e
             WHERE e.patient_key = f.patient_key AND e.performed_on > f.day
               AND e.performed_on <= f.day + within_days) AS echoed_on,
            EXISTS (SELECT FROM trial.clinical_history h WHERE h.patient_key = f.patient_key
                AND h.last_echo_on > f.day AND h.last_echo_on <= f.day + within_days) AS echo_elsewhere,
            (SELECT min((v.occurred_at AT TIME ZONE s.time_zone)::date)
             FROM trial.participant p JOIN trial.participant_event v USING (participant_id)
             JOIN trial.site s ON s.site_code = p.site_code
             WHERE p.patient_key = f.patient_key AND v.event = 'enrolled') AS enrolled_on
        FROM first_scored f
    )
    SELECT k.site_code, k.patient_key, k.score,
        CASE WHEN k.day IS NULL THEN 'undated'
             WHEN k.echoed_before THEN 'echoed-before'
             WHEN k.echoed_that_day THEN 'echoed-that-day'
             WHEN k.enrolled_on <= coalesce(k.echoed_on, k.day + within_days) THEN 'enrolled'
             WHEN k.echoed_on IS NOT NULL THEN 'echoed'
             WHEN k.echo_elsewhere THEN 'not-linked'
             WHEN k.day + within_days >= as_of THEN 'open'
             ELSE 'never-echoed' END,
        k.echoed_on
    FROM known k
$$;

CREATE FUNCTION analysis.silent_counts(of_trial text, of_weights bytea, by_preprocessing text, of_output text,
    threshold double precision, within_days integer, as_of date)
RETURNS TABLE (site_code text, standing text, patients bigint, flagged bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.site_code, s.standing, count(*), count(*) FILTER (WHERE s.score >= threshold)
    FROM analysis.silent_patients(of_trial, of_weights, by_preprocessing, of_output, within_days, as_of) s
    GROUP BY s.site_code, s.standing ORDER BY s.site_code, s.standing
$$;

-- The echocardiograms of those who were echoed later, with the score and without patient or day.
CREATE FUNCTION analysis.silent_echoes(of_trial text, of_weights bytea, by_preprocessing text, of_output text,
    within_days integer, as_of date)
RETURNS TABLE (site_code text, score double precision, lvef_percent double precision, septum_mm double precision,
    posterior_wall_mm double precision, aortic_stenosis text, aortic_regurgitation text, mitral_regurgitation text,
    mitral_stenosis text, tricuspid_regurgitation text, pulmonary_regurgitation text, rv_systolic_dysfunction text,
    pericardial_effusion text, pasp_mmhg double precision, tr_velocity_m_s double precision, image_quality text,
    not_assessable text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.site_code, s.score, e.lvef_percent, e.septum_mm, e.posterior_wall_mm, e.aortic_stenosis,
        e.aortic_regurgitation, e.mitral_regurgitation, e.mitral_stenosis, e.tricuspid_regurgitation,
        e.pulmonary_regurgitation, e.rv_systolic_dysfunction, e.pericardial_effusion, e.pasp_mmhg, e.tr_velocity_m_s,
        e.image_quality, e.not_assessable
    FROM analysis.silent_patients(of_trial, of_weights, by_preprocessing, of_output, within_days, as_of) s
    CROSS JOIN LATERAL (
        SELECT * FROM trial.routine_echo r WHERE r.patient_key = s.patient_key AND r.performed_on = s.performed_on
        ORDER BY r.entry DESC LIMIT 1) e
    WHERE s.standing = 'echoed'
    -- An order that tells nothing of who came when.
    ORDER BY s.site_code, s.score, e.lvef_percent, e.septum_mm
$$;

GRANT EXECUTE ON FUNCTION
    analysis.drift(text, bytea, text, text, double precision),
    analysis.silent_counts(text, bytea, text, text, double precision, integer, date),
    analysis.silent_echoes(text, bytea, text, text, integer, date)
    TO stratum_statistician, stratum_principal_investigator, stratum_data_manager;
