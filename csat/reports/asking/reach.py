"""Whom a survey rule would reach today, kept or still being written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.db.models import Q, QuerySet

from csat.customers import queries as customers
from csat.customers.models import Account, Contact
from csat.customers.queries import local_day
from csat.programs import audience
from csat.programs.audience import Condition
from csat.programs.models import Program, ProgramKind
from csat.reports.period import Period
from csat.scores import months

OF_ACCOUNT = ("country", "region", "industry", "segment", "is_key")
OF_CONTACT = ("role", "language", "title")


@dataclass(frozen=True)
class Reach:
    """Clients and people in the audience; `without_address` of them cannot be written to."""

    clients: int
    people: int
    without_address: int
    of_clients: int


def of(rule: Program, *, listed: Collection[int] = (), now: datetime) -> Reach:
    """Counts by roles, segments and conditions; those about an order or event are taken as met.

    `listed` are the people of a one-off rule. Who left, and closed clients, are left out.
    """
    today = local_day(now)
    people = Contact.objects.filter(Q(left_on=None) | Q(left_on__gt=today))
    people = people.filter(Q(account__closed_on=None) | Q(account__closed_on__gt=today))
    of_clients = people.values("account_id").distinct().count()
    if rule.kind == ProgramKind.ONE_OFF:
        people = people.filter(id__in=list(listed))
    if rule.roles:
        people = people.filter(role__in=rule.roles)
    if rule.segments:
        people = people.filter(account__segment__in=rule.segments)
    rows = list(_rows(people, _of_people(rule.conditions), Period(today=today)))
    return Reach(
        clients=len({account for account, _ in rows}),
        people=len(rows),
        without_address=sum(not address for _, address in rows),
        of_clients=of_clients,
    )


def _rows(
    people: QuerySet[Contact], condition: Condition, period: Period
) -> Iterator[tuple[int, str | None]]:
    """Account id and address of everybody for whom the condition holds."""
    if not condition:
        yield from people.values_list("account_id", "email").iterator()
        return
    revenue = _revenue(period) if "account.revenue" in audience.facts_in(condition) else {}
    names = [*(f"account__{name}" for name in OF_ACCOUNT), *OF_CONTACT]
    keys = [*(f"account.{name}" for name in OF_ACCOUNT), *(f"contact.{name}" for name in OF_CONTACT)]
    for account, address, *known in people.values_list("account_id", "email", *names).iterator():
        facts = dict(zip(keys, known, strict=True)) | {"account.revenue": revenue.get(account)}
        if audience.holds(condition, facts):
            yield account, address


def _of_people(condition: Condition) -> Condition:
    """The part of a condition that can be decided without an occasion."""
    for tree in ("all", "any"):
        if tree in condition:
            parts = [part for part in map(_of_people, condition[tree]) if part]
            is_open = tree == "any" and len(parts) < len(condition[tree])
            return {tree: parts} if parts and not is_open else {}
    if "not" in condition:
        inner = _of_people(condition["not"])
        return condition if inner == condition["not"] else {}
    fact = str(condition.get("fact", ""))
    return {} if fact.startswith(("deal.", audience.EVENT)) else condition


def _revenue(period: Period) -> dict[int, Decimal]:
    """Account id -> revenue of twelve months in the base currency."""
    digits = get_currency_precision(customers.company().base_currency)
    minor = months.money_by_account(Account.objects.all(), period.year_first, period.open_month)
    return {account: Decimal(amount).scaleb(-digits) for account, amount in minor.items()}
