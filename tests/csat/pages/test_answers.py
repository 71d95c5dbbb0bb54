from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Contact
from surveys.models import Response
from tests.csat.answered import answer, heard, score
from tests.factories import Cast, ContactFactory, UserFactory, login

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(cast: Cast) -> Contact:
    return ContactFactory(account=cast.account, name="Maria Kuznetsova", role="decision_maker")


def ago(**span: int) -> datetime:
    return timezone.now() - timedelta(**span)


def shown(client: Client, **filters: str) -> list[Any]:
    return list(client.get(f"/answers/?{urlencode(filters)}").context["report"].rows)


def test_newest_first_and_only_ones_own(cast: Cast, maria: Contact, client: Client) -> None:
    old, new = heard(maria, 4, at=ago(days=2), words="Slow."), heard(maria, 9, at=ago(days=1))
    foreign = heard(ContactFactory(account=cast.foreign), 7, at=ago(hours=1))
    client.force_login(cast.anna.user)
    rows = shown(client)
    assert [row.uuid for row in rows] == [new.uuid, old.uuid]
    assert rows[1].said.words == ("Slow.",) and rows[1].manager == "Anna Manager"
    assert client.get(f"/answers/{foreign.uuid}/").status_code == 404
    client.force_login(login("yuki", Role.ANALYST))
    assert client.get("/answers/").status_code == client.get(f"/answers/{old.uuid}/").status_code == 403


def test_filters_stand_in_the_address(cast: Cast, maria: Contact, client: Client) -> None:
    low = heard(maria, 3, at=ago(days=3), words="100% late, every_time")
    high = heard(maria, 9, at=ago(days=2), words="All fine")
    nps = answer(maria, {"nps": 10, "valued": "Advice"}, at=ago(days=1), key="nps")
    score(nps)
    client.force_login(cast.anna.user)
    assert [row.uuid for row in shown(client, low="1")] == [low.uuid]
    assert [row.uuid for row in shown(client, survey="nps")] == [nps.uuid]
    assert [row.uuid for row in shown(client, words="ALL FINE")] == [high.uuid]
    assert [row.uuid for row in shown(client, words="100%")] == [low.uuid]
    assert shown(client, words="100_") == []
    assert len(shown(client, account=str(cast.account.uuid))) == 3
    assert shown(client, account=str(cast.foreign.uuid)) == []
    assert len(shown(client, account="nonsense", before="nonsense")) == 3
    assert len(shown(client, before="0001-01-01T00:00:00+23:59~1")) == 3


def test_nobody_searches_in_what_they_may_not_read(cast: Cast, maria: Contact, client: Client) -> None:
    pressed = answer(maria, {"overall": 8, "asked_for_score": "yes"}, at=ago(days=1))
    client.force_login(cast.anna.user)
    assert shown(client, words="yes") == []
    client.force_login(login("otto", Role.OPERATOR))
    assert [row.uuid for row in shown(client, words="yes")] == [pressed.uuid]


def test_answers_on_one_part_of_the_score(cast: Cast, maria: Contact, client: Client) -> None:
    late = heard(maria, 8, at=ago(days=3), delivery_dates=3)
    heard(maria, 3, at=ago(days=2), delivery_dates=9)
    score(answer(maria, {"nps": 2}, at=ago(days=1), key="nps"))
    client.force_login(cast.anna.user)
    assert [row.uuid for row in shown(client, side="delivery_dates", low="1")] == [late.uuid]
    assert len(shown(client, side="delivery_dates")) == 2
    assert shown(client, side="nothing") == []


def test_unread_until_marked(cast: Cast, maria: Contact, client: Client) -> None:
    heard(maria, 9, at=ago(days=30))
    heard(maria, 9, at=ago(hours=1))
    client.force_login(cast.anna.user)
    for _ in range(2):
        assert [row.is_unread for row in shown(client)] == [True, False]
    assert client.post("/answers/read/").status_code == 302
    assert [row.is_unread for row in shown(client)] == [False, False]
    assert client.get("/answers/read/").status_code == 405


def test_pages_follow_each_other_without_gap(
    cast: Cast, maria: Contact, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csat.reports.answers.feed.PAGE", 3)
    same = ago(hours=5)
    others = ContactFactory.create_batch(4, account=cast.account)
    wanted = [heard(person, 8, at=same).uuid for person in others] + [heard(maria, 8, at=ago(days=1)).uuid]
    client.force_login(cast.anna.user)
    first = client.get("/answers/").context["report"]
    second = client.get(f"/answers/?{urlencode({'before': first.before})}").context["report"]
    assert second.before == ""
    seen = [row.uuid for row in (*first.rows, *second.rows)]
    assert sorted(seen) == sorted(wanted) and len(seen) == 5


def test_an_answer_shows_every_question_as_the_client_saw_it(
    cast: Cast, maria: Contact, client: Client
) -> None:
    response = heard(maria, 4, at=ago(hours=1), words="Dates <slip>", wish="yes", phone="+49 1", competence=9)
    response.answers |= {"quality": "cannot_judge", "importance": ["quality"], "asked_for_score": "yes"}
    response.save()
    client.force_login(cast.boris.user)
    page = client.get(f"/answers/{response.uuid}/").content.decode()
    assert "Overall, how satisfied are you with Ours?" in page
    assert "Cannot judge" in page and "Dates &lt;slip&gt;" in page and "About the same" in page
    assert "9\u00a0of\u00a010" in page and "Anna Manager" in page
    assert "Did anyone ask you to give a particular score?" not in page
    assert "One more question was for" in page
    client.force_login(login("otto", Role.OPERATOR))
    assert "Did anyone ask you" in client.get(f"/answers/{response.uuid}/").content.decode()


def test_an_answer_reads_in_the_clients_language(cast: Cast, maria: Contact, client: Client) -> None:
    response = heard(maria, 8, at=ago(hours=1))
    Response.objects.filter(id=response.id).update(language="ru")
    client.force_login(cast.anna.user)
    page = client.get(f"/answers/{response.uuid}/").content.decode()
    assert "Насколько вы в целом удовлетворены работой с компанией «Ours»?" in page


def test_ten_and_twenty_answers_cost_the_same(
    maria: Contact, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(UserFactory(roles=[Role.OPERATOR]))
    counts = []
    for _ in range(2):
        for _ in range(9):
            heard(ContactFactory(), 7, at=ago(hours=1), words="x")
        client.get("/answers/")
        with django_assert_max_num_queries(25) as seen:
            client.get("/answers/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
