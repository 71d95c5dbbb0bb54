-- Puts a person's answer in the place of a doubtful one: it becomes revision 1, which is what scores count; the
-- doubtful one becomes revision 2, excluded, with its doubts as the reason. Only while nobody has judged or changed
-- it (revision 1), and never by the same submission once more. In parallel the first wins: the lock.
-- Parameters: invitation, answers (jsonb, complete), language, sequence, submission_id, opened_at, now,
--   device, inside.
-- Returns id, uuid, submitted_at; no row where there is nothing to be replaced.
WITH doubtful AS (
    SELECT id, answers, doubts
    FROM surveys_response
    WHERE invitation_id = %(invitation)s AND submitted_at IS NOT NULL
        AND verdict = 'doubtful' AND revision = 1 AND submission_id <> %(submission_id)s
    FOR UPDATE
), written AS (
    UPDATE surveys_response r
    SET answers = %(answers)s,
        changing = NULL,
        language = %(language)s,
        sequence = greatest(r.sequence + 1, %(sequence)s),
        started_at = %(opened_at)s,
        saved_at = %(now)s,
        submitted_at = %(now)s,
        submission_id = %(submission_id)s,
        revision = 2,
        verdict = 'counts',
        device = %(device)s,
        begun_device = '',
        from_inside = %(inside)s,
        doubts = '{}'
    FROM doubtful
    WHERE r.id = doubtful.id
    RETURNING r.id, r.uuid, r.submitted_at
), first AS (
    UPDATE surveys_responserevision v
    SET answers = %(answers)s, created_at = %(now)s
    FROM written
    WHERE v.response_id = written.id AND v.revision = 1
), kept AS (
    INSERT INTO surveys_responserevision (response_id, revision, answers, cause, reason, created_at)
    SELECT id, 2, answers, 'excluded', array_to_string(doubts, ', '), %(now)s FROM doubtful
)
SELECT id, uuid, submitted_at FROM written
