"""Takes in what happened at clients, as other systems tell it: told twice it is one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from csat.customers.actions.events.reading import BadEvent, Told, read
from csat.customers.models import Account, Contact, Deal, Event, ExternalKey, RecordKind
from surveys.errors import DomainError

LONGEST_SOURCE = 60
ONE_AT_A_TIME = 7_302_027  # advisory lock: two calls must not both find an event new
TABLES: dict[str, tuple[RecordKind, type[models.Model]]] = {
    "account": (RecordKind.ACCOUNTS, Account),
    "contact": (RecordKind.CONTACTS, Contact),
    "deal": (RecordKind.DEALS, Deal),
}


@dataclass(frozen=True)
class EventReport:
    """What came of it; with errors (row number from 0 -> what is wrong) nothing was written."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0  # a newer word of the same source was known: left as it is
    errors: Mapping[int, Sequence[DomainError]] = field(default_factory=dict)


def record_events(*, rows: Sequence[Mapping[str, Any]], source: str, by: Any, now: datetime) -> EventReport:
    """Create or update events by (source, external_id), all or nothing.

    A row: external_id, name, occurred_at (ISO 8601 with a zone, or aware datetime), account (its external id
    in the source, or uuid), and where known contact, deal (the same), facts (an object of texts and numbers),
    source_time (when the source wrote it: an older one never overwrites a newer). Raises BadEvent where the
    source has no name.
    """
    source = source.strip()
    if not source or len(source) > LONGEST_SOURCE:
        raise BadEvent(_("Name the system that tells it, in 60 characters."), where="source")
    told, errors = read(rows, now=now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        found = _references(told, source)
        for one in told:
            if wrong := _misplaced(one, found):
                errors.setdefault(one.number, []).extend(wrong)
        return EventReport(errors=errors) if errors else _write(told, found, source, now)


Found = dict[tuple[str, str], Any]  # ("account", name in the row) -> our row


def _references(told: Iterable[Told], source: str) -> Found:
    """All that the rows point to, in two statements a table."""
    told = list(told)
    found: Found = {}
    for name, (kind, table) in TABLES.items():
        wanted = {said for one in told if (said := getattr(one, name))}
        keys = ExternalKey.objects.filter(source=source, kind=kind, external_id__in=wanted)
        by_uuid: dict[UUID, set[str]] = {}
        for external_id, uuid in keys.values_list("external_id", "object_uuid"):
            by_uuid.setdefault(uuid, set()).add(external_id)
        for said in wanted:
            if itself := _uuid(said):
                by_uuid.setdefault(itself, set()).add(said)
        for row in table._default_manager.filter(uuid__in=list(by_uuid)):
            found |= {(name, said): row for said in by_uuid[row.uuid]}  # type: ignore[attr-defined]
    return found


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _misplaced(one: Told, found: Found) -> list[DomainError]:
    """What points to nothing, or to another client's contact or order."""
    wrong: list[DomainError] = []
    for name in TABLES:
        said = getattr(one, name)
        row = found.get((name, said))
        if said and row is None:
            wrong.append(BadEvent(_("Nothing is known by the id “%s”.") % said, where=name))
        elif row is not None and name != "account":
            account = found.get(("account", one.account))
            if account is not None and row.account_id != account.pk:
                wrong.append(BadEvent(_("“%s” belongs to another client.") % said, where=name))
    return wrong


def _write(told: Sequence[Told], found: Found, source: str, now: datetime) -> EventReport:
    mine = Event.objects.filter(source=source)
    known = {row.external_id: row for row in mine.filter(external_id__in=[one.external_id for one in told])}
    created, changed, older = [], [], 0
    for one in told:
        row = known.get(one.external_id)
        values = _values(one, found)
        if row is None:
            created.append(Event(source=source, external_id=one.external_id, received_at=now, **values))
        elif one.source_time and row.source_time and one.source_time < row.source_time:
            older += 1
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    Event.objects.bulk_create(created)
    Event.objects.bulk_update(changed, VALUES, batch_size=500)
    return EventReport(
        created=len(created),
        changed=len(changed),
        unchanged=len(told) - len(created) - len(changed) - older,
        older=older,
    )


VALUES = ["name", "account_id", "contact_id", "deal_id", "occurred_at", "facts", "source_time"]


def _values(one: Told, found: Found) -> dict[str, Any]:
    def key(name: str) -> int | None:
        row = found.get((name, getattr(one, name)))
        return row.pk if row is not None else None

    return {
        "name": one.name,
        "account_id": key("account"),
        "contact_id": key("contact"),
        "deal_id": key("deal"),
        "occurred_at": one.occurred_at,
        "facts": one.facts,
        "source_time": one.source_time,
    }
