"""How the cells of records are read: money, addresses, codes, words; and what a column is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise

from surveys.tabular import cells, dates
from surveys.tabular.cells import Habits
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

MONEY = Decimal("0.0001")
MONEY_LIMIT = Decimal(10) ** 14
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

Read = Callable[[object, Habits], Any]


@dataclass(frozen=True)
class Column:
    """`empty` is what a blank cell means; `required` cells may not be blank in a new record.

    `aliases` are headers that are surely this column, in lower case.
    """

    name: str
    label: str | Promise
    read: Read
    example: str
    empty: Any = None
    required: bool = False
    longest: int = 0
    words: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def value(self, cell: object, habits: Habits) -> Any:
        """What a cell says. Raises CellProblem."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if self.required:
                raise CellProblem(_("The cell is empty."), _("This column is needed in every row."))
            return self.empty
        value = self.read(cell, habits)
        if self.longest and len(value) > self.longest:
            raise CellProblem(_("The text is longer than %(longest)d characters."), longest=self.longest)
        return value


def text(cell: object, habits: Habits) -> str:
    return cells.text(cell)


def boolean(cell: object, habits: Habits) -> bool:
    return cells.boolean(cell)


def moment(cell: object, habits: Habits) -> Any:
    return dates.moment(cell)


def money(cell: object, habits: Habits) -> Decimal:
    amount = cells.decimal(cell, habits)
    if abs(amount) >= MONEY_LIMIT:
        raise CellProblem(_("The amount is too large."))
    return amount.quantize(MONEY, ROUND_HALF_EVEN)


def email(cell: object, habits: Habits) -> str:
    address = cells.text(cell)
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellProblem(
            _("This is no e-mail address."), _("One address, such as ann@client.example.")
        ) from error
    return address


def code(pattern: str, example: str) -> Read:
    shape = re.compile(pattern)

    def read(cell: object, habits: Habits) -> str:
        code = cells.text(cell).upper()
        if not shape.fullmatch(code):
            raise CellProblem(
                _("This is no code."),
                _("Write it like %(example)s, or translate it in the map."),
                example=example,
            )
        return code

    return read


def language(cell: object, habits: Habits) -> str:
    code = cells.text(cell).replace("_", "-")
    code = code[:3].lower() + code[3:] if "-" not in code[:3] else code[:2].lower() + code[2:]
    if not LANGUAGE.fullmatch(code):
        raise CellProblem(_("This is no language code."), _("Write it like en or ru."))
    return code


def zone(cell: object, habits: Habits) -> str:
    name = cells.text(cell)
    if name not in available_timezones():
        raise CellProblem(_("This is no time zone."), _("Write it like Europe/Berlin."))
    return name


def several(cell: object, habits: Habits) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list | tuple) else cells.text(cell).split(";")
    return tuple(dict.fromkeys(found for part in parts if (found := cells.text(part))))


def choice(words: tuple[str, ...]) -> Read:
    known = {word.replace("_", " "): word for word in words} | {word: word for word in words}
    return lambda cell, habits: cells.choice(cell, known)
