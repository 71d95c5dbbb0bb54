"""Reading: own rows only, personal data for those who may, pages, filters, a fixed number of statements."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from csat.customers.models import Account, ExternalKey
from csat.programs.models import Touchpoint
from csat.scores import actions as scores
from surveys.models import Response
from tests import factories
from tests.factories import Cast
from tests.walk.rows import rows_of

KINDS = {
    "accounts": "account",
    "contacts": "contact",
    "deals": "deal",
    "revenue": "revenue",
    "assignments": "assignment",
    "invitations": "invitation",
    "responses": "response",
    "signals": "signal",
}
WRONG_FILTERS = [
    ("accounts", "is_keyy=true", "is_keyy"),
    ("accounts", "parent=abc", "parent"),
    ("accounts", "name=%00", "name"),
    ("accounts", "page_size=0", "page_size"),
    ("accounts", "page_size=99999999999999999999", "page_size"),
    ("accounts", "page_size=00000000199999", "page_size"),
    ("accounts", "cursor=" + base64.b64encode(b"p=abc").decode(), "cursor"),
    ("accounts", "cursor=" + base64.b64encode(b"p=%00").decode(), "cursor"),
    ("contacts", "role=king", "role"),
    ("deals", "closed_from=2026-13-01", "closed_from"),
    ("deals", "stage=1", "stage"),
    ("revenue", "account=00000000", "account"),
    ("assignments", "on=yesterday", "on"),
    ("invitations", "sent_from=tomorrow", "sent_from"),
    ("responses", "verdict=fine", "verdict"),
    ("scores", "occurred_from=9999999-01-01", "occurred_from"),
    ("signals", "rule=x", "rule"),
]


def rows(client: APIClient, kind: str, **query: Any) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{kind}/", query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_a_list_and_its_rows_hold_what_the_caller_may_see(
    path: str, kind: str, anna: APIClient, own: dict[str, object], foreign: dict[str, object]
) -> None:
    assert str(own[kind]) in {row["id"] for row in rows(anna, path)}
    assert str(foreign[kind]) not in {row["id"] for row in rows(anna, path)}
    assert anna.get(f"/api/v1/{path}/{own[kind]}/").json()["id"] == str(own[kind])
    refused = anna.get(f"/api/v1/{path}/{foreign[kind]}/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (404, "not_found")


def test_what_is_no_id_is_no_row(anna: APIClient) -> None:
    for path in KINDS:
        for wrong in ("1", "abc", "%00", "..", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"):
            assert anna.get(f"/api/v1/{path}/{wrong}/").status_code == 404


def test_filters_do_not_widen_the_scope(anna: APIClient, cast: Cast, foreign: dict[str, object]) -> None:
    for path in (
        "contacts",
        "deals",
        "revenue",
        "assignments",
        "invitations",
        "responses",
        "scores",
        "signals",
    ):
        assert rows(anna, path, account=str(cast.foreign.uuid)) == []
    assert rows(anna, "accounts", name=cast.foreign.name) == []


def test_an_analyst_reads_numbers_but_nobodys_name_or_words(
    analyst: APIClient, own: dict[str, object]
) -> None:
    contact = analyst.get(f"/api/v1/contacts/{own['contact']}/").json()
    assert [contact[name] for name in ("name", "email", "phone", "title")] == [None] * 4
    assert contact["role"] == "buyer"
    assert analyst.get(f"/api/v1/invitations/{own['invitation']}/").json()["address"] is None
    answers = analyst.get(f"/api/v1/responses/{own['response']}/").json()["answers"]
    assert answers["overall"] == 3
    told = "".join(analyst.get(f"/api/v1/{path}/").content.decode() for path in KINDS)
    assert "Words of" not in told
    assert "Person of" not in told


def test_others_read_the_words(anna: APIClient, own: dict[str, object]) -> None:
    assert "Words of Alfa" in str(anna.get(f"/api/v1/responses/{own['response']}/").json()["answers"])


def test_an_answer_carries_its_scores_and_scores_are_listed_by_answer(
    anna: APIClient, own: dict[str, object], now: datetime
) -> None:
    scores.record(response_id=Response.objects.get(uuid=own["response"]).id, now=now)
    answer = anna.get(f"/api/v1/responses/{own['response']}/").json()
    overall = next(score for score in answer["scores"] if score["measure"] == "overall")
    assert overall["given"] == 3
    assert overall["points"] == pytest.approx(100 * 2 / 9, abs=0.01)
    listed = rows(anna, "scores", response=str(own["response"]), measure="overall")
    assert [row["response"] for row in listed] == [str(own["response"])]


def test_a_row_tells_its_ids_elsewhere(anna: APIClient, cast: Cast) -> None:
    ExternalKey.objects.create(
        source="crm", kind="accounts", external_id="A-1", object_uuid=cast.account.uuid
    )
    told = anna.get(f"/api/v1/accounts/{cast.account.uuid}/").json()
    assert told["external_ids"] == [{"source": "crm", "external_id": "A-1"}]


def test_a_signal_comes_with_its_case(anna: APIClient, own: dict[str, object]) -> None:
    signal = anna.get(f"/api/v1/signals/{own['signal']}/").json()
    assert signal["case"]["id"] == str(own["case"])
    assert [part["response"] for part in signal["evidence"]] == [str(own["response"])]


def test_pages_hold_each_row_once(operator: APIClient) -> None:
    for _ in range(25):
        factories.AccountFactory()
    seen: list[str] = []
    address = "/api/v1/accounts/?page_size=10"
    while address:
        page = operator.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == sorted(map(str, Account.objects.values_list("uuid", flat=True)))


def test_a_wrong_filter_is_named(operator: APIClient) -> None:
    for path, query, attr in WRONG_FILTERS:
        response = operator.get(f"/api/v1/{path}/?{query}")
        assert response.status_code == 400, query
        assert response.json()["errors"][0]["attr"] == attr


def test_more_rows_cost_no_more_statements(operator: APIClient, cast: Cast, now: datetime) -> None:
    counts: list[dict[str, int]] = []
    for _ in range(2):
        for _ in range(10):
            account = factories.AccountFactory(parent=cast.account)
            holder = factories.EmployeeFactory(head=cast.clara)
            factories.assign(account, holder, "manager", since=now.date() - timedelta(days=9))
            rows_of(account, holder, now=now)
        counts.append({path: statements(operator, path) for path in (*KINDS, "scores", "employees")})
    assert counts[0] == counts[1]


def statements(client: APIClient, path: str) -> int:
    rows(client, path)
    with CaptureQueriesContext(connection) as caught:
        assert len(rows(client, path)) >= 10
    return len(caught)


def test_unfinished_answers_are_left_out(anna: APIClient, own: dict[str, object]) -> None:
    Response.objects.update(submitted_at=None, submission_id=None, revision=0)
    assert rows(anna, "responses") == []
    assert Touchpoint.objects.exists()
