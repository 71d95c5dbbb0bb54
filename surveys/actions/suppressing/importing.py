"""Takes over a list of addresses out of another system: the whole file or nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from surveys.actions.suppressing import columns
from surveys.actions.suppressing.columns import Row
from surveys.actions.suppressing.keys import hmac_of, hmacs_of
from surveys.actions.suppressing.queries import known_kinds
from surveys.actions.suppressing.stopping import stop_waiting

ADD = (Path(__file__).parent / "sql" / "add.sql").read_text()
Keyed = Mapping[tuple[str, str], Row]


@dataclass(frozen=True)
class Imported:
    """How many rows the file had, how many were new to the list, and how many waiting mails they stopped."""

    rows: int
    added: int
    stopped: int


@transaction.atomic
def import_file(*, data: bytes, by: User | None, now: datetime) -> Imported:
    """Put every address of a CSV or XLSX file on the list; the same file again changes nothing.

    Columns: the address; if there are any, kind, reason, date and note. A row whose date is before the
    address was taken off the list changes nothing: that word is newer. Raises ImportRefused.
    """
    rows = columns.read(data, kinds=known_kinds(), today=now.date())
    keyed = {(key, row.kind): row for row in rows for key in hmacs_of(row.address)}
    with connection.cursor() as cursor:
        cursor.execute(ADD, _arrays(keyed, by, now))
        added = {(key, kind) for key, kind in cursor.fetchall()}
    current = {(hmac_of(row.address), row.kind) for row in rows}
    return Imported(rows=len(rows), added=len(added & current), stopped=_stopped(keyed, added, now))


def _arrays(keyed: Keyed, by: User | None, now: datetime) -> dict[str, Any]:
    rows = list(keyed.values())
    return {
        "keys": [key for key, _ in keyed],
        "kinds": [kind for _, kind in keyed],
        "reasons": [row.reason for row in rows],
        "notes": [row.note for row in rows],
        "dates": [row.since for row in rows],
        "now": now,
        "created_by": by.pk if by else None,
    }


def _stopped(keyed: Keyed, added: set[tuple[str, str]], now: datetime) -> int:
    stopped: dict[tuple[str, str], list[str]] = {}
    for key, kind in sorted(added):
        stopped.setdefault((kind, keyed[key, kind].reason), []).append(key)
    return sum(
        stop_waiting(keys=keys, kind=kind, reason=reason, now=now) for (kind, reason), keys in stopped.items()
    )
