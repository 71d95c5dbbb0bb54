-- Purpose: revenue of accounts by month in base currency, for statistics: a credit note counts in the month of the
--   invoice that it corrects, at that month's rate, so that it takes away just what was counted too much.
-- Parameters: accounts (array); first, until (half-open); base_currency, minor_units (how many of them make one unit of
--   the base currency).
-- Columns: account_id, month, fact_minor (null: a part of it is in a currency without any rate up to that month, so
--   the sum is unknown). Account months without a row are left out; by account and month.
with fact as (
    select revenue.account_id, revenue.amount, revenue.currency, coalesce(original.month, revenue.month) as month
    from csat_revenue revenue
    left join csat_revenue original on original.id = revenue.credits_id
    where revenue.kind = 'fact' and revenue.account_id = any(%(accounts)s)
),
worth as (
    select fact.account_id, fact.month, fact.amount,
        case when fact.currency = %(base_currency)s then 1 else (
            select rate.rate from csat_rate rate
            where rate.currency = fact.currency and rate.month <= fact.month
            order by rate.month desc limit 1
        ) end as rate
    from fact
    where fact.month >= %(first)s and fact.month < %(until)s
)
select account_id, month,
    case when count(*) = count(rate) then round(sum(amount * rate) * %(minor_units)s)::bigint end as fact_minor
from worth
group by account_id, month
order by account_id, month
