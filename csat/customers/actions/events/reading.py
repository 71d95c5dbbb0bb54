"""Reads rows that tell of events: what each says, or what is wrong with it by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from surveys.errors import DomainError

COLUMNS = frozenset(
    {"external_id", "name", "occurred_at", "account", "contact", "deal", "facts", "source_time"}
)
LONGEST = {"external_id": 200, "name": 60, "account": 200, "contact": 200, "deal": 200}
NEEDED = ("external_id", "name", "account")
MOST_FACTS, LONGEST_KEY, LONGEST_FACT = 50, 60, 500
OUR_TIMES = range(1970, 2200)  # years: others are slips of the keyboard
CLOCKS_APART = timedelta(hours=1)


class BadEvent(DomainError):
    """An event that cannot be understood, or that happened nowhere; `where` is the column."""

    code = "bad_event"


@dataclass(frozen=True)
class Told:
    """One row, read: ids are still the source's words, empty where there is none."""

    number: int
    external_id: str
    name: str
    occurred_at: datetime
    account: str
    contact: str
    deal: str
    facts: Mapping[str, Any]
    source_time: datetime | None


def read(
    rows: Sequence[Mapping[str, Any]], *, now: datetime
) -> tuple[list[Told], dict[int, list[DomainError]]]:
    """The rows that can be understood, and what is wrong with the others by row number from 0."""
    told: list[Told] = []
    errors: dict[int, list[DomainError]] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows):
        one, wrong = _read(number, row, now)
        if one and one.external_id in seen:
            wrong.append(BadEvent(_("This id stands here twice."), where="external_id"))
        if wrong or one is None:
            errors[number] = wrong
        else:
            told.append(one)
        seen.add(one.external_id if one else "")
    return told, errors


def _read(number: int, row: Mapping[str, Any], now: datetime) -> tuple[Told | None, list[DomainError]]:
    wrong: list[DomainError] = [
        BadEvent(_("There is no column “%s”.") % name, where=str(name)) for name in sorted(set(row) - COLUMNS)
    ]
    texts = {name: _text(row, name, wrong) for name in LONGEST}
    occurred_at = _moment(row.get("occurred_at"), "occurred_at", wrong)
    source_time = _moment(row.get("source_time"), "source_time", wrong) if row.get("source_time") else None
    if occurred_at is None and not any(error.where == "occurred_at" for error in wrong):
        wrong.append(BadEvent(_("Say when it happened."), where="occurred_at"))
    if occurred_at and occurred_at > now + CLOCKS_APART:
        wrong.append(BadEvent(_("That has not happened yet."), where="occurred_at"))
    facts = _facts(row.get("facts"), wrong)
    if wrong or occurred_at is None:
        return None, wrong
    return Told(number, occurred_at=occurred_at, facts=facts, source_time=source_time, **texts), wrong


def _text(row: Mapping[str, Any], name: str, wrong: list[DomainError]) -> str:
    value = row.get(name)
    text = "" if value is None else str(value).strip()
    if not text and name in NEEDED:
        wrong.append(BadEvent(_("This is missing."), where=name))
    elif len(text) > LONGEST[name] or "\x00" in text:
        wrong.append(BadEvent(_("This is longer than %s characters.") % LONGEST[name], where=name))
    return text


def _moment(value: Any, name: str, wrong: list[DomainError]) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None or moment.year not in OUR_TIMES:
        mend = _("Write it like 2026-11-20T15:04:00+01:00.")
        wrong.append(BadEvent(_("This is no moment with a time zone."), where=name, mend=mend))
        return None
    return moment


def _facts(value: Any, wrong: list[DomainError]) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > MOST_FACTS or not all(map(_is_fact, value.items())):
        mend = _("An object of up to 50 texts, numbers, true or false, each of 500 characters at most.")
        wrong.append(BadEvent(_("These are no facts."), where="facts", mend=mend))
        return {}
    return value


def _is_fact(item: tuple[Any, Any]) -> bool:
    name, value = item
    is_named = isinstance(name, str) and 0 < len(name) <= LONGEST_KEY
    if isinstance(value, str):
        return is_named and len(value) <= LONGEST_FACT and "\x00" not in value
    is_number = isinstance(value, int) or (isinstance(value, float) and isfinite(value))
    return is_named and (value is None or is_number)
