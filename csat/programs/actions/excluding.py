"""Leaves a contact or a whole client out for a time: asked for, approved where the rule wants it, lifted."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from csat import access
from csat.access import User
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Contact
from csat.programs import words as sentences
from csat.programs.actions import stopping
from csat.programs.models import (
    Decision,
    Exclusion,
    ExclusionReason,
    ExclusionState,
    Outcome,
    Touchpoint,
)
from csat.programs.queries import planned
from csat.programs.reasons import Reason
from surveys.errors import DomainError

# A contact left out for so many days at most needs nobody's approval: in any quarter, all times together.
QUARTER = timedelta(days=91)
SHORT_DAYS, LONGEST_DAYS, LONGEST_WORDS = 14, 365, 500
OPEN = (ExclusionState.WAITING, ExclusionState.ACTIVE)


class CannotExclude(DomainError):
    """Nobody can be left out like this: no reason, no end, no right to it, or it is open already."""

    code = "cannot_exclude"


class AlreadyDecided(DomainError):
    """Somebody has decided about it meanwhile, or it is over."""

    code = "already_decided"


class NotYours(DomainError):
    """Whoever asked does not approve it; it takes another person who runs survey rules."""

    code = "not_yours"


@transaction.atomic
def ask(
    *,
    whom: Contact | Account,
    reason: str,
    words: str,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
) -> Exclusion:
    """Ask that nobody there is asked from `starts_on` until the day before `ends_on`.

    In force at once where no approval is needed (see `needs_approval`): then what is planned for those days
    is cancelled, and planned anew afterwards. Else it waits for `decide`. Raises CannotExclude.
    """
    _check(reason, words, starts_on, ends_on, today=customers.local_day(now))
    contact = whom if isinstance(whom, Contact) else None
    account = whom if isinstance(whom, Account) else whom.account
    if not access.may_ask_to_exclude(by, account):
        raise CannotExclude(_("This client is not yours."), where=account.name)
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    _check_free(whom, starts_on, ends_on)
    row = Exclusion.objects.create(
        contact=contact,
        account=None if contact else account,
        reason=reason,
        words=words.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        manager=customers.holder_on(account, Capacity.MANAGER, customers.local_day(now)),
        asked_at=now,
        asked_by_id=by.pk,
    )
    if not needs_approval(whom, starts_on=starts_on, ends_on=ends_on):
        _move(row, (ExclusionState.WAITING,), ExclusionState.ACTIVE)
        _take_back(row, now=now)
    return row


def _check_free(whom: Contact | Account, starts_on: date, ends_on: date) -> None:
    about = Q(contact=whom) if isinstance(whom, Contact) else Q(account=whom)
    if Exclusion.objects.filter(about, state__in=OPEN, starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        what = _("Left out already in these days.")
        raise CannotExclude(what, where=str(whom), mend=_("Lift that one first."))


def needs_approval(whom: Contact | Account, *, starts_on: date, ends_on: date) -> bool:
    """By the company's rule: a whole client always, a contact for more than 14 days.

    Short ones one after the other count together, or nobody would ever have to approve a long one.
    """
    if not customers.company().exclusions_need_approval:
        return False
    if isinstance(whom, Account):
        return True
    unapproved = Exclusion.objects.filter(
        contact=whom,
        state=ExclusionState.ACTIVE,
        decided_by=None,
        starts_on__lt=ends_on + QUARTER,
        ends_on__gt=starts_on - QUARTER,
    )
    before = (row.ends_on - row.starts_on for row in unapproved)
    return sum(before, ends_on - starts_on) > timedelta(days=SHORT_DAYS)


@transaction.atomic
def decide(*, exclusion: Exclusion, approve: bool, because: str, by: User, now: datetime) -> None:
    """Approve or refuse what waits; approved, what is planned for those days is cancelled.

    Raises NotYours for whoever asked for it and for those who do not run survey rules, AlreadyDecided.
    """
    if not access.may_decide_exclusions(by):
        raise NotYours(_("Only operators and administrators decide about this."))
    if exclusion.asked_by_id == by.pk:
        raise NotYours(_("You asked for it yourself."), mend=_("Let a colleague decide."))
    if not approve and not because.strip():
        raise CannotExclude(_("Say why not."), where="because")
    state = ExclusionState.ACTIVE if approve else ExclusionState.REFUSED
    _move(exclusion, (ExclusionState.WAITING,), state, because=because, by=by, now=now)
    if approve:
        _take_back(exclusion, now=now)


@transaction.atomic
def lift(*, exclusion: Exclusion, because: str, by: User, now: datetime) -> None:
    """End it before its day, or withdraw what still waits; the next planning asks again.

    Whoever asked may withdraw what still waits; the rest takes an operator or administrator. Raises NotYours,
    AlreadyDecided, CannotExclude where no reason is given.
    """
    is_own = exclusion.asked_by_id == by.pk and exclusion.state == ExclusionState.WAITING
    if not (is_own or access.may_decide_exclusions(by)):
        raise NotYours(_("Only operators and administrators decide about this."))
    if not because.strip():
        raise CannotExclude(_("Say why it ends."), where="because")
    _lock_account(exclusion)
    _move(exclusion, OPEN, ExclusionState.LIFTED, because=because, by=by, now=now)
    _ask_again(exclusion, now=now)


def _check(reason: str, words: str, starts_on: date, ends_on: date, *, today: date) -> None:
    if reason not in ExclusionReason.values:
        raise CannotExclude(
            _("There is no such reason."),
            where="reason",
            mend=_("There are: %s.") % ", ".join(ExclusionReason.values),
        )
    if not words.strip():
        raise CannotExclude(_("Say why."), where="words")
    if len(words) > LONGEST_WORDS:
        raise CannotExclude(_("Say it in 500 characters."), where="words")
    if ends_on <= max(starts_on, today):
        raise CannotExclude(_("It ends before it begins."), where="ends_on", mend=_("Name a later day."))
    for first, last, where in ((starts_on, ends_on, "ends_on"), (today, starts_on, "starts_on")):
        if last - first > timedelta(days=LONGEST_DAYS):
            raise CannotExclude(
                _("Nobody is left out for more than a year."), where=where, mend=_("Ask again in a year.")
            )


def _move(
    exclusion: Exclusion,
    allowed: tuple[str, ...],
    state: str,
    *,
    because: str = "",
    by: User | None = None,
    now: datetime | None = None,
) -> None:
    """Compare and set: of two at once one wins, the other hears that it is decided."""
    values = {"state": state, "decided_at": now, "decided_by": by, "decided_because": because.strip()}
    found = Exclusion.objects.filter(pk=exclusion.pk, state__in=allowed)
    if not found.update(**values):
        raise AlreadyDecided(_("This is decided already."), mend=_("Load the page again."))
    for name, value in values.items():
        setattr(exclusion, name, value)


def _take_back(exclusion: Exclusion, *, now: datetime) -> None:
    """Cancel what waits for those days; what nobody has got yet is asked about afterwards.

    Under the lock of the account: a planner that did not know of it yet has written its invitations by now.
    """
    _lock_account(exclusion)
    zone = ZoneInfo(customers.company().zone)
    messages = planned.waiting_for(Touchpoint.objects.filter(_about(exclusion))).filter(
        due_at__gte=datetime.combine(exclusion.starts_on, time.min, zone),
        due_at__lt=datetime.combine(exclusion.ends_on, time.min, zone),
    )
    touchpoints = Touchpoint.objects.filter(invitation_id__in=list(messages.values_list("invitation_id")))
    stopping.withdraw(touchpoints=touchpoints, because="left out for a time", now=now)
    for touchpoint in touchpoints.filter(withdrawn_at=now):
        _put_off(touchpoint, exclusion, now=now)


def _lock_account(exclusion: Exclusion) -> None:
    """Planners at work on this client end first, and what they have written is found."""
    account_id = exclusion.contact.account_id if exclusion.contact else exclusion.account_id
    list(Account.objects.filter(pk=account_id or 0).select_for_update(no_key=True))


def _put_off(touchpoint: Touchpoint, exclusion: Exclusion, *, now: datetime) -> None:
    """What was a "yes" is put off until the day on which the person may be asked again."""
    facts = {"next": exclusion.ends_on, "why": exclusion.reason}
    same: dict[str, Any] = {
        name: getattr(touchpoint, name)
        for name in ("program_id", "contact_id", "deal_id", "wave_id", "event_id", "after_days")
    }
    Decision.objects.filter(**same).update(
        outcome=Outcome.DEFERRED,
        reason=Reason.EXCLUDED,
        words=sentences.of(Reason.EXCLUDED, facts),
        next_possible_on=exclusion.ends_on,
        decided_at=now,
    )


def _ask_again(exclusion: Exclusion, *, now: datetime) -> None:
    """Whoever was put off until its end may be looked at again from today on."""
    today = customers.local_day(now)
    about = (
        Q(contact=exclusion.contact_id) if exclusion.contact_id else Q(contact__account=exclusion.account_id)
    )
    put_off = Decision.objects.filter(about, outcome=Outcome.DEFERRED, reason=Reason.EXCLUDED)
    put_off.filter(next_possible_on__gt=today).update(next_possible_on=today)


def _about(exclusion: Exclusion) -> Q:
    return Q(contact=exclusion.contact_id) if exclusion.contact_id else Q(account=exclusion.account_id)
