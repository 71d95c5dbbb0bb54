"""Conditions on whom a survey rule wants to hear: checked, decided, and said in words. Pure.

A condition is a tree: {"all": [...]}, {"any": [...]}, {"not": ...}, and comparisons such as
{"fact": "account.country", "in": ["DE", "AT"]}. {} always holds. A comparison with something that is not
known is false, `is_not` too: whoever we know nothing about is not asked by accident.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.errors import DomainError

Condition = Mapping[str, Any]
Facts = Mapping[str, Any]

EVENT = "event."
TREES = ("all", "any", "not")
DEEPEST, MOST_PARTS, LONGEST = 6, 50, 200
WORDS = {
    "is": {"en": "{fact} is {value}", "ru": "{fact}: {value}"},
    "is_not": {"en": "{fact} is not {value}", "ru": "{fact}: не {value}"},
    "in": {"en": "{fact} is {value}", "ru": "{fact}: {value}"},
    "at_least": {"en": "{fact} is at least {value}", "ru": "{fact}: не меньше {value}"},
    "at_most": {"en": "{fact} is at most {value}", "ru": "{fact}: не больше {value}"},
    "contains": {"en": "{fact} contains “{value}”", "ru": "{fact} содержит «{value}»"},
}
FLAGS = {
    True: {"en": "{fact}: yes", "ru": "{fact}: да"},
    False: {"en": "{fact}: no", "ru": "{fact}: нет"},
}
JOINTS = {
    "all": {"en": " and ", "ru": " и "},
    "any": {"en": " or ", "ru": " или "},
    "not": {"en": "not ({})", "ru": "не ({})"},
}


class BadCondition(DomainError):
    """A condition that nobody could decide: an unknown fact or comparison, or a value of another type."""

    code = "bad_condition"


@dataclass(frozen=True)
class Fact:
    """Something known about an account, contact, order or event: its type and its name on the screen."""

    key: str
    type: str  # text, number, flag
    words: Mapping[str, str]

    @property
    def comparisons(self) -> tuple[str, ...]:
        return COMPARISONS_OF[self.type]


COMPARISONS_OF = {
    "text": ("is", "is_not", "in", "contains"),
    "number": ("is", "is_not", "in", "at_least", "at_most"),
    "flag": ("is", "is_not"),
    "any": ("is", "is_not", "in", "at_least", "at_most", "contains"),
}
COMPARISONS = COMPARISONS_OF["any"]
FACTS: Mapping[str, Fact] = {
    key: Fact(key, type_, {"en": english, "ru": russian})
    for key, type_, english, russian in (
        ("account.country", "text", "the client's country", "страна клиента"),
        ("account.region", "text", "the client's region", "регион клиента"),
        ("account.industry", "text", "the client's industry", "отрасль клиента"),
        ("account.segment", "text", "the client's segment", "сегмент клиента"),
        ("account.is_key", "flag", "key client", "ключевой клиент"),
        ("account.revenue", "number", "revenue of 12 months", "выручка за 12 месяцев"),
        ("contact.role", "text", "the contact's role", "роль контактного лица"),
        ("contact.language", "text", "the contact's language", "язык контактного лица"),
        ("contact.title", "text", "the contact's job title", "должность контактного лица"),
        ("deal.amount", "number", "the order's amount", "сумма заказа"),
        ("deal.currency", "text", "the order's currency", "валюта заказа"),
        ("deal.goods", "text", "the order's goods", "товары в заказе"),
    )
}


def fact_of(key: str) -> Fact | None:
    """What `key` names; an event's own facts are `event.` and their name, of whatever type comes."""
    if key.startswith(EVENT) and len(key) > len(EVENT):
        return Fact(key, "any", {"en": key, "ru": key})
    return FACTS.get(key)


def parse(document: Any) -> Condition:
    """The condition itself, where everything in it can be decided. Raises BadCondition with its place."""
    if document in (None, {}):
        return {}
    counted = [0]
    _check(document, "conditions", depth=1, counted=counted)
    return document


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether `condition`, which `parse` let pass, holds for what is known."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, facts) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], facts)
    (comparison,) = set(condition) - {"fact"}
    value = facts.get(condition["fact"])
    return value not in (None, "") and _compares(comparison, value, condition[comparison])


def facts_in(condition: Condition) -> frozenset[str]:
    """The keys of all facts that the condition asks for."""
    return frozenset(leaf["fact"] for leaf in _leaves(condition))


