"""Sets how much a mailbox and an account bear; no budgets of one's own: those of the house."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from csat.access import User
from csat.customers import queries as customers
from csat.programs.budgets import Budget
from csat.programs.models import Budget as BudgetRow
from csat.programs.models import BudgetScope, Decision, Outcome
from csat.programs.reasons import Reason
from surveys.errors import DomainError

MOST, LONGEST_DAYS = 100, 730
BUDGETS = (Reason.ASKED_LATELY, Reason.ASKED_OFTEN, Reason.ACCOUNT_ASKED)


class BadBudget(DomainError):
    """A budget that allows nothing, spans nothing, or stands there twice. `where` is its place, from 0."""

    code = "bad_budget"


@transaction.atomic
def set_budgets(*, wanted: Sequence[Budget], by: User, now: datetime) -> None:
    """Replace all budgets; an empty list puts those of the house in force again (`budgets.HOUSE`).

    They hold for what is planned from now on; what is planned already stays, and whom a budget put off is
    looked at anew. Raises BadBudget.
    """
    check(wanted)
    BudgetRow.objects.all().delete()
    BudgetRow.objects.bulk_create(
        BudgetRow(
            scope=budget.scope,
            survey_kind=budget.survey_kind,
            most=budget.most,
            days=budget.days,
            counts_reminders=budget.counts_reminders,
        )
        for budget in wanted
    )
    today = customers.local_day(now)
    Decision.objects.filter(outcome=Outcome.DEFERRED, reason__in=BUDGETS, next_possible_on__gt=today).update(
        next_possible_on=today
    )


def check(wanted: Sequence[Budget]) -> None:
    """Let pass what could be set. Raises BadBudget."""
    seen: set[tuple[str, str, int]] = set()
    for place, budget in enumerate(wanted):
        _check(budget, where=str(place))
        key = (budget.scope, budget.survey_kind, budget.days)
        if key in seen:
            raise BadBudget(_("There are two budgets over the same days."), where=str(place))
        seen.add(key)


def _check(budget: Budget, *, where: str) -> None:
    if budget.scope not in BudgetScope.values:
        raise BadBudget(_("A budget is a contact's or an account's."), where=where)
    if not 1 <= budget.most <= MOST:
        raise BadBudget(_("Allow from 1 to 100 surveys."), where=where)
    if not 1 <= budget.days <= LONGEST_DAYS:
        raise BadBudget(_("Count over 1 to 730 days."), where=where)
