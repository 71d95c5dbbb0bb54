"""Clients with rounds of regular surveys, for tests of what is found in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from csat.customers.models import Account, Contact
from csat.findings import inputs, stored
from csat.findings.actions import working
from csat.findings.method import Asked, HasVerdict, Method
from csat.findings.models import Question, Study, StudyState
from csat.reports.period import shift
from csat.scores.actions import merging
from surveys.models import Message, MessageState
from tests.csat.answered import answer, heard, periodic, touchpoint
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


def invited(account: Account, now: datetime, answered: Sequence[bool], **person: object) -> Contact:
    """One person asked once a quarter, the last time three months ago, who answered or not."""
    contact = ContactFactory(account=account, **person)
    for back, said in zip(range(len(answered) - 1, -1, -1), answered, strict=True):
        at = now - timedelta(days=91 * (back + 1))
        asked = answer(contact, periodic(8), at=at) if said else touchpoint(contact, at=at)
        Message.objects.create(
            invitation=asked.invitation,
            number=0,
            state=MessageState.ACCEPTED,
            due_at=at,
            accepted_at=at,
            changed_at=at,
        )
    return contact


def ask(question: Question, now: datetime) -> None:
    """Have a question answered as a worker would."""
    merging.merge_everything(now=now)
    study, _ = Study.objects.get_or_create(question=question)
    Study.objects.filter(pk=study.pk).update(state=StudyState.DUE, due_since=now)
    assert working.work_off(study_id=study.pk, now=now)
