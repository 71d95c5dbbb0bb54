"""Which signals wait for a case, which cases are late, and who may be given one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from csat import access
from csat.alerts.models import Rule, RuleKey, Signal
from csat.cases import deadlines
from csat.cases.models import Case, CaseQuerySet
from csat.customers import queries as customers
from csat.customers.models import Account, Employee


def working_time() -> deadlines.WorkingTime:
    """Our company's zone, country and hours."""
    company = customers.company()
    return deadlines.WorkingTime(
        zone=company.zone,
        country=company.country,
        opens=company.work_starts_at,
        closes=company.work_ends_at,
    )


def signals_without_case() -> QuerySet[Signal]:
    """Open signals that nobody works on yet, oldest first; a late case is told of, not worked on."""
    return (
        Signal.objects.filter(closed_at__isnull=True, case__isnull=True)
        .exclude(rule__key=RuleKey.CASE_OVERDUE)
        .order_by("opened_at", "id")
    )


def by_due(cases: CaseQuerySet, work: deadlines.WorkingTime) -> QuerySet[Any]:
    """Cases with `next_due_at`, what is due first coming first; closed ones last."""
    return cases.by_next_due(zone=work.zone, closes=work.closes)


def late_cases(now: datetime, work: deadlines.WorkingTime) -> QuerySet[Any]:
    """Cases past what is due next on them, the longest late first."""
    return by_due(Case.objects.unsettled(), work).filter(next_due_at__lt=now)


def late_cases_untold(now: datetime) -> QuerySet[Any]:
    """Late cases whose head has not been told; an account's second one waits until the first is settled."""
    if Rule.objects.filter(key=RuleKey.CASE_OVERDUE, is_on=False).exists():
        return Case.objects.none()
    told = Signal.objects.filter(rule__key=RuleKey.CASE_OVERDUE)
    of_case = told.annotate(of=KeyTextTransform("case", "facts")).filter(
        of=Cast(OuterRef("uuid"), CharField())
    )
    of_account = told.filter(account=OuterRef("account"), closed_at__isnull=True)
    return late_cases(now, working_time()).filter(~Exists(of_case), ~Exists(of_account))


def assignable(account: Account, now: datetime) -> QuerySet[Employee]:
    """Who may be given a case of an account: those who can see it. By name; leavers are left out.

    Its holders today, their heads, and everybody with a role that sees all accounts and works cases.
    """
    today = now.astimezone(ZoneInfo(customers.company().zone)).date()
    holds = Q(assignments__account=account, assignments__during__contains=today)
    leads = Q(reports__assignments__account=account, reports__assignments__during__contains=today)
    roles = [role for role in access.SEES_ALL if role != access.Role.ANALYST]
    everywhere = Q(user__groups__name__in=roles, user__is_active=True)
    here = Q(left_on__isnull=True) | Q(left_on__gt=today)
    return Employee.objects.filter(here).filter(holds | leads | everywhere).distinct().order_by("name")
