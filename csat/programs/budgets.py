"""How many surveys a mailbox and an account bear, and the first day on which one more fits. Pure.

A budget says: at most so many surveys in any span of so many days. "At least 45 days between any two" is at
most 1 in 45. It counts what was sent and what is planned, before the day and after it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

CONTACT, ACCOUNT = "contact", "account"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Budget:
    """At most `most` surveys of a kind (empty: of every kind together) in any `days` days in a row."""

    scope: str  # contact, account
    most: int
    days: int
    survey_kind: str = ""
    counts_reminders: bool = False


class Send(NamedTuple):
    """A survey's mail to a mailbox or account: sent, planned, or foreseen for a rule that goes first."""

    day: date
    kind: str
    number: int = 0  # 1 and more remind
    invitation: int = 0  # tells apart what several mailboxes of one person share
    goes_first: str = ""  # the name of the rule for which it is only foreseen


@dataclass(frozen=True)
class Wish:
    """A survey that somebody shall get: its kind, and on which days it mails if it begins on a day."""

    kind: str
    mails: Callable[[date], Sequence[date]]  # the survey's own day first, then its reminders'


@dataclass(frozen=True)
class Had:
    """What a person's mailboxes, and the account, got and will get."""

    contact: Sequence[Send] = ()
    account: Sequence[Send] = ()

    def without_foreseen(self) -> "Had":
        return Had(
            [send for send in self.contact if not send.goes_first],
            [send for send in self.account if not send.goes_first],
        )


class Clash(NamedTuple):
    """A budget that a day would break, and a later day before which it cannot be kept."""

    until: date
    budget: Budget


HOUSE = (Budget(CONTACT, 1, 45), Budget(CONTACT, 6, 365))


def next_possible(day: date, wish: Wish, had: Had, budgets: Iterable[Budget]) -> date:
    """The first day from `day` on that keeps every budget."""
    mine = of_kind(budgets, wish.kind)
    while found := clash(day, wish, had, mine):
        day = found.until
    return day


def clash(day: date, wish: Wish, had: Had, budgets: Iterable[Budget]) -> Clash | None:
    """The budget that holds a survey of that day back longest; None where the day keeps all of them."""
    mine = of_kind(budgets, wish.kind)
    own: Sequence[date] = (day,)
    if any(budget.counts_reminders for budget in mine):
        own = wish.mails(day)[: affordable(day, wish, mine)]
    found = None
    for budget in mine:
        until = _until(own if budget.counts_reminders else own[:1], _counted(had, budget), budget)
        if until and (found is None or until > found.until):
            found = Clash(until, budget)
    return found


def of_kind(budgets: Iterable[Budget], kind: str) -> list[Budget]:
    """Those that a survey of this kind spends."""
    return [budget for budget in budgets if budget.survey_kind in ("", kind)]


def affordable(day: date, wish: Wish, budgets: Iterable[Budget]) -> int:
    """How many of its own mails a survey may send at all: a reminder too many for a budget is left out."""
    days = wish.mails(day)
    return min((_fitting(days, budget) for budget in of_kind(budgets, wish.kind)), default=len(days))


def _fitting(days: Sequence[date], budget: Budget) -> int:
    if not budget.counts_reminders:
        return len(days)
    spans = zip(days, days[budget.most :], strict=False)
    too_many = (place for place, (first, last) in enumerate(spans) if (last - first).days < budget.days)
    return next(too_many, len(days) - budget.most) + budget.most


def _counted(had: Had, budget: Budget) -> list[date]:
    """The days of what the budget counts, in order."""
    sends = had.contact if budget.scope == CONTACT else had.account
    return sorted(
        send.day
        for send in sends
        if budget.survey_kind in ("", send.kind) and (budget.counts_reminders or not send.number)
    )


def _until(own: Sequence[date], others: Sequence[date], budget: Budget) -> date | None:
    """None where our own mails keep the budget, else a later day for the first before which none does."""
    if not others:
        return None
    if len(own) > 1:
        return own[0] + ONE_DAY if _is_broken(own, others, budget) else None
    day, span = own[0], timedelta(days=budget.days)
    near = [other for other in others if abs(other - day) < span]
    groups = zip(near, near[budget.most - 1 :], strict=False)
    held = (first + span for first, last in groups if max(last, day) - min(first, day) < span)
    return max(held, default=None)


def _is_broken(own: Sequence[date], others: Sequence[date], budget: Budget) -> bool:
    """Whether some span that holds one of our own mails holds too many."""
    together = sorted([*((day, True) for day in own), *((day, False) for day in others)])
    for place in range(len(together) - budget.most):
        span = together[place : place + budget.most + 1]
        if (span[-1][0] - span[0][0]).days < budget.days and any(is_own for _, is_own in span):
            return True
    return False
