-- What became of mails that a worker had claimed. Counts only for the attempt it was made in: a mail whose
-- lease ran out meanwhile is somebody else's, save that an acceptance settles a doubt about the same attempt.
-- A reminder keeps its distance where its invitation went out late.
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
        due_at = coalesce(r.due_at, m.due_at),
        lease_until = CASE WHEN r.state = 'in_doubt' THEN %(now)s END,
        accepted_at = CASE WHEN r.state = 'accepted' THEN %(now)s ELSE m.accepted_at END,
        reason = r.reason,
        owner = '',
        changed_at = %(now)s
    FROM result r
    WHERE m.id = r.id AND m.attempt = r.attempt
        AND (m.state = 'sending' OR (m.state = 'in_doubt' AND r.state = 'accepted'))
    RETURNING m.id, m.invitation_id, m.number, m.state
), ledger AS (
    UPDATE surveys_attempt a
    SET finished_at = %(now)s, outcome = r.outcome, reply = r.reply, may_have_been_sent = r.is_doubtful
    FROM result r
    WHERE a.message_id = r.id AND a.number = r.attempt
), distance AS (
    UPDATE surveys_message reminder
    SET due_at = reminder.due_at + (%(now)s - i.not_before_at)
    FROM moved
    JOIN surveys_invitation i ON i.id = moved.invitation_id
    WHERE moved.number = 0 AND moved.state = 'accepted'
        AND %(now)s - i.not_before_at > interval '1 hour'
        AND reminder.invitation_id = moved.invitation_id
        AND reminder.number > 0 AND reminder.state = 'planned' AND reminder.attempt = 0
)
SELECT id FROM moved
