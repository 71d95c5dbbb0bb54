"""The filters of the list of answers, as they stand in its address and are kept with an export."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from csat.scores.flags.reasons import Reason

PARTIAL = "partial"
STATUSES = ("counts", "doubtful", "excluded", PARTIAL)
INVITATION, LINK, WIDGET, IMPORT = CHANNELS = ("invitation", "link", "widget", "import")
LONGEST = 200


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty part does not narrow. `side`: a part of the score, rated in the answer.

    `manager` and `team` are those at the time. `before` is a mark of the list, no filter.
    """

    words: str = ""
    survey: str = ""
    version: int | None = None
    status: str = ""
    low: bool = False
    flag: str = ""
    side: str = ""
    language: str = ""
    channel: str = ""
    client: str = ""
    account: UUID | None = None
    manager: UUID | None = None
    team: UUID | None = None
    since: date | None = None
    until: date | None = None
    before: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.query())

    @property
    def is_chosen_in_detail(self) -> bool:
        """Whether a filter stands that the first line of fields does not show."""
        return bool(set(self.query()) - {"words", "survey", "status", "low", "account", "side"})

    @property
    def is_partial(self) -> bool:
        return self.status == PARTIAL

    def query(self) -> dict[str, str]:
        """The filters as an address says them, without the mark of the page."""
        return {
            field.name: _written(value)
            for field in fields(self)
            if field.name != "before" and (value := getattr(self, field.name))
        }


def read(query: Mapping[str, str]) -> Wanted:
    """The filters of an address. What is nonsense narrows nothing."""
    return Wanted(
        words=_words(query, "words"),
        survey=_words(query, "survey"),
        version=_number(query.get("version", "")),
        status=_one_of(query.get("status", ""), STATUSES),
        low=query.get("low") == "1",
        flag=_one_of(query.get("flag", ""), tuple(Reason)),
        side=_words(query, "side")[:50],
        language=_words(query, "language")[:35],
        channel=_one_of(query.get("channel", ""), CHANNELS),
        client=_words(query, "client"),
        account=_uuid(query.get("account", "")),
        manager=_uuid(query.get("manager", "")),
        team=_uuid(query.get("team", "")),
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        before=query.get("before", "").replace("\x00", "")[:80],
    )


def _written(value: Any) -> str:
    return "1" if value is True else value.isoformat() if isinstance(value, date) else str(value)


def _words(query: Mapping[str, str], name: str) -> str:
    return " ".join(query.get(name, "").replace("\x00", "").split())[:LONGEST]


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
