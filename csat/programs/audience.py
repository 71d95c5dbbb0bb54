"""Conditions on whom a survey rule wants to hear: checked, decided, and said in words. Pure.

A condition is a tree: {"all": [...]}, {"any": [...]}, {"not": ...}, and comparisons such as
{"fact": "account.country", "in": ["DE", "AT"]}. {} always holds. A comparison with something that is not
known is false, `is_not` too: whoever we know nothing about is not asked by accident.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from surveys.errors import DomainError

Condition = Mapping[str, Any]
Facts = Mapping[str, Any]

EVENT = "event."
DEEPEST, MOST_PARTS, LONGEST = 6, 50, 200
WHAT_IS_KNOWN = "country, region, industry, segment, is_key, revenue of the account; role, language, title"


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
