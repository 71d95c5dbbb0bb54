"""Sums marked months anew. One merger at a time; readers see the old sums until the new are committed."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.numbers import get_currency_precision
from django.db import connection, transaction

from csat.customers import queries as customers
from csat.customers.models import ImportBatch, RecordKind

SQL = Path(__file__).parent.parent / "sql"


def statement(name: str, **parts: str) -> str:
    """A statement of ours; `:part` in it stands for another one, so that each sum is defined once."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for part, value in parts.items():
        text = text.replace(f":{part}", value)
    return text


SOME, ALL = statement("scope"), "true"
KEEP_CELLS, KEEP_ALL_CELLS = (
    statement("keep_score_cells", expected=statement("score_cells"), scope=scope) for scope in (SOME, ALL)
)
KEEP_MONTHS, KEEP_ALL_MONTHS = (
    statement("keep_account_months", expected=statement("account_months"), scope=scope)
    for scope in (SOME, ALL)
)
CLAIM = statement("claim_marks")
LOCK = 0x5C0235  # any number that no other advisory lock of the product uses
AT_ONCE = 5000


@transaction.atomic
def merge(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Sum the months anew that answers or revenue imports have touched; returns how many.

    Where another merger is at work nothing is done: the marks stay, and the next one takes them. A mark and
    the scores it speaks of are committed together, so whoever claims the mark sees the scores; that mergers
    take turns keeps an older sum from overwriting a newer one.
    """
    if not _locked(waits=False):
        return 0
    imports = _roll_up_revenue(now)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"limit": limit})
        marks: list[tuple[int, date]] = cursor.fetchall()
    if marks:
        pairs = sorted(set(marks))
        _run((KEEP_CELLS, KEEP_MONTHS), parameters(pairs))
    return len(marks) + imports


@transaction.atomic
def merge_everything(*, now: datetime) -> None:
    """Sum every month anew and drop all marks; waits for a merger at work."""
    _locked(waits=True)
    with connection.cursor() as cursor:
        cursor.execute("delete from csat_dirtymonth")
    _run((KEEP_ALL_CELLS, KEEP_ALL_MONTHS), parameters())
    _imports().update(rolled_up_at=now)


def parameters(pairs: Sequence[tuple[int, date]] = ()) -> dict[str, Any]:
    """What the statements are given; pairs of account and month where not all of them are meant."""
    currency = customers.company().base_currency
    return {
        "accounts": [account for account, _ in pairs],
        "months": [month for _, month in pairs],
        "base_currency": currency,
        "minor_units": 10 ** get_currency_precision(currency),
    }


def _roll_up_revenue(now: datetime) -> int:
    """Imports of revenue not looked at yet: all months are compared, so an undone import is seen too."""
    imports = list(_imports().values_list("id", flat=True))
    if imports:
        _run((KEEP_ALL_MONTHS,), parameters())
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
