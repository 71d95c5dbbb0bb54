"""A foreign rule as a tree of comparisons, whatever the tool that wrote it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class NotExpressible(ValueError):
    """Our rules cannot say it; the message is the part that they cannot say."""


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    CONTAINS = "contains"
    LACKS = "lacks"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"
    GIVEN = "given"
    MISSING = "missing"
    TRUE = "true"  # the name alone


@dataclass(frozen=True)
class Comparison:
    name: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True)
class Group:
    parts: tuple["Rule", ...]
    is_all: bool


@dataclass(frozen=True)
class Opposite:
    part: "Rule"


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Value:
    value: Any


Rule = Comparison | Group | Opposite
Part = Rule | Name | Value


def names(rule: Rule) -> set[str]:
    """All names that a rule compares."""
    match rule:
        case Comparison():
            return {rule.name}
        case Opposite():
            return names(rule.part)
        case Group():
            return set().union(*map(names, rule.parts))
