-- Purpose: every account in a periodic rule's audience with its stratum, and its slot where it has one.
-- Parameters: program_id, segments (empty: all), today, since (first day of the months that make the revenue band).
-- Columns: account_id, uuid, is_key, segment, band (1 to 3 by revenue fact in base currency, 1 the smallest), slot_offset.
with brought as (
    select revenue.account_id, sum(revenue.amount * coalesce(rate.rate, 1)) as amount
    from csat_revenue revenue
    left join csat_rate rate on rate.currency = revenue.currency and rate.month = revenue.month
    where revenue.kind = 'fact' and revenue.month >= %(since)s
    group by revenue.account_id
)
select account.id, account.uuid, account.is_key, account.segment,
    ntile(3) over (order by coalesce(brought.amount, 0), account.id) as band, slot."offset" as slot_offset
from csat_account account
left join brought on brought.account_id = account.id
left join csat_slot slot on slot.account_id = account.id and slot.program_id = %(program_id)s
where (account.closed_on is null or account.closed_on > %(today)s)
    and (cardinality(%(segments)s::text[]) = 0 or account.segment = any(%(segments)s::text[]))
