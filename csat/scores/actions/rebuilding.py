"""Makes every score and roll-up anew from the responses, or says what would come out otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from csat.scores.actions.merging import ALL, merge_everything, parameters, statement
from csat.scores.actions.recording import Difference, in_batches, record_all
from csat.scores.actions.recording import differences as differing_scores
from surveys.models import Response

BATCH = 2000
CELL_COLUMNS = (
    "month, account_id, program_id, role, person_id, capacity, measure, is_headline,"
    " n, sum_milli, sum_squares, bins"
)
MONTH_COLUMNS = "account_id, month, fact_minor, plan_minor, n, sum_milli"


@dataclass(frozen=True)
class Rebuilt:
    """How many responses were read, and how many scores came out otherwise."""

    responses: int
    changed: int


def rebuild(*, now: datetime) -> Rebuilt:
    """Make all scores anew from the responses, batch by batch, then all roll-ups in one transaction.

    Answers may come in meanwhile: each batch is locked while it is looked at, and marks are kept.
    """
    responses = changed = 0
    for ids in in_batches(_submitted(), BATCH):
        responses += len(ids)
        changed += record_all(response_ids=ids, now=now)
    merge_everything(now=now)
    return Rebuilt(responses=responses, changed=changed)


def differences() -> list[Difference]:
    """What a rebuild would change, in scores, cells and account months; nothing is written."""
    found: list[Difference] = []
    for ids in in_batches(_submitted(), BATCH):
        found += differing_scores(response_ids=ids)
    found += _differing("csat_scorecell", CELL_COLUMNS, "score_cells")
    return found + _differing("csat_accountmonth", MONTH_COLUMNS, "account_months")


def _submitted() -> Any:
    ids = Response.objects.filter(submitted_at__isnull=False).order_by("id").values_list("id", flat=True)
    return list(ids)


@transaction.atomic
def _differing(table: str, columns: str, expected: str) -> list[Difference]:
    """Compared in one statement, hence at one moment, whatever is recorded meanwhile."""
    compared = statement(
        "differing",
        expected=statement(expected, scope=ALL),
        columns=columns,
        table=table,
    )
    with connection.cursor() as cursor:
        cursor.execute(compared, parameters())
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
    return [
        Difference(
            table,
            told if row[0] == "stored" else None,
            told if row[0] == "expected" else None,
        )
        for row in rows
        for told in [", ".join(f"{name}={value}" for name, value in zip(names[1:], row[1:], strict=True))]
    ]
