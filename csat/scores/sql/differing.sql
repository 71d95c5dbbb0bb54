-- Purpose: rows of a roll-up that differ from what the scores give: those stored only, and those expected only.
--   The parts table, columns and expected (the statement that defines the roll-up) are put in by the caller.
-- Parameters: those of the statement that defines the roll-up.
-- Columns: side (stored or expected), then those of the roll-up. Months that are marked are about to change anyway.
with expected as materialized (
    :expected
),
stored as (
    select :columns from :table
),
differing as (
    select 'stored' as side, * from (select * from stored except all select :columns from expected) stored_only
    union all
    select 'expected', * from (select :columns from expected except all select * from stored) expected_only
)
select * from differing where not exists (
    select from csat_dirtymonth mark
    where mark.account_id = differing.account_id and mark.month = differing.month
)
order by account_id, month, side
