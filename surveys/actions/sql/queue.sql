-- Continues due.sql: marks the due mails as handed to the workers, and settles those against which
-- something speaks.
-- Parameters: those of due.sql.
-- Columns: id, state.
UPDATE surveys_message m
SET state = CASE WHEN due.verdict = 'sending' THEN 'queued' ELSE due.verdict END,
    reason = CASE WHEN due.verdict = 'sending' THEN m.reason ELSE due.reason END,
    due_at = coalesce(due.due_at, m.due_at),
    changed_at = %(now)s
FROM due
WHERE m.id = due.id
RETURNING m.id, m.state
