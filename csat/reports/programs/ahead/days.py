"""What the calendar of the coming days holds: rows, cells of the grid, rules with their colours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from csat.customers.models import Account
from csat.programs.foresight.pace import MoreToCome
from csat.programs.models import Program
from csat.programs.reasons import Reason
from csat.reports.programs.occasions import Occasion


@dataclass(frozen=True)
class Row:
    """Somebody asked on a day, planned already (`invitation`) or foreseen; or put off, with `until`."""

    day: date
    at: datetime
    zone: str
    program: Program
    account: Account
    contact: str
    contact_uuid: UUID
    role: str
    occasion: Occasion
    manager: str
    reason: str = Reason.CLEAR
    words: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    invitation: UUID | None = None

    @property
    def is_asked(self) -> bool:
        return self.reason == Reason.CLEAR


@dataclass(frozen=True)
class RuleOfDay:
    """How many a rule asks on a day; `colour` is the number of its colour."""

    name: str
    colour: int
    n: int


@dataclass(frozen=True)
class Cell:
    """A day of the grid. `holiday`: its name; `is_off`: nobody works; outside the span nothing is known."""

    day: date
    counts: tuple[RuleOfDay, ...]
    put_off: int
    is_off: bool
    holiday: str
    is_today: bool
    is_inside: bool

    @property
    def total(self) -> int:
        return sum(count.n for count in self.counts)


@dataclass(frozen=True)
class Rule:
    """A rule of the calendar with its colour, whom it asks in the span, and whether it runs yet."""

    program: Program
    colour: int
    asked: int
    put_off: int
    is_as_if: bool
    more: MoreToCome | None


@dataclass(frozen=True)
class Reasons:
    """So many are not asked for this reason; some of them by name."""

    reason: str
    n: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Wish:
    """What the reader chose. `day`: whose people are shown; `as_if`: rules that do not run yet as well."""

    as_if: bool = False
    rule: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Calendar:
    """The span in whole weeks; `of_day` are the people of `day`: the one chosen, else the first with any."""

    wish: Wish
    day: date | None
    weeks: tuple[tuple[Cell, ...], ...]
    rules: tuple[Rule, ...]
    asked: int
    people: int
    busiest: Cell | None
    of_day: tuple[Row, ...]
    put_off: tuple[Row, ...]
    put_off_in_all: int
    not_asked: tuple[Reasons, ...]
    first: date
    last: date
