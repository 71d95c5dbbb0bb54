-- Purpose: delivered orders that still hold a question to ask, with their place among their client's orders.
-- Parameters: program_id, survey_id, first, last (delivered on, both included), horizon (date: put-off contacts whose
--   day comes by then are looked at again), final (reasons that stay), base_currency.
-- Columns: deal_id, account_uuid, delivered_on, base_amount (base currency, null without a rate), place_in_life,
--   place_in_quarter (among repeat orders, by delivery), repeats_last_quarter (how many the quarter before had).
with life as (
    select deal.id, deal.account_id, deal.delivered_on, deal.amount, deal.currency,
        date_trunc('quarter', deal.delivered_on)::date as quarter,
        row_number() over (partition by deal.account_id order by deal.delivered_on, deal.id) as place_in_life
    from csat_deal deal
    where deal.stage = 'delivered'
        and deal.account_id in (
            select account_id from csat_deal
            where stage = 'delivered' and delivered_on between %(first)s and %(last)s
        )
),
ranked as (
    select life.*,
        row_number() over (
            partition by account_id, quarter, place_in_life = 1 order by delivered_on, id
        ) as place_in_quarter
    from life
),
repeats as (
    select account_id, quarter, count(*) as n from life where place_in_life > 1 group by account_id, quarter
)
select ranked.id as deal_id, account.uuid as account_uuid, ranked.delivered_on,
    ranked.amount * case when ranked.currency = %(base_currency)s then 1 else rate.rate end as base_amount,
    ranked.place_in_life, ranked.place_in_quarter, coalesce(repeats.n, 0) as repeats_last_quarter
from ranked
join csat_account account on account.id = ranked.account_id
left join repeats on repeats.account_id = ranked.account_id
    and repeats.quarter = (ranked.quarter - interval '3 months')::date
left join lateral (
    select rate from csat_rate
    where currency = ranked.currency and month <= ranked.delivered_on order by month desc limit 1
) rate on true
where ranked.delivered_on between %(first)s and %(last)s
    and exists (
        select from csat_dealcontact person
        where person.deal_id = ranked.id
            and not exists (
                select from csat_touchpoint touchpoint
                where touchpoint.deal_id = ranked.id and touchpoint.contact_id = person.contact_id
                    and touchpoint.survey_id = %(survey_id)s
            )
            and not exists (
                select from csat_decision decision
                where decision.program_id = %(program_id)s and decision.deal_id = ranked.id
                    and decision.contact_id = person.contact_id
                    and (decision.reason = any(%(final)s) or decision.next_possible_on > %(horizon)s)
            )
    )
order by ranked.account_id, ranked.delivered_on, ranked.id
