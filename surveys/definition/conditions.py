"""Decides whether a question is shown, from answers of earlier pages and facts of the invitation.

A comparison with something that was not given, or that the person cannot judge, is false.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.definition.questionnaire import OTHER, Condition

COMPARISONS = ("given", "is", "one_of", "includes", "at_least", "at_most")


def is_shown(condition: Condition | None, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether `condition` holds; no condition always does. `answers` must hold shown answers only."""
    if condition is None:
        return True
    if "all" in condition:
        return all(is_shown(part, answers, facts) for part in condition["all"])
    if "any" in condition:
        return any(is_shown(part, answers, facts) for part in condition["any"])
    if "not" in condition:
        return not is_shown(condition["not"], answers, facts)
    source, key = (answers, condition["answer"]) if "answer" in condition else (facts, condition["fact"])
    return all(_holds(name, condition[name], source.get(key)) for name in COMPARISONS if name in condition)


def _holds(comparison: str, wanted: Any, value: Any) -> bool:
    is_given = value not in (None, "", [])
    if comparison == "given":
        return is_given is wanted
    if not is_given:
        return False
    match comparison:
        case "is":
            return _choice(value) == wanted
        case "one_of":
            return _choice(value) in wanted
        case "includes":
            return isinstance(value, list) and any(_choice(part) == wanted for part in value)
        case "at_least":
            return _is_number(value) and value >= wanted
        case _:
            return _is_number(value) and value <= wanted


def _choice(value: Any) -> Any:
    """A contact wish is compared by its choice, the client's own words as the option "other"."""
    if not isinstance(value, dict):
        return value
    return OTHER if OTHER in value else value.get("choice")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def leaves(condition: Condition | None, path: str = "show_if") -> Iterator[tuple[str, Condition]]:
    """Every comparison of the tree with its JSON path, in order."""
    if condition is None:
        return
    for name in ("all", "any"):
        for number, part in enumerate(condition.get(name, ())):
            yield from leaves(part, f"{path}.{name}[{number}]")
    if "not" in condition:
        yield from leaves(condition["not"], f"{path}.not")
    if "answer" in condition or "fact" in condition:
        yield path, condition


def answers_asked(condition: Condition | None) -> set[str]:
    return {leaf["answer"] for _, leaf in leaves(condition) if "answer" in leaf}
