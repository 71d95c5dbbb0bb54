-- Which waiting mails are due, and what becomes of each: the first half of claim.sql and queue.sql.
-- Checked here, under a lock on mail and invitation: cancelled, answered, expired, suppressed, batch stopped
-- or ended, sending held, quiet hours and days on the client's clock, invitation before its reminders (D2);
-- then the pace of the domain it goes to (D8): none while it is paused, one after a pause, no more than an
-- operator's limit. A domain's row is locked meanwhile, so that its allowance is given out once. What has to
-- wait for its domain is due later: it never stands in front of what may go.
-- An answer, opt-out, cancellation or stop locks the same rows: it either waits for this statement's
-- commit, or this statement skips the row, or sees it as changed. So no claim is later than their commit.
-- Parameters: now; ids (bigint[] or NULL for all); queued_until (leave alone what was queued later); limit;
-- probe_until (the fate of a mail claimed now is known by then).
-- Columns: id, domain (or channel, where it is no mail), verdict (the next state; 'sending' where nothing
-- speaks against it), reason, due_at (where it has to wait for its domain).
WITH checked AS (
    SELECT
        m.id, m.due_at, i.expires_at,
        CASE WHEN b.channel = 'email' THEN i.domain ELSE b.channel END AS domain,
        CASE
            WHEN i.cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN i.answered_at IS NOT NULL THEN 'cancelled'
            WHEN b.ended_at IS NOT NULL THEN 'cancelled'
            WHEN i.expires_at <= %(now)s THEN 'expired'
            WHEN i.address_hmac = '' THEN 'cancelled'
            WHEN s.reason IS NOT NULL THEN 'suppressed'
            WHEN first.state NOT IN ('accepted', 'delivered') THEN 'cancelled'
            WHEN earlier.came_back THEN 'cancelled'
            WHEN earlier.was_replied_to THEN 'cancelled'
            ELSE 'sending'
        END AS verdict,
        CASE
            WHEN i.cancelled_at IS NOT NULL THEN i.cancelled_because
            WHEN i.answered_at IS NOT NULL THEN 'answered already'
            WHEN b.ended_at IS NOT NULL THEN b.stopped_because
            WHEN i.expires_at <= %(now)s THEN 'its time was over before it could be sent'
            WHEN i.address_hmac = '' THEN 'the address has no key to look up opt-outs by'
            WHEN s.reason IS NOT NULL THEN 'the address is suppressed: ' || s.reason
            WHEN first.state NOT IN ('accepted', 'delivered') THEN 'the invitation itself did not arrive'
            WHEN earlier.came_back THEN 'an earlier reminder did not arrive'
            WHEN earlier.was_replied_to THEN 'the client has written back'
            ELSE ''
        END AS reason
    FROM surveys_message m
    JOIN surveys_invitation i ON i.id = m.invitation_id
    JOIN surveys_batch b ON b.id = i.batch_id
    LEFT JOIN surveys_message first
        ON m.number > 0 AND first.invitation_id = m.invitation_id AND first.number = 0
    LEFT JOIN LATERAL (
        SELECT
            bool_or(e.state IN ('planned', 'queued', 'deferred', 'sending', 'in_doubt')) AS is_open,
            bool_or(e.state IN ('bounced', 'complained')) AS came_back,
            bool_or(EXISTS (
                SELECT FROM surveys_mailevent v WHERE v.message_id = e.id AND v.kind = 'replied'
            )) AS was_replied_to
        FROM surveys_message e
        WHERE m.number > 0 AND e.invitation_id = m.invitation_id AND e.number < m.number
    ) earlier ON m.number > 0
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
            OR b.ended_at IS NOT NULL
            OR i.expires_at <= %(now)s
            OR (
                NOT b.is_stopped
                AND NOT EXISTS (SELECT FROM surveys_brand WHERE is_sending_held)
                AND earlier.is_open IS NOT TRUE
                AND (b.opens_at IS NULL OR (
                    CASE WHEN i.quiet_on IS NULL
                        THEN extract(isodow FROM %(now)s AT TIME ZONE i.zone) < 6
                        ELSE (%(now)s AT TIME ZONE i.zone)::date <> ALL(i.quiet_on)
                    END
                    AND (%(now)s AT TIME ZONE i.zone)::time >= b.opens_at
                    AND (%(now)s AT TIME ZONE i.zone)::time < b.closes_at
                ))
            )
        )
    ORDER BY m.due_at, m.id
    LIMIT %(limit)s
    FOR UPDATE OF m SKIP LOCKED
    FOR SHARE OF i, b SKIP LOCKED
), pace AS (
    SELECT
        p.domain, p.reply, p.most_an_hour, p.next_at,
        coalesce(p.paused_until > %(now)s, false) AS is_paused,
        p.failures > 0 AS is_probing,
        p.paused_until,
        -- A limit of n an hour: two minutes' worth at once, the rest spread so that no hour holds more than n.
        1 + p.most_an_hour / 30 AS burst,
        interval '1 hour' / nullif(p.most_an_hour - p.most_an_hour / 30, 0) AS step
    FROM surveys_domainpace p
    WHERE p.domain IN (SELECT domain FROM checked WHERE verdict = 'sending')
    ORDER BY p.domain
    FOR UPDATE
), allowed AS (
    SELECT
        pace.*,
        greatest(pace.next_at, %(now)s - (burst - 1) * step) AS free_at,
        CASE
            WHEN is_paused THEN 0
            ELSE least(
                CASE WHEN is_probing THEN 1 END,
                CASE
                    WHEN most_an_hour = 0 THEN 0
                    WHEN most_an_hour IS NULL THEN NULL
                    WHEN next_at > %(now)s THEN 0
                    ELSE 1 + floor(extract(epoch FROM %(now)s - greatest(next_at, %(now)s - (burst - 1) * step))
                        / extract(epoch FROM step))
                END
            )
        END AS mails
    FROM pace
), due AS (
    SELECT
        c.id, c.domain,
        CASE WHEN c.place > a.mails THEN 'deferred' ELSE c.verdict END AS verdict,
        CASE
            WHEN c.place <= a.mails OR a.mails IS NULL THEN c.reason
            WHEN a.is_paused OR a.is_probing THEN left('waits for ' || c.domain || ': ' || a.reply, 300)
            ELSE c.domain || ' gets at most ' || a.most_an_hour || ' an hour'
        END AS reason,
        CASE
            WHEN c.place <= a.mails OR a.mails IS NULL THEN NULL
            -- The first is the next probe; the others leave it the time to be answered.
            WHEN a.is_paused THEN least(c.expires_at, a.paused_until
                + CASE WHEN c.place > 1 THEN %(probe_until)s - %(now)s ELSE interval '0' END)
            WHEN a.is_probing THEN least(c.expires_at, %(probe_until)s)
            ELSE least(c.expires_at, coalesce(a.free_at + (c.place - 1) * a.step, %(now)s + interval '1 hour'))
        END AS due_at
    FROM (
        SELECT *, row_number() OVER (PARTITION BY domain, verdict ORDER BY due_at, id) AS place
        FROM checked
    ) c
    LEFT JOIN allowed a ON a.domain = c.domain AND c.verdict = 'sending'
)
