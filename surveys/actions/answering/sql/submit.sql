-- Submits an answer once: response, its first revision and the invitation's mark, in one statement and so in one
-- transaction and one round trip. A double click's second statement waits for the first and then matches nothing.
-- `:door` is invitation_id, or ticket behind a shared link; the other one is null.
-- Parameters: uuid, invitation, collector, ticket, version, language, answers (jsonb, complete), sequence,
--   opened_at, now, submission_id, doubts (text[]), device, inside.
-- Returns id, uuid, submitted_at; no row where it is submitted already or a later page was saved.
WITH written AS (
    INSERT INTO surveys_response AS stored
        (uuid, invitation_id, collector_id, ticket, version_id, language, answers, sequence, started_at, saved_at,
         submitted_at, submission_id, revision, verdict, doubts, device, from_inside)
    VALUES
        (%(uuid)s, %(invitation)s, %(collector)s, %(ticket)s, %(version)s, %(language)s, %(answers)s, %(sequence)s,
         %(opened_at)s, %(now)s, %(now)s, %(submission_id)s, 1,
         CASE WHEN cardinality(%(doubts)s::text[]) > 0 THEN 'doubtful' ELSE 'counts' END, %(doubts)s,
         %(device)s, %(inside)s)
    ON CONFLICT (:door) DO UPDATE
    SET answers = excluded.answers,
        language = excluded.language,
        sequence = excluded.sequence,
        saved_at = excluded.saved_at,
        submitted_at = excluded.submitted_at,
        submission_id = excluded.submission_id,
        revision = 1,
        device = excluded.device,
        from_inside = excluded.from_inside,
        verdict = CASE WHEN cardinality(stored.doubts || excluded.doubts) > 0
                       THEN 'doubtful' ELSE 'counts' END,
        doubts = ARRAY(SELECT DISTINCT unnest(stored.doubts || excluded.doubts) ORDER BY 1)
    WHERE stored.submitted_at IS NULL AND stored.sequence < excluded.sequence
    RETURNING id, uuid, answers, submitted_at
), history AS (
    INSERT INTO surveys_responserevision (response_id, revision, answers, cause, created_at)
    SELECT id, 1, answers, 'submitted', submitted_at FROM written
), marked AS (
    UPDATE surveys_invitation SET answered_at = written.submitted_at
    FROM written WHERE surveys_invitation.id = %(invitation)s
)
SELECT id, uuid, submitted_at FROM written
