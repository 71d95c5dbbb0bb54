-- Purpose: take marks of months to be summed anew; what another transaction holds is passed over.
-- Parameters: limit.
-- Columns: account_id, month; a pair may come several times.
delete from csat_dirtymonth where id in (
    select id from csat_dirtymonth order by id limit %(limit)s for update skip locked
)
returning account_id, month
