-- Deletes uploads that no answer names: replaced, removed, or never saved with their page.
-- Named by the answer as it stands, by a change in the making, or by any revision of the history.
-- Parameter: before (younger ones are left alone).
DELETE FROM surveys_upload u
WHERE u.created_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM surveys_response r
        WHERE (r.invitation_id = u.invitation_id OR r.ticket = u.ticket)
            AND (
                r.answers -> u.question_key ->> 'file' = u.uuid::text
                OR r.changing -> u.question_key ->> 'file' = u.uuid::text
                OR EXISTS (
                    SELECT FROM surveys_responserevision v
                    WHERE v.response_id = r.id AND v.answers -> u.question_key ->> 'file' = u.uuid::text
                )
            )
    )
