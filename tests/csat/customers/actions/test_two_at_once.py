"""Two imports of one file at the same moment come to the same rows as one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from csat.customers.actions import records
from csat.customers.models import Account, ExternalKey, ImportBatch

ROWS = [{"external_id": f"{n}", "name": f"Account {n}", "parent": "0" if n else ""} for n in range(300)]


def put(_turn: int) -> tuple[int, int]:
    try:
        report = records.upsert(
            kind="accounts", rows=ROWS, source="crm", by=None, now=datetime(2026, 11, 18, tzinfo=UTC)
        )
    finally:
        connection.close()
    return report.created, report.unchanged


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_come_to_one() -> None:
    with ThreadPoolExecutor(max_workers=3) as pool:
        found = sorted(pool.map(put, range(3)))
    assert found == [(0, 300), (0, 300), (300, 0)]
    assert Account.objects.count() == ExternalKey.objects.count() == 300
    assert ImportBatch.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_said_and_nothing_is_written() -> None:
    row = {"external_id": "1", "name": "Alfa", "email": "a@ours.example"}
    swapped = [{**row, "email": "b@ours.example"}, {**row, "external_id": "2", "email": "a@ours.example"}]
    now = datetime(2026, 11, 18, tzinfo=UTC)
    for rows in ([row, {**swapped[0], "external_id": "2"}], swapped):
        report = records.upsert(kind="employees", rows=rows, source="crm", by=None, now=now)
    assert report.error_count and report.batch_uuid is None
    assert ImportBatch.objects.count() == 1
