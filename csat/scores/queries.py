"""What waits to be scored, and what reports read beside the months: measures, response rates, coverage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from csat.customers import queries as customers
from csat.customers.models import Account, ImportBatch, Rate, RecordKind, Revenue
from csat.programs.models import Touchpoint
from csat.scores.models import AccountMonth, Assessment, DirtyMonth, ScoreCell
from surveys.models import MessageState, ResponseRevision, Verdict

# How far before the last newly scored answer the sweep looks; rebuild_scores looks at everything.
LOOK_BACK = timedelta(days=7)
REACHED = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.COMPLAINED)


def responses_to_score(*, limit: int) -> list[int]:
    """Ids of responses whose present revision has no scores yet, oldest first.

    Every revision leaves a dated row, so only those since a week before the last newly scored answer are
    read, however many answers there are.
    """
    revisions = ResponseRevision.objects.filter(response__revision=F("revision")).exclude(
        Exists(Assessment.objects.filter(response=OuterRef("response"), revision=OuterRef("revision")))
    )
    last = Assessment.objects.order_by("-id").values_list("assessed_at", flat=True).first()
    if last is not None:
        revisions = revisions.filter(created_at__gte=last - LOOK_BACK)
    return list(revisions.order_by("created_at", "id").values_list("response_id", flat=True)[:limit])


def marks_waiting() -> int:
    """How many months and imports of revenue are to be summed anew."""
    imports = ImportBatch.objects.filter(kind=RecordKind.REVENUE, rolled_up_at__isnull=True)
    return DirtyMonth.objects.count() + imports.count()


@dataclass(frozen=True)
class Cell:
    """An account's answers on one measure in some months; sums in points, bins by number ticked (0 to 10)."""

    account_id: int
    measure: str
    n: int
    points: float
    squares: float
    bins: tuple[int, ...]


def cells(
    accounts: QuerySet[Account], measures: Iterable[str], *, first: date, until: date, headline: bool = False
) -> list[Cell]:
    """A row an account and measure, in that order, of months [first, until); one query.

    With `headline` only periodic surveys; else all of them. Accounts without answers are left out, and what
    is credited to persons is not counted a second time.
    """
    rows = ScoreCell.objects.filter(
        account__in=accounts.values("id"),
        measure__in=list(measures),
        month__gte=first,
        month__lt=until,
        person__isnull=True,
    )
    if headline:
        rows = rows.filter(is_headline=True)
    bins = {f"bin_{number}": Sum(f"bins__{number}") for number in range(11)}
    grouped: Any = rows.values("account_id", "measure").annotate(
        count=Sum("n"), total=Sum("sum_milli"), squared=Sum("sum_squares"), **bins
    )
    return [
        Cell(
            account_id=row["account_id"],
            measure=row["measure"],
            n=row["count"],
            points=row["total"] / 1000,
            squares=float(row["squared"]) / 1_000_000,
            bins=tuple(row[name] for name in bins),
        )
        for row in grouped.order_by("account_id", "measure")
    ]


@dataclass(frozen=True)
class Asked:
    """How many of those reached answered, of one account."""

    account_id: int
    reached: int
    answered: int


def asked(accounts: QuerySet[Account], *, first: datetime, until: datetime) -> list[Asked]:
    """A row an account with invitations accepted by the mail server in [first, until), by account.

    Bounced mails do not count as reached; doubtful and excluded answers do not count as answered.
    """
    rows = (
        Touchpoint.objects.filter(
            account__in=accounts.values("id"),
            invitation__messages__number=0,
            invitation__messages__state__in=REACHED,
            invitation__messages__accepted_at__gte=first,
            invitation__messages__accepted_at__lt=until,
        )
        .values("account_id")
        .annotate(
            reached=Count("id"),
            answered=Count(
                "id",
                filter=Q(
                    invitation__response__submitted_at__isnull=False,
                    invitation__response__verdict=Verdict.COUNTS,
                ),
            ),
        )
        .order_by("account_id")
    )
    return [Asked(**row) for row in rows]


@dataclass(frozen=True)
class Coverage:
    """How many accounts, and how much revenue, have a fresh voice. Money in minor units."""

    accounts: int
    heard_accounts: int
    revenue_minor: int
    heard_revenue_minor: int

    @property
    def revenue_share(self) -> float | None:
        return self.heard_revenue_minor / self.revenue_minor if self.revenue_minor > 0 else None


def coverage(accounts: QuerySet[Account], *, heard_first: date, revenue_first: date, until: date) -> Coverage:
    """Accounts heard in a periodic survey in [heard_first, until), and their part of the revenue of
    [revenue_first, until); accounts without a month in either are counted as not heard.
    """
    months = AccountMonth.objects.filter(account__in=accounts.values("id"), month__lt=until)
    heard = months.filter(account=OuterRef("account"), month__gte=heard_first, n__gt=0)
    money = months.filter(month__gte=revenue_first).aggregate(
        revenue=Sum("fact_minor"), heard=Sum("fact_minor", filter=Exists(heard))
    )
    return Coverage(
        accounts=accounts.count(),
        heard_accounts=months.filter(month__gte=heard_first, n__gt=0).values("account").distinct().count(),
        revenue_minor=int(money["revenue"] or 0),
        heard_revenue_minor=int(money["heard"] or 0),
    )


def currencies_without_rate() -> list[tuple[str, date]]:
    """(currency, month) of revenue that no sum contains for want of a rate up to that month; in order."""
    base = customers.company().base_currency
    known = Rate.objects.filter(currency=OuterRef("currency"), month__lte=OuterRef("month"))
    rows = Revenue.objects.exclude(currency=base).exclude(Exists(known))
    return list(rows.order_by("currency", "month").values_list("currency", "month").distinct())
