-- Keeps the pages of a change aside, unless a later page came first; the submitted answer stays as it is.
-- Parameters: invitation, answers (jsonb, what the change would come to), sequence, now.
-- Returns the id; no row where the page was stale.
UPDATE surveys_response
SET changing = %(answers)s, sequence = %(sequence)s, saved_at = %(now)s
WHERE invitation_id = %(invitation)s AND submitted_at IS NOT NULL AND sequence < %(sequence)s
RETURNING id
