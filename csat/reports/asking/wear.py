"""What other budgets would have put off: of the surveys of the last ninety days, and of those planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from csat.programs.budgets import CONTACT, Budget, Had, Send, Wish, clash
from csat.programs.models import Touchpoint
from csat.programs.queries.standing import sends
from csat.programs.queries.standing.sends import Spent, names_of

BACK = timedelta(days=90)
MOST = 20_000


@dataclass(frozen=True)
class Wear:
    """So many surveys were sent and are planned; so many of them the budgets would have put off."""

    sent: int
    sent_later: int
    planned: int
    planned_later: int


@dataclass(frozen=True)
class _Survey:
    invitation: int
    contact: int
    account: int
    address: str
    kind: str
    day: date
    is_planned: bool


def of(budgets: Sequence[Budget], *, now: datetime) -> Wear:
    """Each survey is held against those before it: the later of two that clash is the one put off."""
    surveys = _surveys(now)
    # Reads so far back that also the first of the surveys sees what came before it.
    farthest = max((budget.days for budget in budgets), default=1) + BACK.days
    spent = sends.spent(
        {one.address for one in surveys},
        {one.contact for one in surveys},
        {one.account for one in surveys},
        budgets=[*budgets, Budget(CONTACT, MOST, farthest)],
        now=now,
    )
    later = [one for one in surveys if _is_put_off(one, spent, budgets)]
    return Wear(
        sent=sum(not one.is_planned for one in surveys),
        sent_later=sum(not one.is_planned for one in later),
        planned=sum(one.is_planned for one in surveys),
        planned_later=sum(one.is_planned for one in later),
    )


def _surveys(now: datetime) -> list[_Survey]:
    """The latest first, trials and cancelled ones left out."""
    rows = (
        Touchpoint.objects.filter(
            invitation__not_before_at__gte=now - BACK, invitation__cancelled_at=None, contact__isnull=False
        )
        .order_by("-invitation__not_before_at")
        .values_list(
            *("invitation_id", "contact_id", "account_id", "invitation__address"),
            *("invitation__kind", "invitation__not_before_at"),
        )[:MOST]
    )
    return [
        _Survey(invitation, contact, account, address.lower(), kind, moment.date(), moment > now)
        for invitation, contact, account, address, kind, moment in rows
    ]


def _is_put_off(one: _Survey, spent: Spent, budgets: Sequence[Budget]) -> bool:
    had = spent.of(names_of(one.contact, [one.address]), one.account)
    before = Had(_before(one, had.contact), _before(one, had.account))
    return clash(one.day, Wish(one.kind, lambda day: [day]), before, budgets) is not None


def _before(one: _Survey, sends: Sequence[Send]) -> list[Send]:
    return [send for send in sends if (send.day, send.invitation) < (one.day, one.invitation)]
