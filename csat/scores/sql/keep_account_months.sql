-- Purpose: make the stored account months equal to those of account_months.sql, the part "expected"; only rows
--   that differ are written, because most months of an import are as they were.
-- Parameters: those of account_months.sql.
with expected as materialized (
    :expected
),
gone as (
    delete from csat_accountmonth stored
    where :scope and not exists (
        select from expected where expected.account_id = stored.account_id and expected.month = stored.month
    )
)
insert into csat_accountmonth as stored (account_id, month, fact_minor, plan_minor, n, sum_milli)
select * from expected
on conflict (account_id, month) do update set
    fact_minor = excluded.fact_minor, plan_minor = excluded.plan_minor,
    n = excluded.n, sum_milli = excluded.sum_milli
where (stored.fact_minor, stored.plan_minor, stored.n, stored.sum_milli)
    is distinct from (excluded.fact_minor, excluded.plan_minor, excluded.n, excluded.sum_milli)
