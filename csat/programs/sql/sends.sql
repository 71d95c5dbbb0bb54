-- Purpose: the surveys and reminders that mailboxes, contacts and clients got and will get.
-- Parameters: addresses (lower case), contacts, accounts (ids; empty arrays: not asked for), since (invitations that
--   were to go out later), now, reminders (bool: also reminders), trial (the kind that counts for nothing).
-- Columns: invitation_id, address (lower case), contact_id, account_id, kind, number (0: the survey itself), day (by
--   the recipient's clock). What was never sent and never will be is left out; what is held counts from now on.
with wanted as (
    select id from surveys_invitation where lower(address) = any(%(addresses)s)
    union
    select invitation_id from csat_touchpoint where contact_id = any(%(contacts)s)
    union
    select invitation_id from csat_touchpoint where account_id = any(%(accounts)s)
),
sends as (
    select invitation.id, lower(invitation.address) as address, touchpoint.contact_id, touchpoint.account_id,
        invitation.kind, coalesce(message.number, 0) as number, invitation.zone,
        greatest(
            case
                when message.number > 0 then coalesce(message.accepted_at, message.dated_at, message.due_at)
                else coalesce(message.accepted_at, message.dated_at, invitation.not_before_at)
            end,
            case
                when batch.is_stopped and message.state in ('planned', 'queued', 'deferred')
                    then least(%(now)s, invitation.expires_at)
            end
        ) as moment
    from wanted
    join surveys_invitation invitation on invitation.id = wanted.id
    join surveys_batch batch on batch.id = invitation.batch_id
    left join csat_touchpoint touchpoint on touchpoint.invitation_id = invitation.id
    left join surveys_message message on message.invitation_id = invitation.id
    where invitation.not_before_at > %(since)s
        and invitation.kind <> %(trial)s
        and invitation.address <> ''
        and (message.id is not null or invitation.cancelled_at is null)
        and coalesce(message.number, 0) <= case when %(reminders)s then 32000 else 0 end
        and coalesce(message.state, 'accepted') not in ('cancelled', 'suppressed', 'expired')
        and (
            coalesce(message.state, 'accepted') not in ('planned', 'queued', 'deferred')
            or (invitation.cancelled_at is null and invitation.answered_at is null)
        )
)
select id, address, contact_id, account_id, kind, number, timezone(zone, moment)::date from sends
