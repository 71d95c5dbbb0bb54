"""Reads days, months and moments. A day that could be two is refused, not guessed."""

import re
from datetime import UTC, date, datetime

from surveys.tabular.cells import PLAIN_HABITS, Habits
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

YEARS = range(1900, 2200)
CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){CLOCK}", re.ASCII)
SLASHED = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(\d{{4}}){CLOCK}", re.ASCII)
YEAR_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})", re.ASCII)
MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})", re.ASCII)
NAMED_MONTH = re.compile(r"([^\W\d_]{3,})\.?,? (\d{4})(?: ?г\.?)?")
MONTH_NAMES = (
    ("jan", "янв"),
    ("feb", "фев"),
    ("mar", "мар"),
    ("apr", "апр"),
    ("may", "май"),
    ("jun", "июн"),
    ("jul", "июл"),
    ("aug", "авг"),
    ("sep", "сен"),
    ("oct", "окт"),
    ("nov", "ноя"),
    ("dec", "дек"),
)


def day(value: object, habits: Habits = PLAIN_HABITS) -> date:
    """A day: 2026-11-18 (with or without a time of day, taken as written), 18.11.2026, 18/11/2026.

    Raises CellProblem for what is no day, and for 3/4/2026 where the file's habits do not say.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if found := YEAR_FIRST.fullmatch(words):
        return _made(found[1], found[3], found[4])
    if found := COMPACT.fullmatch(words):
        return _made(*found.groups())
    if found := DOTTED.fullmatch(words):
        return _made(found[3], found[2], found[1])
    if found := SLASHED.fullmatch(words):
        return _slashed(found, habits)
    raise CellProblem(_("This is no date."), _("Write it like 2026-11-18 or 18.11.2026."))


def month(value: object, habits: Habits = PLAIN_HABITS) -> date:
    """The first day of a month: 2026-11, 11.2026, Nov 2026, ноябрь 2026, or any day of it."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if found := YEAR_MONTH.fullmatch(words):
        return _made(found[1], found[2], "1")
    if found := MONTH_YEAR.fullmatch(words):
        return _made(found[2], found[1], "1")
    if found := NAMED_MONTH.fullmatch(words):
        start = found[1].casefold().replace("мая", "май")[:3]
        for number, names in enumerate(MONTH_NAMES, 1):
            if start in names:
                return _made(found[2], str(number), "1")
    try:
        return day(value, habits).replace(day=1)
    except CellProblem as problem:
        if problem.what == _("This is no date."):
            raise CellProblem(_("This is no month."), _("Write it like 2026-11.")) from problem
        raise


def moment(value: object) -> datetime:
    """A moment by ISO 8601; without a zone it is UTC."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise CellProblem(_("This is no moment."), _("Write it like 2026-11-18T09:30:00Z.")) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _slashed(found: re.Match[str], habits: Habits) -> date:
    first, second, year = int(found[1]), int(found[3]), found[4]
    is_day_first = habits.dates == "dmy" or first > 12
    is_month_first = habits.dates == "mdy" or second > 12
    if not (is_day_first or is_month_first or first == second):
        raise CellProblem(
            _("This may be %(one)s or %(other)s."),
            _("Say in the map which comes first, day or month, or write it like 2026-11-18."),
            one=_made(year, found[3], found[1]).isoformat(),
            other=_made(year, found[1], found[3]).isoformat(),
        )
    if habits.dates:
        is_month_first = habits.dates == "mdy"
    return _made(year, found[1], found[3]) if is_month_first else _made(year, found[3], found[1])


def _made(year: str, month_number: str, day_number: str) -> date:
    try:
        made = date(int(year), int(month_number), int(day_number))
    except ValueError as error:
        raise CellProblem(_("There is no such day."), _("Write it like 2026-11-18.")) from error
    if made.year not in YEARS:
        raise CellProblem(_("The year %(year)s cannot be meant."), year=made.year)
    return made
