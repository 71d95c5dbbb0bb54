"""Events from other systems: told twice is once, older never overwrites newer, all rows or none."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from csat.customers.actions import events
from csat.customers.actions.events import BadEvent, EventReport
from csat.customers.models import Event, ExternalKey
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
WORD = {"external_id": "T-1", "name": "ticket_closed", "occurred_at": "2026-11-17T15:00:00+01:00"}


@pytest.fixture
def alfa():
    account = factories.AccountFactory(name="Alfa")
    ExternalKey.objects.create(
        source="helpdesk", kind="accounts", external_id="A-1", object_uuid=account.uuid
    )
    return account


def told(*rows: dict[str, Any]) -> EventReport:
    return events.record_events(rows=rows, source="helpdesk", by=None, now=NOW)


def test_told_twice_is_one_and_a_correction_changes_it(alfa) -> None:
    contact = factories.ContactFactory(account=alfa)
    row = {**WORD, "account": "A-1", "contact": str(contact.uuid), "facts": {"priority": "high"}}
    assert told(row) == EventReport(created=1)
    assert told(row) == EventReport(unchanged=1)
    assert told({**row, "facts": {"priority": "low"}}) == EventReport(changed=1)
    event = Event.objects.get()
    assert (event.account, event.contact, event.facts) == (alfa, contact, {"priority": "low"})
    assert event.occurred_at == datetime(2026, 11, 17, 14, tzinfo=UTC) and event.received_at == NOW


def test_an_older_word_never_overwrites_a_newer(alfa) -> None:
    newer = {**WORD, "account": "A-1", "facts": {"v": 2}, "source_time": "2026-11-17T16:00:00Z"}
    older = {**newer, "facts": {"v": 1}, "source_time": "2026-11-17T15:30:00Z"}
    assert told(newer).created == 1
    assert told(older) == EventReport(older=1)
    assert Event.objects.get().facts == {"v": 2}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"external_id": " "}, "external_id"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"name": ""}, "name"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": "2026-11-17T15:00:00"}, "occurred_at"),
        ({"occurred_at": None}, "occurred_at"),
        ({"occurred_at": (NOW + timedelta(days=1)).isoformat()}, "occurred_at"),
        ({"account": ""}, "account"),
        ({"account": "A-2"}, "account"),
        ({"contact": str(uuid4())}, "contact"),
        ({"deal": "D-1"}, "deal"),
        ({"facts": ["high"]}, "facts"),
        ({"facts": {"a": {"b": 1}}}, "facts"),
        ({"facts": {"a": float("inf")}}, "facts"),
        ({"facts": {"a": "x" * 501}}, "facts"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(alfa, changes, where) -> None:
    good = {**WORD, "external_id": "T-0", "account": "A-1"}
    report = told(good, {**WORD, "account": "A-1"} | changes)
    assert set(report.errors) == {1} and report.created == 0
    assert where in {error.where for error in report.errors[1]}
    assert not Event.objects.exists()


def test_one_id_twice_in_a_call_and_another_client_s_contact_are_refused(alfa) -> None:
    row = {**WORD, "account": "A-1"}
    assert set(told(row, row).errors) == {1}
    stranger = factories.ContactFactory()
    (error,) = told({**row, "contact": str(stranger.uuid)}).errors[0]
    assert "another client" in error.what


def test_a_source_has_a_name(alfa) -> None:
    with pytest.raises(BadEvent):
        events.record_events(rows=[WORD], source=" ", by=None, now=NOW)
