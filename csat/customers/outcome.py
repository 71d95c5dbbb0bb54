"""What came of an upsert or an import: counts, the errors by row and column, and the words for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from surveys.tabular.problems import Flaw, Problem

SHOWN = 1000


@dataclass(frozen=True)
class RowError:
    """One thing wrong: where, what was found there, why it cannot be taken, and how to mend it."""

    row: int
    column: str
    value: str
    problem: str
    mend: str


@dataclass(frozen=True)
class UpsertReport:
    """Nothing was written where there are errors, or where it was only tried (`batch_uuid` is None).

    `older` rows were left alone because we hold something newer; they count as unchanged.
    `touched` are the (account id, month) whose revenue changed. `errors` stop at 1,000; `error_count`
    counts them all, `bad_rows` the rows that they are in.
    """

    kind: str
    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    errors: tuple[RowError, ...] = ()
    error_count: int = 0
    bad_rows: int = 0
    batch_uuid: UUID | None = None
    touched: frozenset[tuple[int, date]] = frozenset()

    @property
    def is_good(self) -> bool:
        return self.error_count == 0

    def as_json(self) -> dict[str, Any]:
        """For programs, and to keep with a job; `touched` is left out."""
        return {
            "kind": self.kind,
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "older": self.older,
            "error_count": self.error_count,
            "bad_rows": self.bad_rows,
            "errors": [vars(error) for error in self.errors],
            "batch": str(self.batch_uuid) if self.batch_uuid else None,
        }


@dataclass
class Errors:
    """Collects errors by row; keeps the first ones, counts all."""

    kept: list[RowError] = field(default_factory=list)
    count: int = 0
    rows: set[int] = field(default_factory=set)

    def add(self, row: int, column: str, value: object, problem: Problem) -> None:
        self.count += 1
        self.rows.add(row)
        if len(self.kept) < SHOWN:
            what, mend = (
                gettext(words) % problem.values if words else "" for words in (problem.what, problem.mend)
            )
            shown = "" if value is None else str(value).replace("\0", "␀")
            self.kept.append(RowError(row, column, shown[:200], what, mend))

    def add_flaws(self, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            self.add(flaw.row, flaw.column, flaw.value, flaw.problem)

    def by_row(self) -> tuple[RowError, ...]:
        return tuple(sorted(self.kept, key=lambda error: error.row))
