"""A small business for reports: clients with contacts, revenue and answers over months."""

from datetime import date, datetime

from csat.customers.models import Account, Capacity, Employee, Revenue
from csat.reports.period import Period, month_of, shift
from csat.scores.actions import merging
from tests.csat.answered import heard
from tests.factories import AccountFactory, ContactFactory, assign


def client(
    name: str, *, holder: Employee | None = None, since: date = date(2020, 1, 1), **more: object
) -> Account:
    account = AccountFactory(name=name, **more)
    if holder:
        assign(account, holder, Capacity.MANAGER, since=since)
    return account


def revenue(account: Account, now: datetime, *, facts: dict[int, int], kind: str = "fact") -> None:
    """Amounts by how many months ago; 0 is the open month."""
    for ago, amount in facts.items():
        month = shift(month_of(now.date()), -ago)
        Revenue.objects.create(
            account=account, month=month, kind=kind, amount=amount, currency="EUR", source="test"
        )


def year(account: Account, now: datetime, amount: int) -> None:
    """The same revenue in each of the twelve closed months."""
    revenue(account, now, facts=dict.fromkeys(range(1, 13), amount))


def answers(account: Account, now: datetime, *, ago: int, given: tuple[int, ...], **more: object) -> None:
    """One new person a number, `ago` months back, on the third of the month."""
    at = datetime.combine(shift(month_of(now.date()), -ago).replace(day=3), now.timetz())
    for number in given:
        heard(ContactFactory(account=account), number, at=at, **more)


def settle(now: datetime) -> Period:
    """Sum the roll-ups; the period that the tests look at."""
    merging.merge_everything(now=now)
    return Period(today=now.date())
