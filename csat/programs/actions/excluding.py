"""Leaves a contact or a whole client out for a time: asked for, approved where the rule wants it, lifted."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from csat import access
from csat.access import User
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Contact
from csat.programs.models import Exclusion, ExclusionReason, ExclusionState, Touchpoint
from surveys.actions import inviting
from surveys.errors import DomainError
from surveys.models import Invitation

# A contact left out for so many days at most needs nobody's approval.
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
    today = customers.local_day(now)
    _check(reason, words, starts_on, ends_on, today=today)
    contact = whom if isinstance(whom, Contact) else None
    account = whom if isinstance(whom, Account) else whom.account
    if not access.may_ask_to_exclude(by, account):
        raise CannotExclude(_("This client is not yours."), where=account.name)
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    about = Q(contact=contact) if contact else Q(account=account)
    if Exclusion.objects.filter(about, state__in=OPEN, starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        raise CannotExclude(
            _("Left out already in these days."), where=str(whom), mend=_("Lift that one first.")
        )
    row = Exclusion.objects.create(
        contact=contact,
        account=None if contact else account,
        reason=reason,
        words=words.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        manager=customers.holder_on(account, Capacity.MANAGER, today),
        asked_at=now,
        asked_by=by,
    )
    if not needs_approval(whom, starts_on=starts_on, ends_on=ends_on):
        _move(row, (ExclusionState.WAITING,), ExclusionState.ACTIVE)
        _take_back(row, now=now)
    return row


def needs_approval(whom: Contact | Account, *, starts_on: date, ends_on: date) -> bool:
    """By the company's rule: a whole client always, a contact for more than 14 days."""
    is_long = isinstance(whom, Account) or ends_on - starts_on > timedelta(days=SHORT_DAYS)
    return is_long and customers.company().exclusions_need_approval


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
    _move(exclusion, OPEN, ExclusionState.LIFTED, because=because, by=by, now=now)


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
    if ends_on - starts_on > timedelta(days=LONGEST_DAYS):
        raise CannotExclude(
            _("Nobody is left out for more than a year."), where="ends_on", mend=_("Ask again in a year.")
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
    """Cancel what waits for those days, each invitation in a savepoint of its own, and forget its "yes"."""
    for invitation in _planned(exclusion):
        inviting.cancel(invitation=invitation, because=_("Left out for a time"), now=now)


def _planned(exclusion: Exclusion) -> QuerySet[Invitation]:
    about = Q(contact=exclusion.contact_id) if exclusion.contact_id else Q(account=exclusion.account_id)
    return Invitation.objects.filter(
        id__in=Touchpoint.objects.filter(about).values("invitation_id"),
        answered_at=None,
        cancelled_at=None,
        not_before_at__date__gte=exclusion.starts_on,
        not_before_at__date__lt=exclusion.ends_on,
    ).order_by("id")
