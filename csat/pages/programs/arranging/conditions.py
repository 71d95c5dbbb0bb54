"""Conditions as rows of a form: what is known, how it compares, with what; all of them or any."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from csat.programs import audience
from csat.programs.models import ProgramKind

COMPARISONS = {
    "is": _("is"),
    "is_not": _("is not"),
    "in": _("is one of"),
    "contains": _("contains"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
}
YES = frozenset({"yes", "true", "1", "да", "y"})
NO = frozenset({"no", "false", "0", "нет", "n"})
MOST = 20


@dataclass(frozen=True)
class Row:
    """One comparison as it stands in the form."""

    fact: str = ""
    comparison: str = "is"
    value: str = ""
    problem: Any = ""

    @property
    def is_blank(self) -> bool:
        return not (self.fact or self.value)


@dataclass(frozen=True)
class Rows:
    """The rows and how they join; `beyond` keeps a condition that rows cannot say."""

    rows: tuple[Row, ...] = ()
    joined: str = "all"
    beyond: Mapping[str, Any] | None = None

    @property
    def shown(self) -> tuple[Row, ...]:
        """With a blank one at the end, so that one more can be written without a script."""
        return self.rows if self.rows and self.rows[-1].is_blank else (*self.rows, Row())

    @property
    def has_problem(self) -> bool:
        return any(row.problem for row in self.rows)

    @property
    def condition(self) -> dict[str, Any]:
        """The tree that is kept; blank rows and those with a problem are left out."""
        if self.beyond is not None:
            return dict(self.beyond)
        told = [_told(row) for row in self.rows if not (row.is_blank or row.problem)]
        return {self.joined: told} if told else {}


def read(post: Mapping[str, str], kept: Mapping[str, Any] | None = None) -> Rows:
    """The rows that were sent; `kept` is the condition so far, which stays where it cannot be shown."""
    if kept and "conditions_as_they_are" in post:
        return Rows(beyond=kept)
    numbers = range(MOST)
    rows = [
        Row(
            post.get(f"fact-{n}", "")[: audience.LONGEST],
            post.get(f"comparison-{n}", "is"),
            post.get(f"value-{n}", "").strip()[: audience.LONGEST],
        )
        for n in numbers
        if f"fact-{n}" in post
    ]
    told = tuple(_checked(row) for row in rows if not row.is_blank)
    return Rows(told, "any" if post.get("joined") == "any" else "all")


def shown(condition: Mapping[str, Any]) -> Rows:
    """A kept condition as rows; as `beyond` where it is deeper than rows can be."""
    if not condition:
        return Rows()
    joined = next((word for word in ("all", "any") if word in condition), "")
    parts = condition[joined] if joined else [condition]
    if not all("fact" in part and len(part) == 2 for part in parts):
        return Rows(beyond=condition)
    return Rows(tuple(_row(part) for part in parts), joined or "all")


def facts(kind: str) -> list[tuple[str, str]]:
    """What may be asked about, by name; orders are known to rules that ask about them."""
    language = (get_language() or "en").split("-")[0]
    return [
        (key, str(fact.words.get(language) or fact.words["en"]))
        for key, fact in audience.FACTS.items()
        if kind == ProgramKind.POST_SALE or not key.startswith("deal.")
    ]


def _row(part: Mapping[str, Any]) -> Row:
    comparison = next(word for word in part if word != "fact")
    value = part[comparison]
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Row(str(part["fact"]), comparison, text)


def _checked(row: Row) -> Row:
    """What is wrong with a row, in words beside it."""
    fact = audience.fact_of(row.fact)
    if fact is None:
        return replace(row, problem=_("Choose what it is about."))
    if row.comparison not in fact.comparisons:
        return replace(row, problem=_("This cannot be compared so: choose another comparison."))
    if not row.value:
        return replace(row, problem=_("Say with what it is compared."))
    if fact.type == "number" and any(_number(part) is None for part in _parts(row)):
        return replace(row, problem=_("Write a number."))
    if fact.type == "flag" and row.value.casefold() not in YES | NO:
        return replace(row, problem=_("Write yes or no."))
    return row


def _told(row: Row) -> dict[str, Any]:
    fact = audience.fact_of(row.fact)
    values = [_value(part, fact.type if fact else "text") for part in _parts(row)]
    return {"fact": row.fact, row.comparison: values if row.comparison == "in" else values[0]}


def _parts(row: Row) -> list[str]:
    if row.comparison != "in":
        return [row.value]
    return [part.strip() for part in row.value.replace(";", ",").split(",") if part.strip()]


def _value(text: str, type_: str) -> Any:
    if type_ == "flag":
        return text.casefold() in YES
    number = _number(text) if type_ in ("number", "any") else None
    if number is None:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
