-- Which waiting mails are due, and what becomes of each: the first half of claim.sql and queue.sql.
-- Checked here, under a lock on mail and invitation: cancelled, answered, expired, suppressed, batch stopped,
-- sending held, quiet hours on the client's clock, invitation before its reminder (D2).
-- An answer, opt-out, cancellation or stop locks the same rows: it either waits for this statement's
-- commit, or this statement skips the row, or sees it as changed. So no claim is later than their commit.
-- Parameters: now; ids (bigint[] or NULL for all); queued_until (leave alone what was queued later); limit.
-- Columns: id, verdict (the next state; 'sending' where nothing speaks against it), reason.
WITH due AS (
    SELECT
        m.id,
        CASE
            WHEN i.cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN i.answered_at IS NOT NULL THEN 'cancelled'
            WHEN i.expires_at <= %(now)s THEN 'expired'
            WHEN i.address_hmac = '' THEN 'cancelled'
            WHEN s.reason IS NOT NULL THEN 'suppressed'
            WHEN first.state NOT IN ('accepted', 'delivered') THEN 'cancelled'
            ELSE 'sending'
        END AS verdict,
        CASE
            WHEN i.cancelled_at IS NOT NULL THEN i.cancelled_because
            WHEN i.answered_at IS NOT NULL THEN 'answered already'
            WHEN i.expires_at <= %(now)s THEN 'its time was over before it could be sent'
            WHEN i.address_hmac = '' THEN 'the address has no key to look up opt-outs by'
            WHEN s.reason IS NOT NULL THEN 'the address is suppressed: ' || s.reason
            WHEN first.state NOT IN ('accepted', 'delivered') THEN 'the invitation itself did not arrive'
            ELSE ''
        END AS reason
    FROM surveys_message m
    JOIN surveys_invitation i ON i.id = m.invitation_id
    JOIN surveys_batch b ON b.id = i.batch_id
    LEFT JOIN surveys_message first
        ON m.number > 0 AND first.invitation_id = m.invitation_id AND first.number = 0
    LEFT JOIN LATERAL (
        SELECT reason FROM surveys_suppression
        WHERE address_hmac = i.address_hmac AND kind IN ('', i.kind) AND lifted_at IS NULL
        ORDER BY kind LIMIT 1
    ) s ON true
    WHERE m.state IN ('planned', 'queued', 'deferred')
        AND m.due_at <= %(now)s
        AND (m.state <> 'queued' OR m.changed_at <= %(queued_until)s)
        AND (%(ids)s::bigint[] IS NULL OR m.id = ANY(%(ids)s::bigint[]))
        AND (
            i.cancelled_at IS NOT NULL
            OR i.answered_at IS NOT NULL
            OR i.expires_at <= %(now)s
            OR (
                NOT b.is_stopped
                AND NOT EXISTS (SELECT FROM surveys_brand WHERE is_sending_held)
                AND (first.state IS NULL OR first.state NOT IN
                    ('planned', 'queued', 'deferred', 'sending', 'in_doubt'))
                AND (b.opens_at IS NULL OR (
                    extract(isodow FROM %(now)s AT TIME ZONE i.zone) < 6
                    AND (%(now)s AT TIME ZONE i.zone)::time >= b.opens_at
                    AND (%(now)s AT TIME ZONE i.zone)::time < b.closes_at
                ))
            )
        )
    ORDER BY m.due_at, m.id
    LIMIT %(limit)s
    FOR UPDATE OF m SKIP LOCKED
    FOR SHARE OF i, b SKIP LOCKED
)
