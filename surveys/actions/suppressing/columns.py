"""Reads a list of addresses as other systems write it; all bad rows are named, one is enough to refuse."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as translated

from surveys.actions.suppressing import reasons
from surveys.actions.suppressing.reasons import ImportRefused, NotAnAddress
from surveys.actions.suppressing.spelling import checked
from surveys.tabular import cells, dates, reading
from surveys.tabular.problems import CellProblem, FileProblem, Flaw
from surveys.tabular.problems import mark as _
from surveys.tabular.reading import Limits, Table

MOST_ROWS = 100_000
NAMES = {
    "address": ("address", "email", "e-mail", "mail", "email address", "адрес", "почта", "электронная почта"),
    "kind": ("kind", "survey", "вид", "опрос"),
    "reason": ("reason", "причина"),
    "date": ("date", "since", "created at", "дата", "когда"),
    "note": ("note", "comment", "примечание", "комментарий"),
}
WORDS = {reason: reason for reason in reasons.REASONS if reason != reasons.ERASED} | {
    "opt-out": reasons.UNSUBSCRIBED,
    "unsubscribe": reasons.UNSUBSCRIBED,
    "отписка": reasons.UNSUBSCRIBED,
    "bounce": reasons.BOUNCED,
    "hard bounce": reasons.BOUNCED,
    "недоставка": reasons.BOUNCED,
    "complaint": reasons.COMPLAINED,
    "spam": reasons.COMPLAINED,
    "жалоба": reasons.COMPLAINED,
}


@dataclass(frozen=True)
class Row:
    """One address as the file has it; `since` is None where the file gives no day."""

    address: str
    kind: str
    reason: str
    note: str
    since: datetime | None


def read(data: bytes, *, kinds: Collection[str], today: date) -> list[Row]:
    """Every row. Raises ImportRefused, with all that is wrong."""
    try:
        table = reading.read(data, limits=Limits(rows=MOST_ROWS))
        places = _places(table)
    except FileProblem as problem:
        raise ImportRefused(_said(problem)) from problem
    numbered = list(table.rows)
    if "@" in table.columns[places["address"]]:
        numbered.insert(0, (1, table.columns))  # a bare list: what looks like its header is an address
    flaws, rows = list(table.flaws), []
    for number, found in numbered:
        row = _row(number, {name: found[at] for name, at in places.items()}, kinds, today)
        if isinstance(row, Row):
            rows.append(row)
        else:
            flaws.append(row)
    if flaws:
        what = translated("%(count)d rows cannot be read, so nothing was taken over.") % {"count": len(flaws)}
        raise ImportRefused(what, sorted(flaws, key=lambda flaw: flaw.row))
    return rows


def _places(table: Table) -> dict[str, int]:
    """Where each of our columns stands in the file."""
    named = [" ".join(name.casefold().replace("_", " ").split()) for name in table.columns]
    places = {
        ours: named.index(name) for ours, names in NAMES.items() for name in reversed(names) if name in named
    }
    if "address" not in places and len(named) == 1:
        places["address"] = 0
    if "address" not in places:
        raise FileProblem(_("The file has no column of addresses."), _("Name it “address” or “email”."))
    return places


def _row(number: int, found: Mapping[str, str], kinds: Collection[str], today: date) -> Row | Flaw:
    column = "address"
    try:
        address = checked(found["address"])
        column = "kind"
        kind = (
            cells.choice(found["kind"], {one.casefold(): one for one in kinds}) if found.get("kind") else ""
        )
        column = "reason"
        reason = cells.choice(found["reason"], WORDS) if found.get("reason") else reasons.IMPORTED
        column = "date"
        since = _since(found["date"], today) if found.get("date") else None
    except NotAnAddress:
        return Flaw(number, column, found[column], CellProblem(_("This is no address.")))
    except CellProblem as problem:
        return Flaw(number, column, found[column], problem)
    return Row(address, kind, reason, found.get("note", "")[: reasons.LONGEST_NOTE], since)


def _since(cell: str, today: date) -> datetime:
    day = dates.day(cell)
    if day > today:
        raise CellProblem(_("This day is still to come."), _("Correct the date."))
    return datetime.combine(day, time(), UTC)


def _said(problem: FileProblem) -> str:
    return " ".join(translated(part) % problem.values for part in (problem.what, problem.mend) if part)
