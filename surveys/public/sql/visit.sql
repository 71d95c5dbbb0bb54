-- Who stands at the door: all that a page behind a personal link needs, in one statement.
-- Parameter: hash (of the token). Revoked links and links for another purpose find nothing; expired ones do.
-- Returns at most one row: columns invitation_* and response_* (null before the first page), the sender, the brand
--   and for how many days answers may be changed, worded_at (when our words were last changed), and accepted_at
--   (when the mail server took the first mail).
SELECT invitation.id AS invitation_id,
       invitation.uuid AS invitation_uuid,
       invitation.version_id AS invitation_version_id,
       invitation.language AS invitation_language,
       invitation.facts AS invitation_facts,
       invitation.zone AS invitation_zone,
       invitation.expires_at AS invitation_expires_at,
       invitation.cancelled_at AS invitation_cancelled_at,
       invitation.answered_at AS invitation_answered_at,
       batch.sender_name, batch.sender_title, batch.reply_to_address,
       response.language AS response_language,
       response.answers AS response_answers,
       response.sequence AS response_sequence,
       response.started_at AS response_started_at,
       response.submitted_at AS response_submitted_at,
       response.saved_at AS response_saved_at,
       response.at_page AS response_at_page,
       response.changing AS response_changing,
       response.verdict AS response_verdict,
       response.revision AS response_revision,
       response.submission_id AS response_submission_id,
       brand.name AS brand_name, brand.accent AS brand_accent, brand.change_days,
       logo.sha256 AS brand_logo,
       (SELECT max(changed_at) FROM surveys_wording) AS worded_at,
       message.accepted_at
FROM surveys_token token
JOIN surveys_invitation invitation ON invitation.id = token.invitation_id
JOIN surveys_batch batch ON batch.id = invitation.batch_id
LEFT JOIN surveys_response response ON response.invitation_id = invitation.id
LEFT JOIN surveys_message message ON message.invitation_id = invitation.id AND message.number = 0
LEFT JOIN surveys_brand brand ON brand.id = 1
LEFT JOIN surveys_blob logo ON logo.id = brand.logo_id
WHERE token.hash = %(hash)s AND token.purpose = 'answer' AND token.revoked_at IS NULL
