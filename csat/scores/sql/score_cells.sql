-- Purpose: a month's sums of each measure: totals (no person) and, per person and capacity, what is credited to them.
-- Parameters: those of the part scope (scope.sql, or true for all months).
-- Columns: those of csat_scorecell without id; sums in thousandths of a point, squares of thousandths.
with scored as (
    select score.month, score.account_id, score.program_id, score.role, score.measure, score.is_headline,
        score.value_milli, score.given, score.touchpoint_id
    from csat_score score
    where :scope
),
credited as (
    select scored.*, null::bigint as person_id, '' as capacity from scored
    union all
    select scored.*, person.employee_id, person.capacity
    from scored join csat_touchpointperson person on person.touchpoint_id = scored.touchpoint_id
)
select month, account_id, program_id, role, person_id, capacity, measure, is_headline,
    count(*)::integer as n,
    sum(value_milli)::bigint as sum_milli,
    sum(value_milli::bigint * value_milli)::numeric(24, 0) as sum_squares,
    array[
        count(*) filter (where given = 0), count(*) filter (where given = 1), count(*) filter (where given = 2),
        count(*) filter (where given = 3), count(*) filter (where given = 4), count(*) filter (where given = 5),
        count(*) filter (where given = 6), count(*) filter (where given = 7), count(*) filter (where given = 8),
        count(*) filter (where given = 9), count(*) filter (where given = 10)
    ]::integer[] as bins
from credited
group by month, account_id, program_id, role, person_id, capacity, measure, is_headline
