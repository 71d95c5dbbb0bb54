"""Rounds, ledgers and events over REST."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from csat.customers.models import Event, ExternalKey
from csat.programs.models import Wave
from surveys.models import Invitation, Message
from tests.factories import Cast

pytestmark = pytest.mark.django_db
CLOSED = {"name": "ticket_closed", "occurred_at": "2026-11-20T15:04:00+01:00"}


@pytest.fixture
def crm(cast: Cast) -> None:
    for account, external in ((cast.account, "A-1"), (cast.foreign, "A-2")):
        ExternalKey.objects.create(
            source="crm", kind="accounts", external_id=external, object_uuid=account.uuid
        )


def event(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"external_id": f"T-{number}", "account": "A-1", **CLOSED, **fields}


def test_an_event_told_twice_is_one(operator: APIClient, crm: None, cast: Cast) -> None:
    sent = event() | {"source": "crm", "facts": {"order": "SO-1"}}
    first = operator.post("/api/v1/events/", sent, format="json")
    assert first.status_code == 201 and first.json()["account"] == str(cast.account.uuid), first.content
    again = operator.post("/api/v1/events/", sent, format="json")
    assert (again.status_code, again.json()) == (200, first.json())
    changed = operator.post("/api/v1/events/", sent | {"facts": {"order": "SO-2"}}, format="json")
    assert changed.json()["id"] == first.json()["id"] and changed.json()["facts"] == {"order": "SO-2"}
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "attr"),
    [
        ({"account": "A-9"}, "account"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": "2026-11-20T15:04:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+05:00"}, "occurred_at"),
        ({"source_time": "9999-12-31T23:59:59-05:00"}, "source_time"),
        ({"name": ""}, "name"),
        ({"shoe": 1}, "shoe"),
        ({"facts": []}, "facts"),
    ],
)
def test_a_wrong_event_is_told_by_field(
    operator: APIClient, crm: None, fields: dict[str, Any], attr: str
) -> None:
    reply = operator.post("/api/v1/events/", event(**fields) | {"source": "crm"}, format="json")
    assert reply.status_code == 400, reply.content
    assert reply.json()["errors"][0]["attr"].split(".")[0] == attr and not Event.objects.exists()


def test_many_are_taken_all_or_none(operator: APIClient, crm: None) -> None:
    rows = [event(number) for number in range(50)]
    bad = operator.post("/api/v1/events/bulk", {"source": "crm", "rows": [*rows, event(99, account="?")]})
    assert bad.status_code == 400 and not Event.objects.exists()
    assert [error["attr"] for error in bad.json()["errors"]] == ["rows.50.account"]
    told = [operator.post("/api/v1/events/bulk", {"source": "crm", "rows": rows}).json() for _ in range(2)]
    assert [(one["created"], one["unchanged"]) for one in told] == [(50, 0), (0, 50)]
    too_many = {"source": "crm", "rows": [event(number) for number in range(5_001)]}
    assert operator.post("/api/v1/events/bulk", too_many).json()["errors"][0]["attr"].startswith("rows")


def test_events_are_told_by_those_who_import_and_read_by_holders(
    anna: APIClient, analyst: APIClient, own: dict[str, object], foreign: dict[str, object]
) -> None:
    listed = anna.get("/api/v1/events/", {"name": "ticket_closed"}).json()["results"]
    assert [row["id"] for row in listed] == [str(own["event"])]
    assert anna.get(f"/api/v1/events/{foreign['event']}/").status_code == 404
    assert anna.post("/api/v1/events/", event() | {"source": "crm"}, format="json").status_code == 403
    assert anna.post("/api/v1/events/bulk", {"source": "crm", "rows": []}).status_code == 403
    Event.objects.update(facts={"contact_name": "Maria"})
    assert analyst.get(f"/api/v1/events/{own['event']}/").json()["facts"] is None


def test_a_round_is_read_paused_and_ended(
    operator: APIClient, anna: APIClient, own: dict[str, object], foreign: dict[str, object]
) -> None:
    address = f"/api/v1/waves/{own['wave']}/"
    ids = {row["id"] for row in anna.get("/api/v1/waves/").json()["results"]}
    assert str(own["wave"]) in ids and str(foreign["wave"]) not in ids
    assert anna.get(f"/api/v1/waves/{foreign['wave']}/").status_code == 404
    Message.objects.create(
        invitation=Invitation.objects.get(id__in=_of_round(own)),
        number=0,
        due_at="2026-11-23T08:00Z",
        changed_at="2026-11-01T08:00Z",
    )
    page = anna.get(address).json()
    assert (page["planned"], page["parts"]) == (1, [{"part": "waiting", "n": 1}])
    assert anna.post(f"{address}pause/", {"because": "x"}, format="json").status_code == 403
    assert anna.post(f"/api/v1/waves/{foreign['wave']}/pause/", {"because": "x"}).status_code == 404
    assert operator.post(f"{address}resume/").status_code == 409
    paused = operator.post(f"{address}pause/", {"because": "a fair"}, format="json").json()
    assert paused["mails"] == 1 and paused["wave"]["held_because"].startswith("a fair")
    assert operator.post(f"{address}pause/", {"because": "x"}, format="json").status_code == 409
    assert operator.post(f"{address}resume/").json()["mails"] == 1
    ended = operator.post(f"{address}stop/", {"because": "over"}, format="json").json()
    assert ended["mails"] == 1 and ended["wave"]["ended_at"]
    assert operator.post(f"{address}stop/", {"because": "over"}, format="json").status_code == 409
    held = operator.get("/api/v1/waves/", {"is_ended": "true"}).json()["results"]
    assert [row["id"] for row in held] == [str(own["wave"])]


def _of_round(own: dict[str, object]) -> list[int]:
    return list(
        Wave.objects.filter(uuid=own["wave"]).values_list("touchpoints__invitation", flat=True)  # type: ignore[misc]
    )


def test_a_ledger_is_read_line_by_line_and_an_invitation_taken_back(
    operator: APIClient, anna: APIClient, analyst: APIClient, own: dict[str, object], now: datetime
) -> None:
    invitation = Invitation.objects.get(id__in=_of_round(own))
    message = Message.objects.create(invitation=invitation, number=0, due_at=now, changed_at=now)
    message.attempts.create(
        number=1, owner="w1", started_at=now, finished_at=now, outcome="deferred", reply="451 try later"
    )
    address = f"/api/v1/invitations/{invitation.uuid}/"
    ledger = anna.get(f"{address}ledger/").json()
    assert (ledger["state"], ledger["mails"][0]["attempts"]) == ("waiting", 1)
    assert ("tried_deferred", "451 try later") in [(line["kind"], line["said"]) for line in ledger["lines"]]
    assert analyst.get(f"{address}ledger/").status_code == 403
    assert anna.post(f"{address}cancel/", {"because": "x"}, format="json").status_code == 403
    assert operator.post(f"{address}cancel/", {}, format="json").status_code == 400
    taken = operator.post(f"{address}cancel/", {"because": "wrong person"}, format="json")
    assert (taken.status_code, taken.json()) == (200, {"mails": 1})
    assert operator.post(f"{address}cancel/", {"because": "x"}, format="json").status_code == 409
    assert anna.get(f"{address}ledger/").json()["state"] == "cancelled"
