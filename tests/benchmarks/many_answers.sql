-- Many answers out of one: each of another person at the same client, with words that tables stumble over.
-- many: how many; some: how many of them in Russian; account, invitation: whose copies; words, kinds: what is said
with numbers as (select n from generate_series(1, %(many)s) n),
contact as (
    insert into csat_contact (uuid, account_id, name, email, phone, title, role, language, zone)
    select gen_random_uuid(), %(account)s, '=Контакт ' || n, null, '', '', 'buyer', 'ru', '' from numbers
    returning id
), numbered as (select id, row_number() over () as n from contact),
invitation as (
    insert into surveys_invitation (uuid, batch_id, version_id, address, address_hmac, language, kind, facts,
        zone, not_before_at, expires_at, created_at, cancelled_because)
    select gen_random_uuid(), batch_id, version_id, 'c' || n || '@client.example', '', 'ru', kind, facts,
        zone, not_before_at, expires_at, created_at, ''
    from surveys_invitation, numbers where id = %(invitation)s
    returning id
), asked as (select id, row_number() over () as n from invitation),
touchpoint as (
    insert into csat_touchpoint (uuid, program_id, survey_id, invitation_id, contact_id, account_id, wave_id,
        role, segment, is_key, occurred_on, created_at)
    select gen_random_uuid(), program_id, survey_id, asked.id, numbered.id, account_id, wave_id, 'buyer', '',
        false, occurred_on, created_at
    from csat_touchpoint, numbered join asked using (n) where csat_touchpoint.invitation_id = %(invitation)s
)
insert into surveys_response (uuid, invitation_id, source, version_id, language, answers, sequence, started_at,
    saved_at, submitted_at, submission_id, revision, verdict, doubts)
select gen_random_uuid(), asked.id, 'form', version_id, case when n <= %(some)s then 'ru' else 'en' end,
    answers || jsonb_build_object('overall', 1 + n %% 10, 'change_first',
        (%(words)s::text[])[1 + n %% %(kinds)s] || ' ' || n),
    1, started_at, saved_at, submitted_at, gen_random_uuid(), 1, 'counts', '{}'
from surveys_response, asked where surveys_response.invitation_id = %(invitation)s
