"""Counts by day what happens at a collector and leaves no response to be counted."""

from datetime import date
from enum import StrEnum

from django.db import connection

COUNT = """
INSERT INTO surveys_collectorday AS stored (collector_id, day, kind, hits)
VALUES (%(collector)s, %(day)s, %(kind)s, 1)
ON CONFLICT (collector_id, day, kind) DO UPDATE SET hits = stored.hits + 1
"""


class Kind(StrEnum):
    ANONYMOUS = "anonymous"  # an answer without a name was taken
    FLOODED = "flooded"  # turned away: too many from one network address
    REPEATED = "repeated"  # turned away: the device had answered
    FULL = "full"  # turned away: the wanted number had been reached


def count(*, collector_id: int, kind: Kind, day: date) -> None:
    """One more of this kind on this day."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"collector": collector_id, "day": day, "kind": kind})
