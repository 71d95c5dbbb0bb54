"""May this contact be asked about this occasion, and if not, why and when next: data in, verdict out."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from csat.programs import words

QUIET_DAYS, SURVEYS_A_YEAR, YEAR = 45, 6, timedelta(days=365)
# An order that was delivered longer ago is no longer fresh in anybody's mind.
REMEMBERED_DAYS = 60


class Reason(StrEnum):
    """The rule that decided, in the order in which they are looked at."""

    CLEAR = "clear"
    ACCOUNT_CLOSED = "account_closed"
    LEFT = "left"
    NO_EMAIL = "no_email"
    NO_LEGAL_BASIS = "no_legal_basis"
    SUPPRESSED = "suppressed"
    SEGMENT = "segment"
    ROLE = "role"
    BEFORE_START = "before_start"
    NOT_DRAWN = "not_drawn"
    TOO_OLD = "too_old"
    ASKED_ALREADY = "asked_already"
    ENOUGH_AT_ACCOUNT = "enough_at_account"
    ASKED_LATELY = "asked_lately"
    ASKED_OFTEN = "asked_often"


# What somebody can put right, so the contact is looked at again while the occasion is fresh.
MENDABLE = frozenset({Reason.ACCOUNT_CLOSED, Reason.LEFT, Reason.NO_EMAIL, Reason.NO_LEGAL_BASIS})


@dataclass(frozen=True)
class Budgets:
    """How often one mailbox is asked, over all survey rules."""

    quiet_days: int = QUIET_DAYS
    surveys_a_year: int = SURVEYS_A_YEAR


@dataclass(frozen=True)
class Audience:
    """Whom a survey rule wants to hear; empty roles or segments mean every one of them."""

    roles: frozenset[str]
    segments: frozenset[str]
    starts_on: date
    contacts_per_account: int


@dataclass(frozen=True)
class Candidate:
    """A contact as the rule sees it on the day of sending, about one occasion."""

    address: str
    role: str
    segment: str
    send_on: date
    occurred_on: date
    has_legal_basis: bool
    left_on: date | None = None
    account_closed_on: date | None = None
    is_suppressed: bool = False
    is_asked_already: bool = False
    is_drawn: bool = True
    asked_at_account: int = 0
    sends: tuple[date, ...] = ()  # days of other surveys to this mailbox, past and planned


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


def decide(candidate: Candidate, audience: Audience, budgets: Budgets) -> Verdict:
    """Asked where nothing stands against it; deferred to the next possible day where only a budget does."""
    refusal = _standing(candidate) or _scope(candidate, audience) or _occasion(candidate, audience)
    if refusal:
        return Verdict("not_asked", refusal, words.of(refusal, _facts(candidate, audience, budgets)))
    next_on = next_possible(candidate.send_on, candidate.sends, budgets)
    is_free = next_on == candidate.send_on
    reason = Reason.CLEAR if is_free else _budget(candidate, budgets)
    facts = {**_facts(candidate, audience, budgets), "next": next_on}
    return Verdict("asked" if is_free else "deferred", reason, words.of(reason, facts), next_on)


def next_possible(day: date, sends: tuple[date, ...], budgets: Budgets) -> date:
    """The first day from `day` on that keeps both budgets, past and planned surveys counted.

    A day is free where no survey lies within `quiet_days` on either side and no span of 365 days that
    holds it would hold more than `surveys_a_year`.
    """
    while True:
        clash = _clash(day, sends, budgets)
        if clash is None:
            return day
        day = clash


def _clash(day: date, sends: tuple[date, ...], budgets: Budgets) -> date | None:
    """None where the day is free, else a later day before which none is."""
    quiet = timedelta(days=budgets.quiet_days)
    near = [sent for sent in sends if abs(sent - day) < quiet]
    if near:
        return max(near) + quiet
    around = sorted(sent for sent in sends if abs(sent - day) < YEAR)
    for first, last in zip(around, around[budgets.surveys_a_year - 1 :], strict=False):
        if max(last, day) - min(first, day) < YEAR:
            return first + YEAR
    return None


def _standing(candidate: Candidate) -> Reason | None:
    """What is wrong with writing to this person at all."""
    day = candidate.send_on
    if candidate.account_closed_on and candidate.account_closed_on <= day:
        return Reason.ACCOUNT_CLOSED
    if candidate.left_on and candidate.left_on <= day:
        return Reason.LEFT
    if not candidate.address:
        return Reason.NO_EMAIL
    if candidate.is_suppressed:
        return Reason.SUPPRESSED
    return None if candidate.has_legal_basis else Reason.NO_LEGAL_BASIS


def _scope(candidate: Candidate, audience: Audience) -> Reason | None:
    """Whom the rule does not want to hear."""
    if audience.segments and candidate.segment not in audience.segments:
        return Reason.SEGMENT
    if audience.roles and candidate.role not in audience.roles:
        return Reason.ROLE
    return None


def _occasion(candidate: Candidate, audience: Audience) -> Reason | None:
    """What is wrong with asking about this occasion."""
    if candidate.is_asked_already:
        return Reason.ASKED_ALREADY
    if candidate.occurred_on < audience.starts_on:
        return Reason.BEFORE_START
    if not candidate.is_drawn:
        return Reason.NOT_DRAWN
    if (candidate.send_on - candidate.occurred_on).days > REMEMBERED_DAYS:
        return Reason.TOO_OLD
    if candidate.asked_at_account >= audience.contacts_per_account:
        return Reason.ENOUGH_AT_ACCOUNT
    return None


def _budget(candidate: Candidate, budgets: Budgets) -> Reason:
    near = any(abs((sent - candidate.send_on).days) < budgets.quiet_days for sent in candidate.sends)
    return Reason.ASKED_LATELY if near else Reason.ASKED_OFTEN


def _facts(candidate: Candidate, audience: Audience, budgets: Budgets) -> words.Facts:
    return {
        "day": candidate.send_on,
        "left": candidate.left_on,
        "closed": candidate.account_closed_on,
        "occurred": candidate.occurred_on,
        "starts": audience.starts_on,
        "role": candidate.role,
        "segment": candidate.segment,
        "limit": audience.contacts_per_account,
        "quiet": budgets.quiet_days,
        "often": budgets.surveys_a_year,
        "remembered": REMEMBERED_DAYS,
    }
