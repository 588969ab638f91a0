-- Rules that the rows of a trial obey at every moment. Each query gives one row, `violation`, for each breach.
-- The race test runs them, and so does kill-rounds.

-- rule: no tier has more enrolled than places
SELECT q.tier || ': ' || count(*) || ' of ' || q.places AS violation
FROM trial.participant_event e JOIN trial.participant p USING (participant_id)
JOIN trial.place pl USING (trial_id, patient_key) JOIN trial.quota q USING (trial_id, tier)
WHERE e.event = 'enrolled' GROUP BY q.tier, q.places HAVING count(*) > q.places;

-- rule: nobody is enrolled twice, nor recorded twice in any step that cannot repeat
SELECT participant_id || ' ' || event AS violation FROM trial.participant_event
WHERE event <> 'echo_scheduled' GROUP BY participant_id, event HAVING count(*) > 1;

-- rule: nobody is enrolled without consent given before
SELECT e.participant_id::text AS violation FROM trial.participant_event e
WHERE e.event = 'enrolled' AND (
    NOT EXISTS (SELECT FROM trial.consent c WHERE c.participant_id = e.participant_id)
    OR NOT EXISTS (SELECT FROM trial.participant_event c WHERE c.participant_id = e.participant_id
        AND c.event = 'consented' AND c.sequence < e.sequence));

-- rule: every state follows from its events along the path
-- Walks every participant's events from the first state; the walk must end where the row says they are.
WITH RECURSIVE walk (participant_id, sequence, state) AS (
    SELECT participant_id, 0, 'candidate' FROM trial.participant
    UNION ALL
    SELECT w.participant_id, e.sequence, s.to_state FROM walk w
    JOIN trial.participant_event e
      ON e.participant_id = w.participant_id AND e.sequence = w.sequence + 1
    JOIN trial.path_step s ON s.from_state = w.state AND s.event = e.event
), ends AS (
    SELECT DISTINCT ON (participant_id) * FROM walk ORDER BY participant_id, sequence DESC
)
SELECT p.subject_number || ' is ' || p.state || ', its events lead to ' || ends.state AS violation
FROM trial.participant p JOIN ends USING (participant_id)
WHERE p.state <> ends.state OR ends.sequence <>
    (SELECT count(*) FROM trial.participant_event e WHERE e.participant_id = p.participant_id);

-- rule: events are numbered without gaps
SELECT participant_id::text AS violation FROM trial.participant_event
GROUP BY participant_id HAVING max(sequence) <> count(*);

-- rule: contact lists are numbered without gaps, and the subject number is the place in the list
SELECT site_code AS violation FROM trial.participant GROUP BY trial_id, site_code
HAVING max(contact_order) <> count(*)
UNION ALL
SELECT subject_number FROM trial.participant
WHERE subject_number <> site_code || '-' || lpad(contact_order::text, 4, '0');

-- rule: in each tier of a frame the sampled are the first of the drawn order, nobody is passed over
SELECT pl.frame_number || ' ' || pl.tier AS violation
FROM trial.place pl LEFT JOIN trial.participant p USING (trial_id, patient_key)
GROUP BY pl.trial_id, pl.frame_number, pl.tier
HAVING count(p.*) <> coalesce(max(pl.draw_order) FILTER (WHERE p.participant_id IS NOT NULL), 0);

-- rule: an echocardiogram belongs to a participant whose echo was recorded, its revisions are numbered
SELECT s.participant_id::text AS violation FROM trial.echo_study s
GROUP BY s.participant_id
HAVING max(s.revision) <> count(*) OR NOT EXISTS (
    SELECT FROM trial.participant_event e
    WHERE e.participant_id = s.participant_id AND e.event = 'echo_recorded')
UNION ALL
SELECT e.participant_id::text FROM trial.participant_event e WHERE e.event = 'echo_recorded'
  AND NOT EXISTS (SELECT FROM trial.echo_study s WHERE s.participant_id = e.participant_id);

-- rule: at most one frame is open, and only eligible members of closed frames hold places
SELECT trial_id AS violation FROM trial.frame WHERE closed_at IS NULL
GROUP BY trial_id HAVING count(*) > 1
UNION ALL
SELECT pl.patient_key::text FROM trial.place pl
JOIN trial.frame f USING (trial_id, frame_number)
JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
WHERE f.closed_at IS NULL OR NOT m.eligible OR m.tier <> pl.tier;

-- rule: every row of conduct has exactly one audit entry of its making
SELECT t.name || ': ' || t.n || ' rows, ' || count(a.*) || ' entries' AS violation
FROM (
    SELECT 'trial.participant_event' AS name, count(*) AS n FROM trial.participant_event
    UNION ALL SELECT 'trial.participant', count(*) FROM trial.participant
    UNION ALL SELECT 'trial.consent', count(*) FROM trial.consent
    UNION ALL SELECT 'trial.echo_study', count(*) FROM trial.echo_study
    UNION ALL SELECT 'trial.place', count(*) FROM trial.place
    UNION ALL SELECT 'ecg.recording', count(*) FROM ecg.recording
    UNION ALL SELECT 'ecg.risk_assessment', count(*) FROM ecg.risk_assessment
) t LEFT JOIN audit.entry a ON a.table_name = t.name AND a.operation = 'INSERT'
GROUP BY t.name, t.n HAVING count(a.*) <> t.n;

-- rule: every recording at a site where a model works is assessed by it, refused by the gate, or queued
SELECT r.recording_id || ' at ' || m.site_code AS violation
FROM trial.released_model m JOIN ecg.recording r USING (site_code)
WHERE m.mode <> 'withdrawn'
  AND NOT EXISTS (SELECT FROM ecg.risk_assessment a WHERE a.patient_key = r.patient_key
      AND a.recording_id = r.recording_id AND a.weights_sha256 = m.weights_sha256)
  AND NOT EXISTS (SELECT FROM ecg.quality_result q WHERE q.patient_key = r.patient_key
      AND q.recording_id = r.recording_id AND cardinality(q.reasons) > 0)
  AND NOT EXISTS (SELECT FROM ops.scoring_job j WHERE j.patient_key = r.patient_key
      AND j.recording_id = r.recording_id AND j.weights_sha256 = m.weights_sha256);

-- rule: what is assessed waits no longer, and is assessed once
SELECT a.recording_id || ': ' || count(*) || ' assessments, ' || count(j.recording_id) || ' jobs' AS violation
FROM ecg.risk_assessment a LEFT JOIN ops.scoring_job j
    USING (patient_key, recording_id, weights_sha256, preprocessing_version)
GROUP BY a.patient_key, a.recording_id, a.weights_sha256, a.preprocessing_version
HAVING count(*) > 1 OR count(j.recording_id) > 0;
