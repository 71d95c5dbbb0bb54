-- Purpose: a condition: only the months of some accounts. It stands alone after "where" or "and", so that the planner
--   makes an indexed join of it; beside an "or" it would read every row.
-- Parameters: accounts and months (arrays; pairs by position).
(account_id, month) in (
    select pair.account_id, pair.month
    from unnest(%(accounts)s::bigint[], %(months)s::date[]) as pair (account_id, month)
)
