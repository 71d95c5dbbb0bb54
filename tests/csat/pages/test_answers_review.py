"""Looking over answers: who may judge, what is asked for, what the pages say; answers of nobody by name."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.customers.models import Contact
from surveys.models import Collector, DiscardedHits, Response, Verdict
from tests.csat.answered import answer, heard, periodic, version
from tests.factories import Cast, ContactFactory, login

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria(cast: Cast) -> Contact:
    return ContactFactory(account=cast.account, name="Maria Kuznetsova", role="decision_maker")


@pytest.fixture
def otto(client: Client) -> Client:
    client.force_login(login("otto", Role.OPERATOR))
    return client


def doubted(contact: Contact, *doubts: str, minutes: int = 60) -> Response:
    at = timezone.now() - timedelta(minutes=minutes)
    response = answer(contact, periodic(9, words="Great"), at=at, verdict=Verdict.DOUBTFUL)
    response.doubts, response.started_at = list(doubts), at - timedelta(seconds=4)
    response.save()
    return response


def by_link(*, given: int = 4, at: datetime | None = None, submitted: bool = True) -> Response:
    at = at or timezone.now()
    survey = version()
    door = Collector.objects.create(
        survey=survey.survey, kind="link", name="Trade fair", slug=uuid.uuid4().hex, created_at=at
    )
    return Response.objects.create(
        collector=door,
        ticket=uuid.uuid4(),
        version=survey,
        language="en",
        answers=periodic(given),
        started_at=at,
        saved_at=at,
        submitted_at=at if submitted else None,
        submission_id=uuid.uuid4() if submitted else None,
        revision=int(submitted),
    )


def judge(client: Client, response: Response, verb: str, reason: str = "rang her") -> Any:
    return client.post(f"/answers/{response.uuid}/judge/", {"do": verb, "reason": reason})


def test_an_operator_judges_with_a_reason_and_can_take_it_back(otto: Client, maria: Contact) -> None:
    response = doubted(maria, "too_fast", "all_links_fetched")
    page = otto.get(f"/answers/{response.uuid}/").content.decode()
    assert "Answered in 4 seconds" in page and "Every score link of the mail was fetched" in page
    refused = judge(otto, response, "confirm", reason=" ")
    assert refused.status_code == 422 and "Say why." in refused.content.decode()
    for verb, verdict in (("confirm", "counts"), ("exclude", "excluded"), ("restore", "counts")):
        assert judge(otto, response, verb, reason=f"reason to {verb}").status_code == 302
        response.refresh_from_db()
        assert response.verdict == verdict
    page = otto.get(f"/answers/{response.uuid}/").content.decode()
    assert "reason to exclude" in page and "Exclusion taken back" in page and "otto@ours.example" in page
    assert judge(otto, response, "nonsense").status_code == 422


def test_who_holds_the_account_may_read_and_note_but_not_judge(
    cast: Cast, client: Client, maria: Contact
) -> None:
    response = doubted(maria, "too_fast")
    client.force_login(cast.anna.user)
    assert "let it count" not in client.get(f"/answers/{response.uuid}/").content.decode()
    assert judge(client, response, "confirm").status_code == 403
    assert client.get("/answers/doubtful/").status_code == 403
    assert client.post("/answers/doubtful/judge/", {"do": "confirm"}).status_code == 403
    assert (
        client.post(f"/answers/{response.uuid}/note/", {"text": "She was at the \x00fair"}).status_code == 302
    )
    assert "She was at the fair" in client.get(f"/answers/{response.uuid}/").content.decode()
    assert client.post(f"/answers/{response.uuid}/note/", {"text": " "}).status_code == 422
    client.force_login(cast.oleg.user)
    assert client.post(f"/answers/{response.uuid}/note/", {"text": "x"}).status_code == 404


def test_those_with_the_same_reasons_are_judged_together(otto: Client, maria: Contact) -> None:
    fast = [doubted(ContactFactory(), "too_fast", minutes=minutes) for minutes in (300, 200)]
    trapped = doubted(maria, "honeypot", minutes=400)
    report = otto.get("/answers/doubtful/").context["report"]
    assert [group.codes for group in report.groups] == [("honeypot",), ("too_fast",)]
    assert [one.row.uuid for one in report.groups[1].answers] == [one.uuid for one in fast]
    ticked = {"answer": [str(one.uuid) for one in fast] + ["nonsense"], "do": "exclude"}
    refused = otto.post("/answers/doubtful/judge/", ticked)
    assert refused.status_code == 422 and "Say why." in refused.content.decode()
    assert otto.post("/answers/doubtful/judge/", ticked | {"reason": "a scanner"}).status_code == 302
    verdicts = Response.objects.order_by("id").values_list("verdict", flat=True)
    assert list(verdicts) == ["excluded", "excluded", "doubtful"]
    assert otto.get("/answers/doubtful/").context["report"].count == 1
    assert otto.post("/answers/doubtful/judge/", {"do": "confirm", "reason": "x"}).status_code == 422
    trapped.refresh_from_db()
    assert trapped.verdict == "doubtful"


def test_what_waits_is_said_on_today_and_discarded_visits_beside(otto: Client, maria: Contact) -> None:
    assert "No answer looks doubtful" in otto.get("/answers/doubtful/").content.decode()
    doubted(maria, "too_fast")
    survey = version().survey
    for days, hits in ((0, 7), (3, 5), (40, 100)):
        DiscardedHits.objects.create(
            survey=survey, day=timezone.now().date() - timedelta(days=days), kind="head", hits=hits
        )
    report = otto.get("/answers/doubtful/").context["report"]
    assert [one.count for one in report.hits] == [12]
    assert "1 answer does not count until" in otto.get("/today/").content.decode()


def test_answers_of_nobody_by_name_are_for_those_who_see_everything(
    cast: Cast, client: Client, maria: Contact
) -> None:
    theirs, hers = by_link(), heard(maria, 8, at=timezone.now() - timedelta(hours=1))
    client.force_login(cast.anna.user)
    rows = client.get("/answers/").context["report"].rows
    assert [row.uuid for row in rows] == [hers.uuid]
    assert client.get(f"/answers/{theirs.uuid}/").status_code == 404
    client.force_login(login("otto", Role.OPERATOR))
    report = client.get("/answers/").context["report"]
    assert [row.uuid for row in report.rows] == [theirs.uuid, hers.uuid] and report.count == 2
    page = client.get(f"/answers/{theirs.uuid}/").content.decode()
    assert "Trade fair" in page and "4\u00a0of\u00a010" in page


def test_filters_on_ways_states_people_and_days(cast: Cast, client: Client, maria: Contact) -> None:
    now = timezone.now()
    link, begun = by_link(given=3), by_link(submitted=False)
    old = heard(maria, 5, at=now - timedelta(days=40))
    out = doubted(maria, "too_fast")
    Response.objects.filter(id=out.id).update(verdict="excluded", language="ru")
    client.force_login(login("otto", Role.OPERATOR))

    def found(**filters: str) -> set[Any]:
        return {row.uuid for row in client.get(f"/answers/?{urlencode(filters)}").context["report"].rows}

    assert found() == {link.uuid, old.uuid, out.uuid}
    assert found(status="partial") == {begun.uuid}
    assert found(status="excluded") == found(language="ru") == {out.uuid}
    assert (
        found(channel="link") == {link.uuid} and found(channel="widget") == found(channel="import") == set()
    )
    assert found(channel="invitation") == found(client="alf") == {old.uuid, out.uuid}
    assert found(low="1") == {link.uuid, old.uuid}
    assert found(manager=str(cast.anna.uuid)) == {old.uuid, out.uuid}
    assert found(manager=str(cast.oleg.uuid)) == set()
    assert found(until=(now - timedelta(days=30)).date().isoformat()) == {old.uuid}
    assert found(since=(now - timedelta(days=30)).date().isoformat()) == {link.uuid, out.uuid}
    assert found(survey="periodic-csi", version="1") == {link.uuid, old.uuid, out.uuid}
    assert found(survey="periodic-csi", version="2") == found(words="no such words") == set()
    assert len(found(version="x", since="soon", team="y", channel="mars", before="2026~x")) == 3


def test_a_change_stands_beside_what_was_first_said(otto: Client, maria: Contact) -> None:
    response = heard(maria, 4, at=timezone.now())
    response.answers = response.answers | {"overall": 9}
    response.revision = 2
    response.save()
    response.revisions.create(
        revision=2, answers=response.answers, cause="changed", created_at=timezone.now()
    )
    page = otto.get(f"/answers/{response.uuid}/").content.decode()
    assert "at first:" in page and "Changed by the client" in page
    assert (
        page.index("9\u00a0of\u00a010")
        < page.index("at first:")
        < page.index("4\u00a0of\u00a010", page.index("at first:"))
    )
    assert "The first submitted answer is the score" in page


def test_a_programs_answer_that_the_client_replaced_is_named_as_such(otto: Client, maria: Contact) -> None:
    response = heard(maria, 8, at=timezone.now())
    response.revisions.create(
        revision=2, answers={"overall": 10}, cause="excluded", reason="too_fast", created_at=timezone.now()
    )
    Response.objects.filter(id=response.id).update(revision=2)
    page = otto.get(f"/answers/{response.uuid}/").content.decode()
    assert "A program&#x27;s answer set aside" in page and "answered faster than anybody reads" in page
    assert "at first:" not in page
