"""Takes in what happened at clients, as other systems tell it: told twice it is one, told late it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from surveys.errors import DomainError


@dataclass(frozen=True)
class EventReport:
    """What came of it; with errors (row number from 0 -> what is wrong) nothing was written."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0  # a newer word of the same source was known: left as it is
    errors: Mapping[int, Sequence[DomainError]] = field(default_factory=dict)


def record_events(*, rows: Sequence[Mapping[str, Any]], source: str, by: Any, now: datetime) -> EventReport:
    """Create or update events by (source, external_id), all or nothing.

    A row: external_id, name, occurred_at (ISO 8601 with a zone, or aware datetime), account (its external id in
    the source, or uuid), and where known contact, deal (the same), facts (an object of texts and numbers),
    source_time (when the source wrote it: an older one never overwrites a newer).
    """
    raise NotImplementedError
