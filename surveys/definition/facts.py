"""What an invitation may know beside the answers: the facts that rules and texts can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"  # "yes" or "no", as the question type's answers


@dataclass(frozen=True)
class Fact:
    """`source` says where it comes from; `values` are all there are, where that is known.

    `is_spoken`: may stand in texts. The others are codes and amounts that no client should read.
    """

    name: str
    type: FactType
    source: str
    is_spoken: bool = False
    values: tuple[str, ...] = ()
    is_always_known: bool = False


ROLES = ("decision_maker", "buyer", "user", "finance", "logistics", "technical")
LANGUAGE = "language"

_FACTS = (
    Fact("supplier", FactType.TEXT, "our company's name", is_spoken=True, is_always_known=True),
    Fact("company", FactType.TEXT, "the client's name", is_spoken=True),
    Fact("contact_name", FactType.TEXT, "the contact's name", is_spoken=True),
    Fact("contact_role", FactType.TEXT, "the contact's title, or the role in words", is_spoken=True),
    Fact("manager", FactType.TEXT, "the account manager's name", is_spoken=True),
    Fact("order", FactType.TEXT, "the order's reference, as the client knows it", is_spoken=True),
    Fact("order_on", FactType.TEXT, "the order's day, as 2026-12-31", is_spoken=True),
    Fact("goods", FactType.TEXT, "the order's goods in one line", is_spoken=True),
    Fact("department", FactType.TEXT, "the department that is asked about", is_spoken=True),
    Fact("role", FactType.TEXT, "the contact's role", values=ROLES),
    Fact("segment", FactType.TEXT, "the client's segment"),
    Fact(LANGUAGE, FactType.TEXT, "the language that the person is asked in"),
    Fact("country", FactType.TEXT, "the client's country, as DE"),
    Fact("is_key", FactType.YES_NO, "whether the client is a key account", values=("yes", "no")),
    Fact("order_amount", FactType.NUMBER, "the order's amount in order_currency"),
    Fact("order_currency", FactType.TEXT, "the order's currency, as EUR"),
    Fact("occasion", FactType.TEXT, "why the person is asked, as the survey rule says it"),
    Fact("importance", FactType.TEXT, "known: the person said within a year what matters", values=("known",)),
)
KNOWN: Mapping[str, Fact] = {fact.name: fact for fact in _FACTS}
SPOKEN = tuple(fact.name for fact in _FACTS if fact.is_spoken)
ALWAYS_KNOWN = frozenset(fact.name for fact in _FACTS if fact.is_always_known)