def in_words(condition: Condition, language: str) -> str:
    """The condition as a part of a sentence; empty where it always holds."""
    if not condition:
        return ""
    for tree in ("all", "any"):
        if tree in condition:
            parts = [_bracketed(part, language) for part in condition[tree]]
            return JOINTS[tree][language].join(parts)
    if "not" in condition:
        return JOINTS["not"][language].format(in_words(condition["not"], language))
    (comparison,) = set(condition) - {"fact"}
    return _comparison_in_words(condition["fact"], comparison, condition[comparison], language)


def _bracketed(part: Condition, language: str) -> str:
    said = in_words(part, language)
    return f"({said})" if {"all", "any"} & set(part) else said


def _comparison_in_words(key: str, comparison: str, value: Any, language: str) -> str:
    fact = fact_of(key)
    name = fact.words[language] if fact else key
    if isinstance(value, bool):
        return FLAGS[value == (comparison == "is")][language].format(fact=name)
    listed = JOINTS["any"][language].join(map(str, value)) if isinstance(value, list) else str(value)
    return WORDS[comparison][language].format(fact=name, value=listed)


def _leaves(condition: Condition) -> Iterator[Condition]:
    for tree in ("all", "any"):
        for part in condition.get(tree, ()):
            yield from _leaves(part)
    if "not" in condition:
        yield from _leaves(condition["not"])
    if "fact" in condition:
        yield condition


def _compares(comparison: str, value: Any, wanted: Any) -> bool:
    match comparison:
        case "is":
            return _same(value, wanted)
        case "is_not":
            return not _same(value, wanted)
        case "in":
            return any(_same(value, one) for one in wanted)
        case "contains":
            return isinstance(value, str) and wanted.casefold() in value.casefold()
        case _:
            amount, limit = _number(value), _number(wanted)
            if amount is None or limit is None:
                return False
            return amount >= limit if comparison == "at_least" else amount <= limit


def _same(value: Any, wanted: Any) -> bool:
    """Texts without regard to capitals, numbers by their value; yes and no are no numbers."""
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    amount, other = _number(value), _number(wanted)
    return amount is not None and amount == other


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None


def _check(part: Any, where: str, *, depth: int, counted: list[int]) -> None:
    counted[0] += 1
    if depth > DEEPEST or counted[0] > MOST_PARTS:
        raise BadCondition("The condition is too long to be read.", where=where, mend="Split the rule.")
    if not isinstance(part, dict):
        raise BadCondition("This is no condition.", where=where, mend='Write {"fact": ..., "is": ...}.')
    tree = next((name for name in TREES if name in part), "")
    if not tree:
        _check_comparison(part, where)
        return
    if len(part) > 1:
        raise BadCondition(f"Beside “{tree}” stands something else.", where=where, mend="Nest them.")
    inner = [part["not"]] if tree == "not" else part[tree]
    if not isinstance(inner, list) or not inner:
        raise BadCondition(f"“{tree}” needs a list of conditions.", where=f"{where}.{tree}")
    for number, one in enumerate(inner):
        place = f"{where}.not" if tree == "not" else f"{where}.{tree}[{number}]"
        _check(one, place, depth=depth + 1, counted=counted)


def _check_comparison(part: Mapping[str, Any], where: str) -> None:
    key = part.get("fact")
    fact = fact_of(key) if isinstance(key, str) else None
    if fact is None:
        known = f"{', '.join(FACTS)}, {EVENT}…"
        raise BadCondition(f"Nothing is known by the name {key!r}.", where=where, mend=f"There are: {known}.")
    names = sorted(set(part) - {"fact"})
    if len(names) != 1 or names[0] not in fact.comparisons:
        raise BadCondition(
            f"“{fact.key}” is not compared by {', '.join(names) or 'nothing'}.",
            where=where,
            mend=f"One of: {', '.join(fact.comparisons)}.",
        )
    (comparison,) = names
    wanted = part[comparison]
    values = wanted if comparison == "in" else [wanted]
    if not isinstance(values, list) or not values or len(values) > MOST_PARTS:
        raise BadCondition("“in” needs a list of values.", where=where)
    kind = {"at_least": "number", "at_most": "number", "contains": "text"}.get(comparison, fact.type)
    if not all(_fits(value, kind) for value in values):
        raise BadCondition(f"{wanted!r} is no {NAMES[kind]}.", where=where, mend=f"Write a {NAMES[kind]}.")


NAMES = {"text": "text", "number": "number", "flag": "true or false", "any": "text or number"}


def _fits(value: Any, kind: str) -> bool:
    is_text = isinstance(value, str) and 0 < len(value.strip()) <= LONGEST
    match kind:
        case "text":
            return is_text
        case "number":
            return _number(value) is not None
        case "flag":
            return isinstance(value, bool)
        case _:
            return is_text or isinstance(value, bool) or _number(value) is not None
