-- Puts addresses on the list, save those that are there already and those that a person took off it after the
-- day that the row gives.
-- Parameters: arrays of one length: keys, kinds, reasons, notes, dates (NULL: now); now; created_by.
-- Columns: address_hmac and kind of each row that is new.
INSERT INTO surveys_suppression
    (uuid, address_hmac, kind, reason, note, created_at, created_by_id, lifted_because)
SELECT gen_random_uuid(), r.key, r.kind, r.reason, r.note, coalesce(r.since, %(now)s), %(created_by)s, ''
FROM unnest(
    %(keys)s::text[], %(kinds)s::text[], %(reasons)s::text[], %(notes)s::text[], %(dates)s::timestamptz[]
) AS r(key, kind, reason, note, since)
WHERE NOT EXISTS (
    SELECT FROM surveys_suppression lifted
    WHERE lifted.address_hmac = r.key AND lifted.kind = r.kind AND lifted.lifted_at > r.since
)
ORDER BY r.key, r.kind
ON CONFLICT (address_hmac, kind) WHERE lifted_at IS NULL DO NOTHING
RETURNING address_hmac, kind
