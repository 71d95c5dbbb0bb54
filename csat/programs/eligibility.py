"""May this contact be asked about this occasion, and if not, why and when next: data in, verdict out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from csat.programs import audience as conditions
from csat.programs import budgets as fatigue
from csat.programs import words
from csat.programs.budgets import CONTACT, Budget, Had, Wish
from csat.programs.reasons import Reason

YEAR = timedelta(days=365)
# What happened longer ago is no longer fresh in anybody's mind.
REMEMBERED_DAYS = 60
NOTHING = Had()


@dataclass(frozen=True)
class Audience:
    """Whom a survey rule wants to hear; empty roles or segments mean every one of them."""

    roles: frozenset[str]
    segments: frozenset[str]
    starts_on: date
    contacts_per_account: int
    ends_on: date | None = None
    conditions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Days on which somebody is left out, half-open, and why."""

    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A contact as the rule sees it on the day of sending, about one occasion."""

    address: str  # on the first of the rule's channels that reaches them; empty: on none
    role: str
    segment: str
    send_on: date
    occurred_on: date
    has_legal_basis: bool
    wish: Wish
    remembered_until: date | None = None  # None: the occasion does not age
    facts: Mapping[str, Any] = field(default_factory=dict)
    left_on: date | None = None
    account_closed_on: date | None = None
    lacks_mail_only: bool = True  # words where no address is known
    is_suppressed: bool = False
    is_asked_already: bool = False
    is_drawn: bool = True
    is_sampled: bool = True
    asked_at_account: int = 0
    blocks: Sequence[Block] = ()
    had: Had = NOTHING


@dataclass(frozen=True)
class Verdict:
    """What was decided, by which rule, in words, and when the contact may be asked at the earliest."""

    outcome: str  # asked, deferred, not_asked
    reason: Reason
    words: dict[str, str]
    next_possible_on: date | None = None

    @property
    def is_clear(self) -> bool:
        return self.reason is Reason.CLEAR


def decide(candidate: Candidate, audience: Audience, budgets: Sequence[Budget]) -> Verdict:
    """Asked where nothing stands against it; put off to the next possible day where only time does.

    Where that day comes too late, for the occasion or the rule, it is refused with both reasons.
    """
    refusal = _standing(candidate) or _scope(candidate, audience) or _occasion(candidate, audience)
    if refusal:
        return Verdict("not_asked", refusal, words.of(refusal, _facts(candidate, audience)))
    next_on = next_possible(candidate, budgets)
    facts = {**_facts(candidate, audience), "next": next_on}
    if next_on == candidate.send_on:
        return Verdict("asked", Reason.CLEAR, words.of(Reason.CLEAR, facts), next_on)
    reason, hindrance = _hindrance(candidate, budgets)
    late = _too_late(candidate, audience, next_on)
    if late:
        said = words.joined(reason, late, {**facts, **hindrance})
        return Verdict("not_asked", late, said)
    return Verdict("deferred", reason, words.of(reason, {**facts, **hindrance}), next_on)


def next_possible(candidate: Candidate, budgets: Sequence[Budget]) -> date:
    """The first day from the day of sending on that is in no block and keeps every budget."""
    day = candidate.send_on
    while True:
        free = _unblocked(day, candidate.blocks)
        found = fatigue.next_possible(free, candidate.wish, candidate.had, budgets)
        if found == day:
            return day
        day = found


def _unblocked(day: date, blocks: Sequence[Block]) -> date:
    for block in sorted(blocks, key=lambda block: block.starts_on):
        if block.starts_on <= day < block.ends_on:
            day = block.ends_on
    return day


def _hindrance(candidate: Candidate, budgets: Sequence[Budget]) -> tuple[Reason, words.Facts]:
    """What stands against the day of sending: a block, else a budget, else a rule that goes first."""
    day = candidate.send_on
    for block in candidate.blocks:
        if block.starts_on <= day < block.ends_on:
            return Reason.EXCLUDED, {"why": block.reason}
    sure = candidate.had.without_foreseen()
    if clash := fatigue.clash(day, candidate.wish, sure, budgets):
        return _reason_of(clash.budget), _budget_facts(clash.budget)
    foreseen = [send for send in (*candidate.had.contact, *candidate.had.account) if send.goes_first]
    first = min(foreseen, key=lambda send: (abs(send.day - day), send))
    return Reason.GOES_FIRST, {"other": first.goes_first, "other_on": first.day}


def _reason_of(budget: Budget) -> Reason:
    if budget.scope != CONTACT:
        return Reason.ACCOUNT_ASKED
    return Reason.ASKED_LATELY if budget.most == 1 else Reason.ASKED_OFTEN


def _budget_facts(budget: Budget) -> words.Facts:
    return {
        "most": budget.most,
        "span": budget.days,
        "kind": budget.survey_kind,
        "counts": "reminders" if budget.counts_reminders else "",
    }


def _too_late(candidate: Candidate, audience: Audience, next_on: date) -> Reason | None:
    if audience.ends_on and next_on >= audience.ends_on:
        return Reason.ENDED_BY_THEN
    if candidate.remembered_until and next_on > candidate.remembered_until:
        return Reason.TOO_OLD_BY_THEN
    return None


def _standing(candidate: Candidate) -> Reason | None:
    """What is wrong with writing to this person at all."""
    day = candidate.send_on
    if candidate.account_closed_on and candidate.account_closed_on <= day:
        return Reason.ACCOUNT_CLOSED
    if candidate.left_on and candidate.left_on <= day:
        return Reason.LEFT
    if not candidate.address:
        return Reason.NO_EMAIL if candidate.lacks_mail_only else Reason.NO_ADDRESS
    if candidate.is_suppressed:
        return Reason.SUPPRESSED
    return None if candidate.has_legal_basis else Reason.NO_LEGAL_BASIS


def _scope(candidate: Candidate, audience: Audience) -> Reason | None:
    """Whom the rule does not want to hear."""
    if audience.segments and candidate.segment not in audience.segments:
        return Reason.SEGMENT
    if audience.roles and candidate.role not in audience.roles:
        return Reason.ROLE
    return None if conditions.holds(audience.conditions, candidate.facts) else Reason.CONDITIONS


def _occasion(candidate: Candidate, audience: Audience) -> Reason | None:
    """What is wrong with asking about this occasion."""
    if candidate.is_asked_already:
        return Reason.ASKED_ALREADY
    if candidate.occurred_on < audience.starts_on:
        return Reason.BEFORE_START
    if audience.ends_on and candidate.send_on >= audience.ends_on:
        return Reason.AFTER_END
    if not candidate.is_drawn:
        return Reason.NOT_DRAWN
    if not candidate.is_sampled:
        return Reason.NOT_SAMPLED
    if candidate.remembered_until and candidate.send_on > candidate.remembered_until:
        return Reason.TOO_OLD
    if candidate.asked_at_account >= audience.contacts_per_account:
        return Reason.ENOUGH_AT_ACCOUNT
    return None


def _facts(candidate: Candidate, audience: Audience) -> words.Facts:
    return {
        "day": candidate.send_on,
        "left": candidate.left_on,
        "closed": candidate.account_closed_on,
        "occurred": candidate.occurred_on,
        "starts": audience.starts_on,
        "ends": audience.ends_on,
        "role": candidate.role,
        "segment": candidate.segment,
        "limit": audience.contacts_per_account,
        "conditions": audience.conditions,
        "remembered": REMEMBERED_DAYS,
    }
