-- What became of mails that a worker had claimed. Counts only for the attempt it was made in: a mail whose
-- lease ran out meanwhile is somebody else's, save that an acceptance settles a doubt about the same attempt.
-- A reminder keeps its distance where the mail before it went out late. What was put off in a batch that has
-- ended, or of an invitation that was taken back meanwhile, is due at once, to come to its end.
-- Parameters: now, and arrays of one length: ids, attempts, states, due_ats, reasons, outcomes, replies,
-- doubts.
-- Columns: id of each mail that moved.
WITH result AS (
    SELECT * FROM unnest(
        %(ids)s::bigint[], %(attempts)s::int[], %(states)s::text[], %(due_ats)s::timestamptz[],
        %(reasons)s::text[], %(outcomes)s::text[], %(replies)s::text[], %(doubts)s::boolean[]
    ) AS r(id, attempt, state, due_at, reason, outcome, reply, is_doubtful)
), moved AS (
    UPDATE surveys_message m
    SET state = r.state,
        due_at = CASE
            WHEN r.state = 'deferred' AND EXISTS (
                SELECT FROM surveys_invitation i JOIN surveys_batch b ON b.id = i.batch_id
                WHERE i.id = m.invitation_id AND (
                    b.ended_at IS NOT NULL OR i.cancelled_at IS NOT NULL OR i.answered_at IS NOT NULL
                )
            ) THEN %(now)s
            ELSE coalesce(r.due_at, m.due_at)
        END,
        lease_until = CASE WHEN r.state = 'in_doubt' THEN %(now)s END,
        accepted_at = CASE WHEN r.state = 'accepted' THEN %(now)s ELSE m.accepted_at END,
        reason = r.reason,
        owner = '',
        changed_at = %(now)s
    FROM result r
    WHERE m.id = r.id AND m.attempt = r.attempt
        AND (m.state = 'sending' OR (m.state = 'in_doubt' AND r.state = 'accepted'))
    RETURNING m.id, m.invitation_id, m.number, m.state, m.attempt, m.due_at
), ledger AS (
    UPDATE surveys_attempt a
    SET finished_at = %(now)s, outcome = r.outcome, reply = r.reply, may_have_been_sent = r.is_doubtful
    FROM result r
    WHERE a.message_id = r.id AND a.number = r.attempt
), late AS (
    SELECT
        moved.invitation_id, moved.number, i.expires_at,
        %(now)s - CASE
            WHEN moved.number = 0 THEN i.not_before_at
            WHEN moved.attempt = 1 THEN moved.due_at
            ELSE (SELECT min(a.started_at) FROM surveys_attempt a WHERE a.message_id = moved.id)
        END AS lateness
    FROM moved
    JOIN surveys_invitation i ON i.id = moved.invitation_id
    WHERE moved.state = 'accepted'
), distance AS (
    UPDATE surveys_message reminder
    SET due_at = least(reminder.due_at + late.lateness, late.expires_at)
    FROM late
    WHERE late.lateness > interval '1 hour'
        AND reminder.invitation_id = late.invitation_id
        AND reminder.number > late.number AND reminder.state = 'planned' AND reminder.attempt = 0
)
SELECT id FROM moved
