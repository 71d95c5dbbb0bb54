-- Purpose: an account's month: revenue fact and plan in base currency beside the sums of its headline CSI.
-- Parameters: those of the part scope (scope.sql, or true for all months); base_currency, minor_units (how many of
--   them make one unit of the base currency).
-- Columns: account_id, month, fact_minor, plan_minor (null: none known; a currency without any rate up to that month
--   counts as unknown), n, sum_milli (thousandths of a point).
with money as (
    select revenue.account_id, revenue.month,
        round(sum(revenue.amount * worth.rate) filter (where revenue.kind = 'fact') * %(minor_units)s)::bigint as fact_minor,
        round(sum(revenue.amount * worth.rate) filter (where revenue.kind = 'plan') * %(minor_units)s)::bigint as plan_minor
    from csat_revenue revenue
    cross join lateral (
        select case when revenue.currency = %(base_currency)s then 1 else (
            select rate.rate from csat_rate rate
            where rate.currency = revenue.currency and rate.month <= revenue.month
            order by rate.month desc limit 1
        ) end as rate
    ) worth
    where :scope
    group by revenue.account_id, revenue.month
),
voice as (
    select account_id, month, count(*)::integer as n, sum(value_milli)::bigint as sum_milli
    from csat_score
    where measure = 'csi' and is_headline and :scope
    group by account_id, month
)
select account_id, month, fact_minor, plan_minor, coalesce(n, 0) as n, coalesce(sum_milli, 0) as sum_milli
from money full join voice using (account_id, month)
