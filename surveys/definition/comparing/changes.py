"""One change between two questionnaires, and how values and words are compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from surveys.definition.questionnaire import Texts


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    RETYPED = "retyped"  # another type, range, measure, or into a grid
    OPTIONS = "options"
    RULE = "rule"
    LIMITS = "limits"  # least, most, dates, files, whether it must be answered
    SCALE = "scale"  # words at a scale's numbers
    PAGE = "page"
    SURVEY = "survey"
    THANKS = "thanks"
    MAIL = "mail"


@dataclass(frozen=True)
class Change:
    """`key` of the question, grid, page or scale; `what` names its part, such as text or options.price.

    `before` and `after` are JSON values: words in `language`, a rule's tree, a number, a place.
    """

    kind: ChangeKind
    key: str = ""
    what: str = ""
    language: str = ""
    before: Any = None
    after: Any = None
    breaks_trend: bool = False


def words(old: Texts, new: Texts, kind: ChangeKind, *, key: str = "", what: str) -> Iterator[Change]:
    """A change for every language whose words differ."""
    for language in dict.fromkeys([*old, *new]):
        yield from value((old.get(language), new.get(language)), Change(kind, key, what, language))


def value(ends: Sequence[Any], change: Change) -> Iterator[Change]:
    """The change with its two ends, where these differ."""
    before, after = ends
    if before != after:
        yield replace(change, before=_json(before), after=_json(after))


def _json(end: Any) -> Any:
    return list(end) if isinstance(end, tuple) else end
