"""The answer to a question that the data cannot carry yet: what is missing, and how much of it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Missing:
    """One thing there is too little of. `what`: accounts, months, waves, answers, people, events, ..."""

    what: str
    have: float
    need: float


@dataclass(frozen=True)
class TooLittle:
    """Returned in place of numbers that would mean nothing. `missing` holds at least one shortage."""

    missing: tuple[Missing, ...]
    verdict: Literal["too_little"] = "too_little"


def shortages(**needs: tuple[float, float]) -> tuple[Missing, ...]:
    """What falls short, in order: `shortages(accounts=(5, 8), months=(30, 24))` is 5 of 8 accounts."""
    return tuple(Missing(what, have, need) for what, (have, need) in needs.items() if have < need)
