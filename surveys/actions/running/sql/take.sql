-- Takes slots: a tick's row is the lock. Of any number of sweeps that come for a slot at once exactly one inserts
-- it; the others wait for that commit and go without. Schedules move on for all of them, and never back.
-- Rows are written in the order of ids, so that no two sweeps can wait in a circle.
-- Parameters: schedules, slots, nexts (arrays of one length, by schedule id); now; lease_until.
-- Columns: tick id, schedule id, slot_at; only of the slots that were taken here.
WITH wanted AS (
    SELECT * FROM unnest(%(schedules)s::bigint[], %(slots)s::timestamptz[], %(nexts)s::timestamptz[])
        AS row (schedule_id, slot_at, next_at)
), taken AS (
    INSERT INTO surveys_tick (schedule_id, slot_at, taken_at, lease_until)
    SELECT schedule_id, slot_at, %(now)s, %(lease_until)s FROM wanted ORDER BY schedule_id
    ON CONFLICT (schedule_id, slot_at) DO NOTHING
    RETURNING id, schedule_id, slot_at
), locked AS (
    SELECT id FROM surveys_schedule
    WHERE id IN (SELECT schedule_id FROM wanted) AND (SELECT count(*) FROM taken) >= 0
    ORDER BY id
    FOR NO KEY UPDATE
), moved AS (
    UPDATE surveys_schedule schedule
    SET next_slot_at = greatest(schedule.next_slot_at, wanted.next_at)
    FROM wanted
    WHERE schedule.id = wanted.schedule_id AND schedule.id IN (SELECT id FROM locked)
)
SELECT id, schedule_id, slot_at FROM taken ORDER BY slot_at, schedule_id
