"""Revenue: an account's month, one row for each currency, kind and source."""

from datetime import date
from typing import Any

from csat.customers.actions.kinds.work import Work
from csat.customers.actions.parsing import Parsed
from csat.customers.actions.storing import chunks
from csat.customers.models import ExternalKey, RecordKind, Revenue, RevenueKind
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

IDENTITY = ("account", "month", "currency")
Identity = tuple[int, date, str, str]


def plan(work: Work, rows: list[Parsed]) -> None:
    work.load(RecordKind.ACCOUNTS, "account", rows)
    named = _named(work, rows)
    stored = _stored(work, named)
    timed = (_external_id(identity) for identity, row in named.items() if row.source_time)
    keys = work.references.keys(RecordKind.REVENUE, timed)
    fresh = iter(work.changes.next_ids(Revenue, len(named.keys() - stored.keys())))
    for identity, row in named.items():
        record = stored.get(identity)
        if record is None:
            record = _started(work, row, identity, next(fresh))
        elif _is_older(keys.get(_external_id(identity)), row):
            work.older += 1
            continue
        _fill(work, row, record)
        _keep_time(work, row, record, keys.get(_external_id(identity)), name=_external_id(identity))


def _named(work: Work, rows: list[Parsed]) -> dict[Identity, Parsed]:
    """The rows by what they are about; one that says what a row before said is an error."""
    named: dict[Identity, Parsed] = {}
    for row in rows:
        if work.lacks(row, IDENTITY):
            continue
        account = work.refers(row, "account", RecordKind.ACCOUNTS)
        if account is None:
            continue
        kind = row.cells.get("kind") or RevenueKind.FACT
        first = named.setdefault((account, row.cells["month"], row.cells["currency"], kind), row)
        if first is not row:
            problem = CellProblem(
                _("Row %(row)d has the same client, month and currency already."),
                _("Add the rows up, or let the map group them."),
                row=first.number,
            )
            work.errors.add(row.number, "month", row.cells["month"], problem)
    return named


def _stored(work: Work, named: dict[Identity, Parsed]) -> dict[Identity, Revenue]:
    months = {identity[1] for identity in named}
    found: dict[Identity, Revenue] = {}
    for accounts in chunks({identity[0] for identity in named}):
        mine = Revenue.objects.filter(
            source=work.source, account_id__in=accounts, month__in=months, credits=None
        )
        for record in mine:
            found[record.account_id, record.month, record.currency, record.kind] = record
    return found


def _started(work: Work, row: Parsed, identity: Identity, key: int) -> Revenue:
    account, month, currency, kind = identity
    record = Revenue(
        pk=key, account_id=account, month=month, currency=currency, kind=kind, source=work.source
    )
    if not work.lacks(row, ["amount"]):
        work.changes.create(record)
        work.changes.note(record.uuid, None)
        work.touched.add((account, month))
    return record


def _fill(work: Work, row: Parsed, record: Revenue) -> None:
    values: dict[str, Any] = {
        name: row.cells[name] for name in ("amount", "margin_amount") if name in row.cells
    }
    before = work.changes.edit(record, values)
    if before:
        work.changes.note(record.uuid, before)
        work.touched.add((record.account_id, record.month))
    work.records.append(record.uuid)


def _keep_time(work: Work, row: Parsed, record: Revenue, key: ExternalKey | None, *, name: str) -> None:
    """Only rows that say when they were changed need a key: the others are known by what they are about."""
    if row.source_time is None:
        return
    if key is None:
        work.changes.add(
            ExternalKey,
            source=work.source,
            kind=RecordKind.REVENUE.value,
            external_id=name,
            object_uuid=record.uuid,
            source_time=row.source_time,
        )
    else:
        work.changes.edit(key, {"source_time": row.source_time, "object_uuid": record.uuid})


def _is_older(key: ExternalKey | None, row: Parsed) -> bool:
    return bool(key and key.source_time and row.source_time and row.source_time < key.source_time)


def _external_id(identity: Identity) -> str:
    account, month, currency, kind = identity
    return f"{account} {month:%Y-%m} {currency} {kind}"
