"""P1: a round over 100,000 contacts with all budgets in 60 s and 500 MB, in so many statements a batch."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from csat.customers.models import Company, Employee
from csat.programs.models import Program, ProgramKind, ProgramState, Wave
from surveys.actions import library
from surveys.models import Batch, Brand, Survey, SurveyVersion
from tests import house

# A smaller number for trying it out.
MANY = int(os.environ.get("PLANNED_CONTACTS", "100000"))
MOST_SECONDS, MOST_MB = 60, 500
OPENED, NOW = date(2026, 11, 17), datetime(2026, 11, 27, 7, tzinfo=UTC)
ROWS = (Path(__file__).parent / "round_of_many.sql").read_text(encoding="utf-8")
WRITTEN = (
    "surveys_invitation",
    "surveys_message",
    "surveys_token",
    "csat_touchpoint",
    "csat_touchpointperson",
    "csat_decision",
)


@pytest.fixture
def program(transactional_db: None, now: datetime) -> Program:
    library.load(now=now)
    Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin", country="DE")
    sender = {
        "sender_name": "Dora",
        "sender_address": "dora@ours.example",
        "reply_to_address": "r@ours.example",
    }
    Brand.objects.create(id=1, name="Meridian", **sender)
    before = Batch.objects.create(name="before", created_at=now, **sender)
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(
            ROWS,
            {
                "accounts": MANY // 3,
                "employee": Employee.objects.create(name="Anna").pk,
                "version": SurveyVersion.objects.filter(survey__key="nps").earliest("id").pk,
                "batch": before.pk,
                "first": datetime(2026, 8, 1, tzinfo=UTC),
            },
        )
        cursor.execute("analyze")
    return Program.objects.create(
        name="Everybody each month",
        kind=ProgramKind.PERIODIC,
        survey=Survey.objects.get(key="periodic-csi"),
        state=ProgramState.RUNNING,
        starts_on=OPENED,
        cadence_months=1,
        key_cadence_months=1,
    )


@pytest.mark.parametrize("is_sampled", [False, True], ids=["everybody", "sampled"])
def test_a_round_of_many(
    program: Program,
    is_sampled: bool,
    process_environment: Mapping[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    Wave.objects.create(program=program, month=OPENED.replace(day=1), starts_on=OPENED)
    if is_sampled:
        Program.objects.filter(pk=program.pk).update(
            is_sampled=True, role_coverage={"decision_maker": 0.1}, revenue_coverage="0.2", audit_share="0.1"
        )
    found = planned(program, process_environment)
    bare = seconds_of_bare_inserts()
    took = (
        f"{found['seconds']} s (limit {MOST_SECONDS} s; {found['cpu']} s of Python), peak {found['mb']} MB "
        f"(limit {MOST_MB} MB), {found['statements']} statements, {found['least']} to {found['most']} in "
        f"each of {found['batches']} batches; bare inserts of the same rows {bare:.1f} s, "
        f"ratio {found['seconds'] / bare:.1f}"
    )
    who = "sampled" if is_sampled else "everybody"
    with capsys.disabled():
        print(f"\n{who}: {MANY // 3 * 3:,} contacts {found['outcomes']}: {took}")
    assert sum(found["outcomes"].values()) == MANY // 3 * 3
    assert found["mb"] < MOST_MB
    assert found["most"] <= 60


def planned(program: Program, environment: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.plan", str(program.pk), NOW.isoformat()],
        cwd=house.ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def seconds_of_bare_inserts() -> float:
    """What was written, once more, into empty tables with the same indexes, a statement each."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(
                "select string_agg(quote_ident(column_name), ', ') from information_schema.columns "
                "where table_name = %s and is_generated = 'NEVER'",
                [table],
            )
            (columns,) = cursor.fetchone()
            cursor.execute(f"create table bare_{table} (like {table} including all)")
            begun = time.perf_counter()
            cursor.execute(
                f"insert into bare_{table} ({columns}) overriding system value select {columns} from {table}"
            )
            seconds += time.perf_counter() - begun
            cursor.execute(f"drop table bare_{table}")
    return seconds
