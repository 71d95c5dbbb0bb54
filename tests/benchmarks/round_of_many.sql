-- Purpose: a company whose periodic rule asks many contacts in one round; half of them were asked before, some not
-- long enough ago.
-- Parameters: accounts (how many, each with three contacts), employee (who holds them), version and batch (of what
-- was sent before), first (day of the first earlier mail).
insert into csat_account (uuid, name, is_key, segment, industry, region, country, zone, tax_number)
select gen_random_uuid(), 'Client ' || i, i %% 10 = 0, 's' || i %% 4, '', '', 'DE', '', ''
from generate_series(1, %(accounts)s) i;
insert into csat_contact (uuid, account_id, name, email, phone, title, role, language, zone)
select gen_random_uuid(), account.id, 'Contact ' || n, 'c' || account.id || '.' || n || '@client.example', '', '',
    (array['decision_maker', 'buyer', 'user'])[n], 'en', ''
from csat_account account, generate_series(1, 3) n;
insert into csat_legalbasis (contact_id, purpose, kind, proof, during)
select id, 'survey', 'contract', 'frame contract', daterange('2020-01-01', null) from csat_contact;
insert into csat_assignment (uuid, account_id, employee_id, capacity, during)
select gen_random_uuid(), id, %(employee)s, 'manager', daterange('2020-01-01', null) from csat_account;
insert into csat_revenue (uuid, account_id, month, kind, amount, currency, source)
select gen_random_uuid(), id, '2026-06-01', 'fact', 1000 + id %% 997 * 100, 'EUR', 'bench' from csat_account;
insert into surveys_invitation (uuid, batch_id, version_id, address, address_hmac, language, kind, facts, zone,
    not_before_at, expires_at, created_at, cancelled_because)
select gen_random_uuid(), %(batch)s, %(version)s, email, md5(email), 'en', 'nps', '{}', 'UTC',
    %(first)s::timestamptz + (id %% 100) * interval '1 day', %(first)s::timestamptz + interval '1 year', %(first)s, ''
from csat_contact where id %% 2 = 0;
