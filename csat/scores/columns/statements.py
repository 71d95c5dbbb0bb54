"""Runs the feature's own SQL for columns; rows come back as plain tuples."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

SQL = Path(__file__).parent.parent / "sql"


def rows(name: str, **given: Any) -> Sequence[tuple[Any, ...]]:
    """What `sql/<name>.sql` gives for named parameters, in its order."""
    with connection.cursor() as cursor:
        cursor.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"), given)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return found
