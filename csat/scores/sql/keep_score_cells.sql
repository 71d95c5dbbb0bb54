-- Purpose: make the stored cells equal to those of score_cells.sql, the part "expected"; only rows that differ
--   are written.
-- Parameters: those of score_cells.sql.
with expected as materialized (
    :expected
),
gone as (
    delete from csat_scorecell stored
    where :scope and not exists (
        select from expected
        where expected.month = stored.month and expected.account_id = stored.account_id
            and expected.program_id = stored.program_id and expected.role = stored.role
            and expected.person_id is not distinct from stored.person_id
            and expected.capacity = stored.capacity and expected.measure = stored.measure
    )
)
insert into csat_scorecell as stored (
    month, account_id, program_id, role, person_id, capacity, measure, is_headline, n, sum_milli, sum_squares, bins
)
select * from expected
on conflict on constraint score_cell_once do update set
    is_headline = excluded.is_headline, n = excluded.n, sum_milli = excluded.sum_milli,
    sum_squares = excluded.sum_squares, bins = excluded.bins
where (stored.is_headline, stored.n, stored.sum_milli, stored.sum_squares, stored.bins)
    is distinct from
    (excluded.is_headline, excluded.n, excluded.sum_milli, excluded.sum_squares, excluded.bins)
