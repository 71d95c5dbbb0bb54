-- Purpose: what accounts brought in the last twelve months, for conditions of survey rules.
-- Parameters: accounts (ids), since, until (first days of months, half-open), base_currency.
-- Columns: account_id, amount (base currency, by the latest rate up to each month; months without one are left out).
select revenue.account_id,
    sum(revenue.amount * case when revenue.currency = %(base_currency)s then 1 else rate.rate end) as amount
from csat_revenue revenue
left join lateral (
    select rate from csat_rate
    where currency = revenue.currency and month <= revenue.month order by month desc limit 1
) rate on true
where revenue.kind = 'fact' and revenue.account_id = any(%(accounts)s)
    and revenue.month >= %(since)s and revenue.month < %(until)s
group by revenue.account_id
