"""Responses, begun ones too, and single answers: in scope, with wording, without what is not theirs."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from csat.access import Role
from surveys.models import Collector, CollectorKind, Response, Verdict
from tests import factories
from tests.csat import answered
from tests.csat.api.conftest import Caller
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def rows(client: APIClient, kind: str, **query: Any) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{kind}/", query)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def by_question(client: APIClient, **query: Any) -> dict[str, dict[str, Any]]:
    return {row["question"]: row for row in rows(client, "answers", **query)}


@pytest.fixture
def heard(cast: Cast, now: datetime) -> Response:
    contact = factories.ContactFactory(account=cast.account, name="Elena")
    return answered.heard(contact, 3, at=now - timedelta(days=1), words="Too late")


@pytest.fixture
def begun(cast: Cast, now: datetime) -> Response:
    contact = factories.ContactFactory(account=cast.account)
    made = answered.heard(contact, 7, at=now - timedelta(hours=2))
    made.answers = {"overall": 7}
    made.submitted_at = made.submission_id = None
    made.revision = 0
    made.save()
    return made


@pytest.fixture
def linked(now: datetime) -> Response:
    version = answered.version()
    door = Collector.objects.create(
        survey=version.survey, kind=CollectorKind.LINK, name="Door", slug="d" * 20, created_at=now
    )
    return Response.objects.create(
        collector=door,
        ticket=uuid.uuid4(),
        version=version,
        language="en",
        answers=answered.periodic(9, words="From the street"),
        started_at=now,
        saved_at=now,
        submitted_at=now,
        submission_id=uuid.uuid4(),
        revision=1,
    )


def test_begun_answers_are_listed_on_demand_only(anna: APIClient, heard: Response, begun: Response) -> None:
    def listed(**query: Any) -> set[str]:
        return {row["id"] for row in rows(anna, "responses", **query)}

    assert listed() == listed(submitted="true") == {str(heard.uuid)}
    assert listed(submitted="false") == {str(begun.uuid)}
    (row,) = rows(anna, "responses", submitted="false")
    assert (row["submitted_at"], row["answers"]) == (None, {"overall": 7})
    assert anna.get(f"/api/v1/responses/{begun.uuid}/").json()["answers"] == {"overall": 7}
    assert {row["question"] for row in rows(anna, "answers", submitted="false")} == {"overall"}
    assert {row["response"] for row in rows(anna, "answers")} == {str(heard.uuid)}


def test_an_answer_carries_the_wording_that_was_read(anna: APIClient, heard: Response) -> None:
    told = by_question(anna)
    assert told["overall"]["wording"] == "Overall, how satisfied are you with Ours?"
    assert (told["overall"]["value"], told["overall"]["text"]) == (3, "3")
    assert (told["overall"]["measures"], told["quality"]["attribute"]) == ("overall", "quality")
    assert told["competence"]["wording"] == "Competence of your account manager (Anna Manager)"
    assert (told["trend"]["value"], told["trend"]["text"]) == (3, "About the same")
    assert told["change_first"]["text"] == "Too late"
    assert told["overall"]["version"] == 1 and told["overall"]["survey"] == "periodic-csi"


def test_words_are_told_in_the_language_of_the_client(anna: APIClient, heard: Response) -> None:
    heard.language = "ru"
    heard.answers |= {
        "intention": "cannot_judge",
        "importance": ["quality", "competence", "reply_speed"],
        "contact_wish": {"choice": "yes", "phone": "+7"},
    }
    heard.save()
    told = by_question(anna)
    assert told["trend"]["text"] == "Примерно так же"
    assert told["intention"]["text"] == "Затрудняюсь ответить"
    assert told["importance"]["text"].split("; ")[0] == "Качество продукции и услуг"
    assert told["contact_wish"]["text"].endswith("; +7")


def test_an_analyst_reads_numbers_without_words_and_names(
    analyst: APIClient, heard: Response, begun: Response
) -> None:
    heard.answers |= {"contact_wish": {"choice": "yes", "phone": "+49"}, "trend": "cannot_judge"}
    heard.save()
    told = by_question(analyst)
    assert told["overall"]["value"] == 3
    assert {"change_first", "contact_wish"}.isdisjoint(told)
    assert told["competence"]["wording"] == "Competence of your account manager"
    (row,) = rows(analyst, "responses")
    assert {"change_first", "contact_wish"}.isdisjoint(row["answers"])


def test_what_is_said_of_pressure_is_for_few(
    anna: APIClient, operator: APIClient, caller: Caller, heard: Response
) -> None:
    heard.answers |= {"asked_for_score": "yes"}
    heard.save()
    for client, may in (
        (anna, False),
        (operator, True),
        (caller(factories.login("boss", Role.MANAGEMENT)), True),
        (caller(factories.login("a", Role.ANALYST)), False),
    ):
        assert ("asked_for_score" in by_question(client)) is may
        assert ("asked_for_score" in rows(client, "responses")[0]["answers"]) is may


def test_scores_of_pressure_are_for_few(
    anna: APIClient, analyst: APIClient, operator: APIClient, cast: Cast, now: datetime
) -> None:
    contact = factories.ContactFactory(account=cast.account)
    said = answered.answer(contact, {"overall": 9, "felt_pressed": 5}, at=now, key="post-sale")
    answered.score(said)
    for client, may in ((anna, False), (analyst, False), (operator, True)):
        (row,) = rows(client, "responses")
        assert any(score["measure"] == "pressure" for score in row["scores"]) is may
        assert bool(rows(client, "scores", measure="pressure")) is may


def test_answers_through_a_shared_link_are_for_who_sees_every_client(
    anna: APIClient, operator: APIClient, linked: Response, cast: Cast
) -> None:
    (row,) = rows(operator, "responses")
    assert (row["id"], row["invitation"], row["account"], row["role"]) == (str(linked.uuid), None, None, None)
    assert row["collector"] == str(linked.collector.uuid) if linked.collector else False
    assert by_question(operator)["change_first"]["text"] == "From the street"
    assert rows(anna, "responses") == rows(anna, "answers") == []
    assert anna.get(f"/api/v1/responses/{linked.uuid}/").status_code == 404
    assert rows(operator, "responses", account=str(cast.account.uuid)) == []


def test_a_foreign_answer_is_not_told(anna: APIClient, cast: Cast, now: datetime) -> None:
    theirs = answered.heard(factories.ContactFactory(account=cast.foreign), 2, at=now)
    assert rows(anna, "answers") == rows(anna, "answers", account=str(cast.foreign.uuid)) == []
    assert anna.get(f"/api/v1/responses/{theirs.uuid}/").status_code == 404
    assert APIClient().get("/api/v1/answers/").status_code == 401


def test_filters(operator: APIClient, heard: Response, linked: Response, now: datetime) -> None:
    linked.verdict = Verdict.DOUBTFUL
    linked.doubts = ["fast"]
    linked.save()

    def told(**query: Any) -> set[str]:
        listed = {row["id"] for row in rows(operator, "responses", **query)}
        assert listed == {row["response"] for row in rows(operator, "answers", **query)}
        return listed

    ours, doubted = str(heard.uuid), str(linked.uuid)
    assert told() == {ours, doubted}
    assert told(verdict="doubtful") == {doubted} and told(verdict="counts") == {ours}
    assert told(survey="periodic-csi", version=1) == {ours, doubted}
    assert told(version=2) == told(survey="nps") == set()
    day = (now - timedelta(hours=3)).isoformat()
    assert told(submitted_from=day) == {doubted} and told(submitted_until=day) == {ours}
    assert {row["question"] for row in rows(operator, "answers", question="trend")} == {"trend"}
    assert rows(operator, "answers", question="no_such") == []
    for query in ({"verdict": "fine"}, {"version": "x"}, {"colour": "red"}):
        refused = operator.get("/api/v1/answers/", query)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, next(iter(query)))


def test_pages_of_answers_keep_responses_together(operator: APIClient, cast: Cast, now: datetime) -> None:
    for _ in range(7):
        answered.heard(factories.ContactFactory(account=cast.account), 8, at=now)
    seen: list[tuple[str, str]] = []
    address, pages = "/api/v1/answers/?page_size=3", 0
    while address:
        page = operator.get(address).json()
        seen += [(row["response"], row["question"]) for row in page["results"]]
        address, pages = page["next"], pages + 1
    wanted = [(str(r.uuid), key) for r in Response.objects.all() for key in r.answers]
    assert (pages, len(seen), set(seen)) == (3, len(wanted), set(wanted))


def test_more_answers_cost_no_more_statements(operator: APIClient, cast: Cast, now: datetime) -> None:
    counts = []
    for _ in range(2):
        for _ in range(6):
            answered.heard(factories.ContactFactory(account=cast.account), 8, at=now)
        rows(operator, "answers")
        with CaptureQueriesContext(connection) as caught:
            rows(operator, "answers")
            rows(operator, "responses")
        counts.append(len(caught))
    assert counts[0] == counts[1]
