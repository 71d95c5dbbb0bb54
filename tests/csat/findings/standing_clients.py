"""Clients with rounds of regular surveys, for tests of what is found in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from csat.customers.models import Account, Contact
from csat.findings import inputs, stored
from csat.findings.method import Asked, HasVerdict, Method
from csat.reports.period import shift
from csat.scores.actions import merging
from tests.csat.answered import heard
from tests.factories import AccountFactory, ContactFactory


def people(account: Account, count: int) -> list[Contact]:
    return ContactFactory.create_batch(count, account=account)


def rounds(contacts: Sequence[Contact], given: Sequence[int | None], *, now: datetime) -> None:
    """One round a quarter, the last one `len(given)` quarters later than the first and two months before now;
    everybody ticks the round's number. None: nobody answers."""
    for back, number in zip(range(len(given) - 1, -1, -1), given, strict=True):
        month = shift(now.date().replace(day=1), -2 - 3 * back)
        for place, contact in enumerate(contacts if number is not None else ()):
            at = datetime.combine(month + timedelta(days=3 + place), now.timetz())
            heard(contact, number, at=at)


def client(given: Sequence[int | None], *, now: datetime, count: int = 3, **more: object) -> Account:
    account = AccountFactory(**more)
    rounds(people(account, count), given, now=now)
    return account


def found(method: Method, now: datetime, *, today: date | None = None) -> HasVerdict:
    """Read, put away, taken out again, worked on, stored and read back: as a worker and a page would."""
    merging.merge_everything(now=now)
    columns = method.load(Asked(today=today or now.date()))
    assert inputs.hash_of(inputs.unpacked(method.inputs, inputs.packed(columns))) == inputs.hash_of(columns)
    shares: list[float] = []
    result = method.work(columns, 7, shares.append)
    assert all(0 <= share <= 1.000001 for share in shares)
    assert method.work(columns, 7, lambda share: None) == result
    assert stored.from_json(method.result, stored.to_json(result)) == result
    return result
