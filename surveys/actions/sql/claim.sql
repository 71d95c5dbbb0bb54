-- Continues due.sql: takes the due mails for one worker, opens a line in each one's ledger, and settles
-- those against which something speaks.
-- Parameters: those of due.sql; owner; lease_until.
-- Columns: the mail, its invitation, and failures (earlier tries that the server put off).
, moved AS (
    UPDATE surveys_message m
    SET state = due.verdict,
        reason = due.reason,
        changed_at = %(now)s,
        attempt = m.attempt + (due.verdict = 'sending')::int,
        owner = CASE WHEN due.verdict = 'sending' THEN %(owner)s ELSE '' END,
        lease_until = CASE WHEN due.verdict = 'sending' THEN %(lease_until)s END,
        dated_at = CASE WHEN due.verdict = 'sending' THEN coalesce(m.dated_at, %(now)s) ELSE m.dated_at END
    FROM due
    WHERE m.id = due.id
    RETURNING m.*
), ledger AS (
    INSERT INTO surveys_attempt (message_id, number, owner, started_at, outcome, reply, may_have_been_sent)
    SELECT id, attempt, owner, %(now)s, '', '', false FROM moved WHERE state = 'sending'
)
SELECT
    m.id, m.uuid, m.number, m.attempt, m.dated_at, m.state,
    i.id, i.uuid, i.batch_id, i.version_id, i.address, i.language, i.facts,
    (SELECT count(*) FROM surveys_attempt a WHERE a.message_id = m.id AND a.outcome = 'deferred')
FROM moved m
JOIN surveys_invitation i ON i.id = m.invitation_id
ORDER BY m.due_at, m.id
