-- Purpose: when each role of some accounts was last heard in a round of any survey rule.
-- Parameters: accounts (ids), zone (where days are cut).
-- Columns: account_id, role, heard_on, month (of the latest round that was answered).
select touchpoint.account_id, touchpoint.role,
    (max(response.submitted_at) at time zone %(zone)s)::date as heard_on, max(wave.month) as month
from csat_touchpoint touchpoint
join csat_wave wave on wave.id = touchpoint.wave_id
join surveys_response response on response.invitation_id = touchpoint.invitation_id
where touchpoint.account_id = any(%(accounts)s)
    and response.submitted_at is not null and response.verdict <> 'excluded'
group by touchpoint.account_id, touchpoint.role
