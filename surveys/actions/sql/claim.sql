-- Continues due.sql: takes the due mails for one worker, opens a line in each one's ledger, counts them
-- against their domains' allowances, and settles those against which something speaks.
-- Parameters: those of due.sql; owner; lease_until.
-- Columns: the mail, its invitation, the number of its last reminder, and failures (earlier tries that the
-- server put off).
, moved AS (
    UPDATE surveys_message m
    SET state = due.verdict,
        reason = due.reason,
        due_at = coalesce(due.due_at, m.due_at),
        changed_at = %(now)s,
        attempt = m.attempt + (due.verdict = 'sending')::int,
        owner = CASE WHEN due.verdict = 'sending' THEN %(owner)s ELSE '' END,
        lease_until = CASE WHEN due.verdict = 'sending' THEN %(lease_until)s END,
        dated_at = CASE WHEN due.verdict = 'sending' THEN coalesce(m.dated_at, %(now)s) ELSE m.dated_at END
    FROM due
    WHERE m.id = due.id
    RETURNING m.*, due.domain
), spent AS (
    UPDATE surveys_domainpace p
    SET next_at = CASE WHEN p.most_an_hour > 0 THEN a.free_at + taken.mails * a.step END,
        probe = CASE WHEN a.is_probing THEN taken.first_id ELSE p.probe END,
        paused_until = CASE WHEN a.is_probing THEN %(probe_until)s ELSE p.paused_until END
    FROM allowed a
    JOIN (
        SELECT domain, count(*) AS mails, min(id) AS first_id FROM due WHERE verdict = 'sending' GROUP BY domain
    ) taken ON taken.domain = a.domain
    WHERE p.domain = a.domain
), ledger AS (
    INSERT INTO surveys_attempt (message_id, number, owner, started_at, outcome, reply, may_have_been_sent)
    SELECT id, attempt, owner, %(now)s, '', '', false FROM moved WHERE state = 'sending'
)
SELECT
    m.id, m.uuid, m.number, m.attempt, m.dated_at, m.state,
    i.id, i.uuid, i.batch_id, i.version_id, i.address, i.language, i.facts, b.channel, m.domain,
    CASE WHEN m.number > 0 THEN (
        SELECT max(e.number) FROM surveys_message e WHERE e.invitation_id = m.invitation_id
    ) ELSE 0 END,
    (SELECT count(*) FROM surveys_attempt a WHERE a.message_id = m.id AND a.outcome = 'deferred')
FROM moved m
JOIN surveys_invitation i ON i.id = m.invitation_id
JOIN surveys_batch b ON b.id = i.batch_id
ORDER BY m.due_at, m.id
