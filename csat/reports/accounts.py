"""The list of clients: by revenue or name, paged by key, with holders, last answer and open case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Lower, Replace

from csat.cases.models import Case
from csat.customers import queries as customers
from csat.customers.models import Account, Capacity
from csat.reports.period import Period, shift
from csat.scores import months
from csat.scores.models import AccountMonth, ScoreCell

PAGE = 50
BY_REVENUE, BY_NAME = "revenue", "name"
ALL, KEY, CASE, UNHEARD = "", "key", "case", "unheard"
UNHEARD_MONTHS = 6


@dataclass(frozen=True)
class Wish:
    """How the list was asked for. `after` is the last row seen: its sort value and id."""

    sort: str = BY_REVENUE
    only: str = ALL
    after: tuple[str, int] | None = None


@dataclass(frozen=True)
class Row:
    uuid: UUID
    name: str
    is_key: bool
    segment: str
    manager: str
    care_owner: str
    year_minor: int
    last_month: date | None
    has_case: bool


@dataclass(frozen=True)
class Clients:
    """One page of rows; `next` is the key of the following page."""

    rows: tuple[Row, ...]
    total: int
    total_minor: int
    currency: str
    next: str


def wish(sort: str, only: str, after: str) -> Wish:
    """The wish of an address; nonsense counts as the first page of all clients by revenue."""
    value, _, key = after.rpartition("~")
    sort = sort if sort in (BY_REVENUE, BY_NAME) else BY_REVENUE
    is_key = key.isdigit() and (sort == BY_NAME or value.removeprefix("-").isdigit())
    return Wish(
        sort=sort,
        only=only if only in (KEY, CASE, UNHEARD) else ALL,
        after=(value, int(key)) if is_key else None,
    )


def build(accounts: QuerySet[Account], asked: Wish, period: Period) -> Clients:
    """One page; a constant number of queries whatever the number of clients."""
    chosen = _only(accounts, asked.only, period)
    rows = list(_page(chosen, asked, period))
    shown, more = rows[:PAGE], len(rows) > PAGE
    ids = [row.pk for row in shown]
    held = customers.holders_on(ids, period.today)
    heard = months.last_heard(Account.objects.filter(id__in=ids))
    with_case = set(
        Case.objects.unsettled().order_by().filter(account_id__in=ids).values_list("account_id", flat=True)
    )
    total = AccountMonth.objects.filter(
        account__in=chosen.values("id"), month__gte=period.year_first, month__lt=period.open_month
    ).aggregate(minor=Coalesce(Sum("fact_minor"), 0))
    return Clients(
        rows=tuple(
            Row(
                uuid=row.uuid,
                name=row.name,
                is_key=row.is_key,
                segment=row.segment,
                manager=_name(held.get((row.pk, Capacity.MANAGER))),
                care_owner=_name(held.get((row.pk, Capacity.CARE_OWNER))),
                year_minor=int(row.year_minor),  # type: ignore[attr-defined]  # annotated by _page
                last_month=heard.get(row.pk),
                has_case=row.pk in with_case,
            )
            for row in shown
        ),
        total=chosen.count(),
        total_minor=int(total["minor"]),
        currency=customers.company().base_currency,
        next=_key(shown[-1], asked.sort) if more else "",
    )


def _only(accounts: QuerySet[Account], only: str, period: Period) -> QuerySet[Account]:
    if only == KEY:
        return accounts.filter(is_key=True)
    if only == CASE:
        return accounts.filter(Exists(Case.objects.unsettled().filter(account=OuterRef("pk"))))
    if only == UNHEARD:
        heard = ScoreCell.objects.filter(
            account=OuterRef("pk"),
            person__isnull=True,
            measure__in=months.HEARD_BY,
            month__gte=shift(period.open_month, -UNHEARD_MONTHS),
        )
        return accounts.filter(~Exists(heard))
    return accounts


def _page(accounts: QuerySet[Account], asked: Wish, period: Period) -> QuerySet[Account]:
    """The page's rows and one more, which tells whether there is a next page."""
    year = (
        AccountMonth.objects.filter(
            account=OuterRef("pk"), month__gte=period.year_first, month__lt=period.open_month
        )
        .order_by()
        .values("account")
        .annotate(total=Sum("fact_minor"))
        .values("total")
    )
    rows = accounts.annotate(
        year_minor=Coalesce(Subquery(year, output_field=BigIntegerField()), 0), sort_name=sort_name()
    )
    if asked.sort == BY_NAME:
        if asked.after:
            name, pk = asked.after
            rows = rows.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=pk))
        return rows.order_by("sort_name", "id")[: PAGE + 1]
    if asked.after:
        minor, pk = int(asked.after[0]), asked.after[1]
        rows = rows.filter(Q(year_minor__lt=minor) | Q(year_minor=minor, id__gt=pk))
    return rows.order_by(F("year_minor").desc(), "id")[: PAGE + 1]


def sort_name() -> Lower:
    """Names as people sort them, whatever the database's collation: ё beside е, quotes left out."""
    name = Replace(Replace(F("name"), Value("ё"), Value("е")), Value("Ё"), Value("Е"))
    for quote in '«»“”"':
        name = Replace(name, Value(quote), Value(""))
    return Lower(name)


def _key(row: Account, sort: str) -> str:
    value = row.sort_name if sort == BY_NAME else row.year_minor  # type: ignore[attr-defined]
    return f"{value}~{row.pk}"


def _name(employee: object) -> str:
    return str(employee) if employee else ""
