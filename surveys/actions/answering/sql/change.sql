-- Puts changed answers in the place of the submitted ones, with their revision, in one statement. A double click's
-- second statement waits for the first and then matches nothing. The verdict stays: it is about what was first
-- submitted, which is also what scores count.
-- Parameters: invitation, answers (jsonb, complete), language, sequence, submission_id, doubts (text[]), now,
--   submitted_from (older submissions are not changed any more).
-- Returns id, uuid, submitted_at, revision; no row where nothing differs, it is too late, or a later page was saved.
WITH written AS (
    UPDATE surveys_response
    SET answers = %(answers)s,
        changing = NULL,
        language = %(language)s,
        sequence = %(sequence)s,
        saved_at = %(now)s,
        submission_id = %(submission_id)s,
        revision = revision + 1
    WHERE invitation_id = %(invitation)s
        AND submitted_at >= %(submitted_from)s
        AND sequence < %(sequence)s
        AND answers <> %(answers)s
    RETURNING id, uuid, answers, submitted_at, revision
), history AS (
    INSERT INTO surveys_responserevision (response_id, revision, answers, cause, reason, created_at)
    SELECT id, revision, answers, 'changed', array_to_string(%(doubts)s::text[], ', '), %(now)s FROM written
)
SELECT id, uuid, submitted_at, revision FROM written
