"""A foreign questionnaire on its way: our questions already, rules and pipes still in their words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.definition.exchange.logic.rules import Target

Texts = Mapping[str, str]
Question = dict[str, Any]

MOST_OPTIONS, MOST_ROWS = 60, 20


@dataclass(frozen=True)
class Asked:
    """One question of ours. `where` is what the report calls it.

    `targets`: what its answers are called in foreign rules and pipes. `rules`: all must hold.
    """

    where: str
    question: Question
    targets: Mapping[str, Target] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One page as the other tool had it."""

    where: str
    title: Texts
    intro: Texts
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Thanks:
    text: Texts
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """`scales`: by name, as a document has them. `name_of`: a foreign name in the form that targets have."""

    source: str
    title: Texts
    languages: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    scales: Mapping[str, Any] = field(default_factory=dict)
    thanks: tuple[Thanks, ...] = ()
    is_anonymous: bool = False
    name_of: Callable[[str], str] = str
