-- Purpose: how often contacts answered what reached them, by any survey rule, and when they were last asked.
-- Parameters: contacts (ids), since and until (moments between which mails were due; later ones are too fresh to tell).
-- Columns: contact_id, asked, answered (of those asked), asked_at (the latest invitation of all).
select touchpoint.contact_id,
    count(*) filter (where counts.one) as asked,
    count(*) filter (where counts.one and invitation.answered_at is not null) as answered,
    max(invitation.not_before_at) filter (where invitation.cancelled_at is null) as asked_at
from csat_touchpoint touchpoint
join surveys_invitation invitation on invitation.id = touchpoint.invitation_id
join surveys_message message on message.invitation_id = invitation.id and message.number = 0
cross join lateral (
    select message.state in ('accepted', 'delivered')
        and invitation.not_before_at between %(since)s and %(until)s as one
) counts
where touchpoint.contact_id = any(%(contacts)s)
group by touchpoint.contact_id
