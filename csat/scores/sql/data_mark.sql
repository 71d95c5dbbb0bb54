-- Purpose: how often rows of some tables were written, changed or deleted since the server's counters began: a cheap
--   sign that data are no longer what they were. Counters of this connection that the server has not yet added to its
--   own (they lag by seconds) are added here, also those of the open transaction.
-- Parameters: tables (array of names).
-- Columns: relname, writes; by name.
select stored.relname,
    stored.n_tup_ins + stored.n_tup_upd + stored.n_tup_del
        + coalesce(own.n_tup_ins + own.n_tup_upd + own.n_tup_del, 0) as writes
from pg_stat_user_tables stored
left join pg_stat_xact_user_tables own on own.relid = stored.relid
where stored.relname = any(%(tables)s) and stored.schemaname = any(current_schemas(false))
order by stored.relname
