"""Reads single cells: numbers, yes and no, words. What could mean two things is refused, not guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

YES = frozenset({"1", "true", "yes", "y", "t", "x", "on", "да", "истина", "д", "+"})
NO = frozenset({"0", "false", "no", "n", "f", "off", "нет", "ложь", "н", "-"})

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
MINUS = str.maketrans("−–—", "---")
PLAIN = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?")
GROUPED = {mark: re.compile(rf"[0-9]{{1,3}}({re.escape(mark)}[0-9]{{3}})+") for mark in (".", ",", " ")}
ONE_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


@dataclass(frozen=True)
class Habits:
    """How a file writes what else could mean two things."""

    decimal: str = ""  # "," or ".": the decimal mark of 1,234
    dates: str = ""  # "dmy" or "mdy": the order of 3/4/2026


PLAIN_HABITS = Habits()


def text(value: object) -> str:
    """Words on one line, single spaces."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int | float | Decimal):
        raise CellProblem(_("This is not a text."))
    words = " ".join(str(value).split())
    if "\0" in words:
        raise CellProblem(_("The cell holds a NUL character."), _("Export the file anew."))
    return words


def boolean(value: object) -> bool:
    """Yes or no, in English, Russian or numbers."""
    if isinstance(value, bool):
        return value
    word = text(value).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellProblem(_("This is neither yes nor no."), _("Write yes or no, 1 or 0, да or нет."))


def choice(value: object, words: Mapping[str, str]) -> str:
    """The one of ours that a word names, whatever its case."""
    word = text(value).casefold()
    if word in words:
        return words[word]
    raise CellProblem(
        _("This word is not known here."),
        _("Known: %(words)s. A map file can translate yours."),
        words=", ".join(sorted(set(words.values()))),
    )


def decimal(value: object, habits: Habits = PLAIN_HABITS) -> Decimal:
    """A number however it is written: 1 234,50 · 1,234.50 · 1.234,50 · -5 · (1,5).

    Raises CellProblem for what is no number, and for 1,234, which is one thing in London and another in
    Moscow, where the file's habits do not say.
    """
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        value = number if number.is_finite() else ""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise CellProblem(_("This is no number."), _("Write it like 1234.50."))
    body, is_negative = _unsigned(value.strip().translate(MINUS))
    number = Decimal(_plain(body, habits))
    return -number if is_negative else number


def _unsigned(body: str) -> tuple[str, bool]:
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), True
    if body.startswith("-"):
        return body[1:].strip(), True
    if body.endswith("-"):
        return body[:-1].strip(), True
    return body.removeprefix("+").strip(), False


def _plain(body: str, habits: Habits) -> str:
    """The digits with a point, or CellProblem."""
    body = SPACES.sub(" ", body)
    mark = _decimal_mark(body, habits)
    whole, _mark, fraction = body.rpartition(mark) if mark else (body, "", "")
    for group in GROUPED:
        if group != mark and GROUPED[group].fullmatch(whole):
            whole = whole.replace(group, "")
            break
    plain = f"{whole or '0'}.{fraction}" if fraction else whole
    if not PLAIN.fullmatch(plain):
        raise CellProblem(_("This is no number."), _("Write it like 1234.50."))
    return plain


def _decimal_mark(body: str, habits: Habits) -> str:
    """The mark before the fraction; empty where the number is whole."""
    commas, dots = body.count(","), body.count(".")
    if commas and dots:
        return max(".,", key=body.rfind)
    mark = "," if commas else "." if dots else ""
    if not mark or max(commas, dots) > 1:
        return ""
    if habits.decimal:
        is_group = mark != habits.decimal and GROUPED[mark].fullmatch(body)
        return "" if is_group else habits.decimal
    if ONE_GROUP.fullmatch(body):
        raise CellProblem(
            _("This may be %(small)s or %(large)s."),
            _("Say in the map which mark parts the decimals, or write it like 1234.50."),
            small=body.replace(",", "."),
            large=body.replace(",", ""),
        )
    return mark
