"""Sums marked months anew. One merger at a time; readers see the old sums until the new ones are committed."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.numbers import get_currency_precision
from django.db import connection, transaction

from csat.customers import queries as customers
from csat.customers.models import ImportBatch, RecordKind

SQL = Path(__file__).parent.parent / "sql"
CELLS = (SQL / "score_cells.sql").read_text(encoding="utf-8")
ACCOUNT_MONTHS = (SQL / "account_months.sql").read_text(encoding="utf-8")

CELL_COLUMNS = "month, account_id, program_id, role, person_id, capacity, measure, is_headline, n, sum_milli, sum_squares, bins"
MONTH_COLUMNS = "account_id, month, fact_minor, plan_minor, n, sum_milli"
LOCK = 0x5C0235  # any number that no other advisory lock of the product uses
AT_ONCE = 5000

CLAIM = """
    delete from csat_dirtymonth where id in (select id from csat_dirtymonth order by id limit %(limit)s for update skip locked)
    returning account_id, month
"""
IN_SCOPE = """ where %(everything)s or (account_id, month) in (
    select account_id, month from unnest(%(accounts)s::bigint[], %(months)s::date[]) as pair (account_id, month))"""
WRITE_CELLS = (
    "delete from csat_scorecell" + IN_SCOPE,
    "insert into csat_scorecell (" + CELL_COLUMNS + ") " + CELLS,
)
# Only rows that differ are written: most months of an import are as they were.
WRITE_MONTHS = (
    "delete from csat_accountmonth stored" + IN_SCOPE.replace(" where ", " where (", 1) + ")"
    " and not exists (select from (" + ACCOUNT_MONTHS + ") expected"
    " where expected.account_id = stored.account_id and expected.month = stored.month)",
    "insert into csat_accountmonth (" + MONTH_COLUMNS + ") select * from (" + ACCOUNT_MONTHS + ") expected"
    " on conflict (account_id, month) do update set fact_minor = excluded.fact_minor,"
    " plan_minor = excluded.plan_minor, n = excluded.n, sum_milli = excluded.sum_milli"
    " where (csat_accountmonth.fact_minor, csat_accountmonth.plan_minor, csat_accountmonth.n,"
    " csat_accountmonth.sum_milli)"
    " is distinct from (excluded.fact_minor, excluded.plan_minor, excluded.n, excluded.sum_milli)",
)


@transaction.atomic
def merge(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Sum the months anew that answers or revenue imports have touched; returns how many marks were worked off.

    Where another merger is at work nothing is done: the marks stay, and the next one takes them. A mark and the
    scores it speaks of are committed together, so whoever claims the mark sees the scores; that mergers take turns
    keeps an older sum from overwriting a newer one.
    """
    if not _locked(waits=False):
        return 0
    imports = _roll_up_revenue(now)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"limit": limit})
        marks: list[tuple[int, date]] = cursor.fetchall()
    if marks:
        pairs = sorted(set(marks))
        _run((*WRITE_CELLS, *WRITE_MONTHS), parameters(pairs))
    return len(marks) + imports


@transaction.atomic
def merge_everything(*, now: datetime) -> None:
    """Sum every month anew and drop all marks; waits for a merger at work."""
    _locked(waits=True)
    with connection.cursor() as cursor:
        cursor.execute("delete from csat_dirtymonth")
    _run((*WRITE_CELLS, *WRITE_MONTHS), parameters(None))
    _imports().update(rolled_up_at=now)


def parameters(pairs: Sequence[tuple[int, date]] | None) -> dict[str, Any]:
    """What the statements are given: pairs of account and month, or None for all of them."""
    currency = customers.company().base_currency
    return {
        "everything": pairs is None,
        "accounts": [account for account, _ in pairs or ()],
        "months": [month for _, month in pairs or ()],
        "base_currency": currency,
        "minor_units": 10 ** get_currency_precision(currency),
    }


def _roll_up_revenue(now: datetime) -> int:
    """Imports of revenue not looked at yet: all months are compared, so an undone import is noticed as well."""
    imports = list(_imports().values_list("id", flat=True))
    if imports:
        _run(WRITE_MONTHS, parameters(None))
        ImportBatch.objects.filter(id__in=imports).update(rolled_up_at=now)
    return len(imports)


def _imports() -> Any:
    return ImportBatch.objects.filter(kind=RecordKind.REVENUE, rolled_up_at__isnull=True)


def _run(statements: Sequence[str], given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, given)


def _locked(*, waits: bool) -> bool:
    """Hold the mergers' lock until the transaction ends; False where another holds it and we do not wait."""
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
