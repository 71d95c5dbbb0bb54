"""Sums of one measure's answers by account and one thing more, and how many were asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from csat.customers.models import Account, Capacity, Contact
from csat.programs.models import ProgramKind
from csat.scores.columns import calendar
from csat.scores.columns.asked import reached
from csat.scores.models import Score, ScoreCell
from surveys.models import Message

TICKS = 11  # 0 to 10
PERSON, MONTH = "person_id", "month"
MAIL = "invitation__messages"


@dataclass(frozen=True)
class Wanted:
    """A measure in the months [first, until); `headline`: of periodic surveys only."""

    measure: str
    first: date
    until: date
    headline: bool


@dataclass(frozen=True)
class Sums:
    """Answers of one account under one key: number, sum and sum of squares in points, how often 0 to 10."""

    key: tuple[Any, ...]
    account_id: int
    n: int
    points: float
    squares: float
    ticks: tuple[int, ...]


@dataclass(frozen=True)
class Reach:
    """How many mails arrived under one key, and how many of them were answered."""

    key: tuple[Any, ...]
    reached: int
    answered: int


def sums(accounts: QuerySet[Account], wanted: Wanted, columns: Sequence[str] = ()) -> list[Sums]:
    """A row an account and value of the columns, in that order of columns; one query over the roll-up.

    `columns`: role, program_id, month, person_id, as many as wanted. With person_id a row is what is credited
    to who was the account manager when the client was asked: an answer that two shared is in both rows, and
    answers that nobody was responsible for are left out.
    """
    cells = ScoreCell.objects.filter(
        account__in=accounts.values("id"),
        measure=wanted.measure,
        month__gte=wanted.first,
        month__lt=wanted.until,
        n__gt=0,
    )
    cells = cells.filter(is_headline=True) if wanted.headline else cells
    if PERSON in columns:
        cells = cells.filter(person__isnull=False, capacity=Capacity.MANAGER)
    else:
        cells = cells.filter(person__isnull=True)
    ticks = {f"ticked_{number}": Sum(f"bins__{number}") for number in range(TICKS)}
    keys = (*columns, "account_id")
    grouped: Any = cells.values_list(*keys).annotate(Sum("n"), Sum("sum_milli"), Sum("sum_squares"), **ticks)
    at = len(keys)
    return [
        Sums(
            key=row[: at - 1],
            account_id=row[at - 1],
            n=row[at],
            points=row[at + 1] / 1000,
            squares=float(row[at + 2]) / 1_000_000,
            ticks=row[at + 3 :],
        )
        for row in grouped.order_by(*keys)
    ]


def sums_of_contacts(contacts: QuerySet[Contact], wanted: Wanted) -> list[Sums]:
    """A row a contact with answers, by id; their key is the contact. One query over single scores."""
    answers: dict[tuple[int, int], list[tuple[int, int | None]]] = defaultdict(list)
    scores = scored(wanted).filter(contact__in=contacts.values("id")).order_by("contact_id", "account_id")
    for contact, account, milli, given in scores.values_list(
        "contact_id", "account_id", "value_milli", "given"
    ):
        answers[contact, account].append((milli, given))
    return [
        Sums(
            key=(contact,),
            account_id=account,
            n=len(found),
            points=sum(milli for milli, _ in found) / 1000,
            squares=sum(milli * milli for milli, _ in found) / 1_000_000,
            ticks=tuple(sum(given == number for _, given in found) for number in range(TICKS)),
        )
        for (contact, account), found in answers.items()
    ]


def scored(wanted: Wanted) -> QuerySet[Score]:
    """The single scores that the sums are made of, in no order."""
    scores = Score.objects.filter(
        measure=wanted.measure, month__gte=wanted.first, month__lt=wanted.until
    ).order_by()
    return scores.filter(is_headline=True) if wanted.headline else scores


def reach(
    accounts: QuerySet[Account],
    wanted: Wanted,
    columns: Sequence[str],
    *,
    contacts: QuerySet[Contact] | None = None,
) -> list[Reach]:
    """A row a value of the columns (one at least): invitations of the months that did not bounce at once.

    Columns as in `sums`, and account_id and contact_id; `month` is that of sending, in the company's zone.
    With `contacts` only theirs. Where the measure is of periodic surveys, so are they. Two queries.
    """
    zone = calendar.zone()
    mails = Message.objects.filter(
        number=0,
        accepted_at__gte=calendar.start_of(wanted.first, zone),
        accepted_at__lt=calendar.start_of(wanted.until, zone),
    )
    rows = reached(mails).filter(account__in=accounts.values("id"))
    if wanted.headline:
        rows = rows.filter(program__kind=ProgramKind.PERIODIC)
    if contacts is not None:
        rows = rows.filter(contact__in=contacts.values("id"))
    if PERSON in columns:
        rows = rows.filter(people__capacity=Capacity.MANAGER).annotate(person_id=F("people__employee_id"))
    if MONTH in columns:
        rows = rows.annotate(month=TruncMonth(f"{MAIL}__accepted_at", tzinfo=zone))
    counts = {"mails": Count("id"), "answers": Count("id", filter=Q(is_answered=True))}
    grouped: Any = rows.order_by().values(*columns).annotate(**counts)
    return [
        Reach(key=_days(tuple(row[name] for name in columns)), reached=row["mails"], answered=row["answers"])
        for row in grouped
    ]


def _days(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Months cut out of moments, as days like those of the roll-up."""
    return tuple(part.date() if hasattr(part, "date") else part for part in key)
