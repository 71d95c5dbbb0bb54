"""Scores by group over REST: the page's numbers, own clients only, wrong filters told by name."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from csat.customers.models import Company
from tests.csat.reports import business
from tests.factories import AccountFactory, Cast

PATH = "/api/v1/score-groups/"


@pytest.fixture(autouse=True)
def company(db: None) -> Company:
    return Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")


@pytest.fixture
def answers(cast: Cast) -> None:
    business.answers(cast.account, timezone.now(), ago=1, given=(8, 9, 7, 9, 10))
    business.answers(cast.foreign, timezone.now(), ago=1, given=(2, 3, 2, 4, 2, 3))
    business.settle(timezone.now())


def told(client: APIClient, **query: Any) -> dict[str, Any]:
    reply = client.get(PATH, query)
    assert reply.status_code == 200, reply.content
    return reply.json()


def test_a_table_holds_what_the_caller_may_see(anna: APIClient, answers: None, cast: Cast) -> None:
    found = told(anna, by="account")
    assert [(row["key"], row["n"]) for row in found["results"]] == [(str(cast.account.uuid), 5)]
    assert (found["total"]["n"], found["total"]["clients"], found["others"]) == (5, 1, None)
    assert found["coverage"]["heard"] == 1
    assert [way["by"] for way in found["weighings"]] == ["person", "role", "revenue"]
    for by in ("segment", "manager", "team", "contact"):
        assert "Omega" not in str(told(anna, by=by)) and "Oleg" not in str(told(anna, by=by))


def test_what_is_not_there_or_not_theirs_is_an_error(anna: APIClient, analyst: APIClient, cast: Cast) -> None:
    for client, name, value in (
        (anna, "manager", str(cast.oleg.uuid)),
        (anna, "team", "nonsense"),
        (anna, "segment", "nowhere"),
        (anna, "measure", "pressure"),
        (anna, "by", "colour"),
        (anna, "months", "7"),
        (anna, "bye", "role"),
        (analyst, "by", "contact"),
    ):
        refused = client.get(PATH, {name: value})
        assert refused.status_code == 400, name
        assert [error["attr"] for error in refused.json()["errors"]] == [name]


def test_small_groups_tell_nothing(analyst: APIClient, now: datetime, answers: None) -> None:
    business.answers(AccountFactory(segment="tiny"), timezone.now(), ago=1, given=(2, 2))
    business.settle(timezone.now())
    rows = {row["key"]: row for row in told(analyst, by="segment")["results"]}
    tiny = rows["tiny"]
    assert (tiny["n"], tiny["clients"], tiny["score"]["estimate"], tiny["ticks"]) == (None, None, None, [])
    assert rows["mid"]["n"] == 11 and sum(rows["mid"]["ticks"]) == 11
