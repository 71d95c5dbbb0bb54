-- Purpose: orders that still hold a question to ask, with their place among their client's orders, counted by
--   delivery or, for a rule that counts from there, by closing.
-- Parameters: program_id, survey_id, counts_from (delivery, closing), first, last (days counted from, both included),
--   horizon (date: put-off contacts whose day comes by then are looked at again), final (reasons that stay),
--   base_currency, accounts (ids; null: all).
-- Columns: deal_id, account_uuid, counted_on, base_amount (base currency, null without a rate), place_in_life,
--   place_in_quarter (among repeat orders, by day), repeats_last_quarter (how many the quarter before had).
with counted as (
    select id, account_id, amount, currency,
        case when %(counts_from)s = 'closing' then closed_on else delivered_on end as counted_on
    from csat_deal
    where stage = 'delivered' or (%(counts_from)s = 'closing' and stage = 'won')
),
life as (
    select counted.*,
        date_trunc('quarter', counted_on)::date as quarter,
        row_number() over (partition by account_id order by counted_on, id) as place_in_life
    from counted
    where counted_on is not null
        and (%(accounts)s::bigint[] is null or account_id = any(%(accounts)s::bigint[]))
        and account_id in (
            select account_id from counted where counted_on between %(first)s and %(last)s
        )
),
ranked as (
    select life.*,
        row_number() over (
            partition by account_id, quarter, place_in_life = 1 order by counted_on, id
        ) as place_in_quarter
    from life
),
repeats as (
    select account_id, quarter, count(*) as n from life where place_in_life > 1 group by account_id, quarter
)
select ranked.id as deal_id, account.uuid as account_uuid, ranked.counted_on,
    ranked.amount * case when ranked.currency = %(base_currency)s then 1 else rate.rate end as base_amount,
    ranked.place_in_life, ranked.place_in_quarter, coalesce(repeats.n, 0) as repeats_last_quarter
from ranked
join csat_account account on account.id = ranked.account_id
left join repeats on repeats.account_id = ranked.account_id
    and repeats.quarter = (ranked.quarter - interval '3 months')::date
left join lateral (
    select rate from csat_rate
    where currency = ranked.currency and month <= ranked.counted_on order by month desc limit 1
) rate on true
where ranked.counted_on between %(first)s and %(last)s
    and exists (
        select from csat_dealcontact person
        where person.deal_id = ranked.id
            and not exists (
                select from csat_touchpoint touchpoint
                where touchpoint.deal_id = ranked.id and touchpoint.contact_id = person.contact_id
                    and touchpoint.survey_id = %(survey_id)s and touchpoint.withdrawn_at is null
            )
            and not exists (
                select from csat_decision decision
                where decision.program_id = %(program_id)s and decision.deal_id = ranked.id
                    and decision.contact_id = person.contact_id
                    and (decision.reason = any(%(final)s) or decision.next_possible_on > %(horizon)s)
            )
    )
order by ranked.account_id, ranked.counted_on, ranked.id
