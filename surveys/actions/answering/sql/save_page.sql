-- Saves one page of an answer, unless a later page or the submission came first (D10).
-- One statement: the row's lock, taken by the conflict, puts parallel pages in order.
-- `:door` is invitation_id, or ticket behind a shared link; the other one is null.
-- Parameters: uuid, invitation, collector, ticket, version, language, answers (jsonb of this page),
--   keys (text[]: questions of this page and those that it hides, whose older answers go), sequence,
--   opened_at, now, doubts (text[]), device.
-- Returns the stored answers as jsonb; no row where the page was stale.
INSERT INTO surveys_response AS stored
    (uuid, invitation_id, collector_id, ticket, version_id, language, answers, sequence, started_at, saved_at,
     revision, verdict, doubts, begun_device)
VALUES
    (%(uuid)s, %(invitation)s, %(collector)s, %(ticket)s, %(version)s, %(language)s, %(answers)s, %(sequence)s,
     %(opened_at)s, %(now)s, 0, 'counts', %(doubts)s, %(device)s)
ON CONFLICT (:door) DO UPDATE
SET answers = (stored.answers - %(keys)s::text[]) || excluded.answers,
    language = excluded.language,
    sequence = excluded.sequence,
    saved_at = excluded.saved_at,
    at_page = NULL,
    doubts = ARRAY(SELECT DISTINCT unnest(stored.doubts || excluded.doubts) ORDER BY 1)
WHERE stored.submitted_at IS NULL AND stored.sequence < excluded.sequence
RETURNING answers
