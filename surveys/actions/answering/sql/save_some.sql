-- Saves single answers of a page that somebody is filling in, unless something later came first (D10).
-- `:door` is invitation_id, or ticket behind a shared link; the other one is null.
-- Parameters: uuid, invitation, collector, ticket, version, language, answers (jsonb), keys (text[]: the questions
--   that were touched, whose older answers go), page (its index), sequence, opened_at, now, doubts (text[]), device.
-- Returns the sequence; no row where this came too late.
INSERT INTO surveys_response AS stored
    (uuid, invitation_id, collector_id, ticket, version_id, language, answers, sequence, at_page, started_at,
     saved_at, revision, verdict, doubts, begun_device)
VALUES
    (%(uuid)s, %(invitation)s, %(collector)s, %(ticket)s, %(version)s, %(language)s, %(answers)s, %(sequence)s,
     %(page)s, %(opened_at)s, %(now)s, 0, 'counts', %(doubts)s, %(device)s)
ON CONFLICT (:door) DO UPDATE
SET answers = (stored.answers - %(keys)s::text[]) || excluded.answers,
    language = excluded.language,
    sequence = excluded.sequence,
    at_page = excluded.at_page,
    saved_at = excluded.saved_at,
    doubts = ARRAY(SELECT DISTINCT unnest(stored.doubts || excluded.doubts) ORDER BY 1)
WHERE stored.submitted_at IS NULL AND stored.sequence < excluded.sequence
RETURNING sequence
