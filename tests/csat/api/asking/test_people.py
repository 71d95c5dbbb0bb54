"""Who is left out, not written to, and why somebody is asked or not: over REST."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from csat.programs.models import Exclusion
from surveys.actions import suppressing
from surveys.models import Suppression
from tests.factories import Cast, ContactFactory
from tests.surveys import asked

pytestmark = pytest.mark.django_db
EXCLUSIONS, SUPPRESSIONS = "/api/v1/exclusions/", "/api/v1/suppressions/"


def wish(now: datetime, *, days: int = 10, **whom: object) -> dict[str, Any]:
    today = now.date()
    said = {"reason": "claim", "words": "A claim is open", "starts_on": str(today)}
    return (
        said | {"ends_on": str(today + timedelta(days=days))} | {key: str(one) for key, one in whom.items()}
    )


def ask(client: APIClient, body: dict[str, Any], verb: str = "") -> Any:
    return client.post(f"{EXCLUSIONS}{verb}", body, format="json")


def test_somebody_is_left_out_approved_and_taken_in_again(
    anna: APIClient, operator: APIClient, cast: Cast, now: datetime
) -> None:
    whole = ask(anna, wish(now, account=cast.account.uuid))
    assert whole.status_code == 201 and whole.json()["state"] == "waiting", whole.content
    again = ask(anna, wish(now, account=cast.account.uuid))
    assert again.status_code == 409, again.content
    row = f"{whole.json()['id']}/"
    assert ask(anna, {"approve": True}, f"{row}decide/").status_code == 403
    assert ask(operator, {"approve": False}, f"{row}decide/").json()["errors"][0]["attr"] == "because"
    approved = ask(operator, {"approve": True}, f"{row}decide/")
    assert (approved.status_code, approved.json()["state"]) == (200, "active")
    assert ask(operator, {"approve": True}, f"{row}decide/").status_code == 409
    assert ask(anna, {"because": "settled"}, f"{row}lift/").status_code == 403
    lifted = ask(operator, {"because": "settled"}, f"{row}lift/")
    assert (lifted.json()["state"], lifted.json()["decided_because"]) == ("lifted", "settled")


def test_foreign_rows_and_nonsense(
    anna: APIClient, analyst: APIClient, cast: Cast, foreign: dict[str, object], now: datetime
) -> None:
    assert ask(anna, wish(now, account=cast.foreign.uuid)).json()["errors"][0]["attr"] == "account"
    assert ask(anna, wish(now, contact=foreign["contact"])).json()["errors"][0]["attr"] == "contact"
    both = wish(now, contact=foreign["contact"], account=cast.account.uuid)
    assert ask(anna, both).status_code == ask(anna, wish(now)).status_code == 400
    assert ask(anna, wish(now, days=-1, account=cast.account.uuid)).json()["errors"][0]["attr"] == "ends_on"
    assert ask(anna, {"approve": True}, f"{foreign['exclusion']}/decide/").status_code == 404
    assert ask(anna, {"because": "x"}, f"{foreign['exclusion']}/lift/").status_code == 404
    assert ask(analyst, wish(now, account=cast.account.uuid)).status_code == 403
    told = analyst.get(f"{EXCLUSIONS}{foreign['exclusion']}/").json()
    assert (told["words"], told["reason"]) == (None, "not_now")
    assert Exclusion.objects.count() == 1


def test_lists_are_narrowed(operator: APIClient, own: dict[str, object], now: datetime) -> None:
    def ids(**query: str) -> list[str]:
        reply = operator.get(EXCLUSIONS, query)
        assert reply.status_code == 200, reply.content
        return [row["id"] for row in reply.json()["results"]]

    mine = [str(own["exclusion"])]
    assert ids() == ids(state="waiting") == ids(account=str(own["account"])) == mine
    assert ids(state="lifted") == ids(on=str(now.date())) == []
    Exclusion.objects.update(state="active")
    assert ids(on=str(now.date())) == mine and ids(on=str(now.date() + timedelta(days=30))) == []


def test_why_somebody_is_asked(
    anna: APIClient, analyst: APIClient, own: dict[str, object], foreign: dict[str, object]
) -> None:
    told = anna.get(f"/api/v1/contacts/{own['contact']}/why/").json()
    assert [row["id"] for row in told["exclusions"]] == [str(own["exclusion"])]
    assert told["got"] and [row["left"] for row in told["budgets"]] == [0, 4]
    assert told["rules"] == [] and told["next_on"] is told["possible_on"] is None
    assert anna.get(f"/api/v1/contacts/{foreign['contact']}/why/").status_code == 404
    assert analyst.get(f"/api/v1/contacts/{own['contact']}/why/").status_code == 403


def test_an_address_is_stopped_looked_up_and_let_go(operator: APIClient) -> None:
    sent = {"address": "Elena@Alfa.example", "note": "asked on the telephone"}
    made = operator.post(SUPPRESSIONS, sent, format="json")
    assert made.status_code == 201 and made.json()["reason"] == "by_hand", made.content
    again = operator.post(SUPPRESSIONS, sent, format="json")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_listed")
    found = operator.post(f"{SUPPRESSIONS}look-up/", {"address": "elena@alfa.example"}, format="json").json()
    assert [row["id"] for row in found["suppressions"]] == [made.json()["id"]]
    address = f"{SUPPRESSIONS}{made.json()['id']}/"
    assert operator.post(f"{address}lift/", {}, format="json").json()["errors"][0]["attr"] == "because"
    lifted = operator.post(f"{address}lift/", {"because": "a mistake"}, format="json")
    assert lifted.status_code == 200 and lifted.json()["lifted_because"] == "a mistake"
    assert operator.post(f"{address}lift/", {"because": "x"}, format="json").status_code == 409
    assert suppressing.standing_of("elena@alfa.example") == []
    assert [row["id"] for row in operator.get(SUPPRESSIONS, {"is_lifted": "true"}).json()["results"]] == [
        made.json()["id"]
    ]


def test_a_list_is_taken_over_whole_or_not_at_all(operator: APIClient) -> None:
    bulk = f"{SUPPRESSIONS.rstrip('/')}/bulk"
    good = [{"address": f"p{n}@alfa.example", "note": "a; b,\n'c'"} for n in range(3)]
    wrong = operator.post(bulk, {"rows": [*good, {"address": "nobody"}]}, format="json")
    assert wrong.status_code == 400 and Suppression.objects.count() == 0
    assert [error["attr"] for error in wrong.json()["errors"]] == ["rows.3.address"]
    told = [operator.post(bulk, {"rows": good}, format="json").json()["added"] for _ in range(2)]
    assert told == [3, 0] and Suppression.objects.filter(lifted_at=None).count() == 3


def test_the_list_is_for_those_who_send(anna: APIClient, analyst: APIClient) -> None:
    for client in (anna, analyst):
        assert client.get(SUPPRESSIONS).status_code == 403
        assert client.post(SUPPRESSIONS, {"address": "a@b.example", "note": "x"}).status_code == 403
        assert client.post(f"{SUPPRESSIONS.rstrip('/')}/bulk", {"rows": []}).status_code == 403
        assert client.post(f"{SUPPRESSIONS}look-up/", {"address": "a@b.example"}).status_code == 403


def test_budgets_are_read_by_all_and_replaced_by_few(operator: APIClient, anna: APIClient) -> None:
    asked.brand()
    house = anna.get("/api/v1/budgets/").json()
    assert house["is_house"] and len(house["budgets"]) == 2
    ours = [{"scope": "account", "survey_kind": "", "most": 3, "days": 90, "counts_reminders": True}]
    assert anna.put("/api/v1/budgets/", {"budgets": ours}, format="json").status_code == 403
    told = operator.put("/api/v1/budgets/", {"budgets": ours}, format="json")
    assert told.status_code == 200 and told.json() == {"budgets": ours, "is_house": False}
    twice = operator.put("/api/v1/budgets/", {"budgets": ours * 2}, format="json")
    assert twice.status_code == 400 and anna.get("/api/v1/budgets/").json()["budgets"] == ours
    assert operator.put("/api/v1/budgets/", {"budgets": []}, format="json").json() == house


def test_a_contact_may_be_left_out_at_once(anna: APIClient, cast: Cast, now: datetime) -> None:
    contact = ContactFactory(account=cast.account)
    reply = ask(anna, wish(now, contact=contact.uuid))
    assert (reply.status_code, reply.json()["state"]) == (201, "active")
    assert reply.json()["account"] == str(cast.account.uuid) and not reply.json()["is_whole_account"]
