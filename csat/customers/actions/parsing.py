"""Reads the cells of rows under our column names, before any database is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csat.customers.outcome import Errors
from csat.customers.readers import Column
from surveys.tabular.cells import Habits
from surveys.tabular.problems import CellProblem
from surveys.tabular.problems import mark as _

STEP = 2000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row with its cells read. Columns that the row does not have are absent: they stay as they are.

    A broken row is kept, so that others may point to it while all errors are gathered.
    """

    number: int
    cells: dict[str, Any]
    is_broken: bool = False

    @property
    def external_id(self) -> str:
        return self.cells.get("external_id") or ""

    @property
    def source_time(self) -> datetime | None:
        return self.cells.get("source_time")


def parse(
    columns_of_ours: Iterable[Column],
    rows: Iterable[tuple[int, Mapping[str, Any]]],
    *,
    habits: Habits,
    errors: Errors,
    progress: Progress | None = None,
) -> list[Parsed]:
    """Every row read; what cannot be read goes to `errors`."""
    columns = {column.name: column for column in columns_of_ours}
    unknown: set[str] = set()
    parsed = []
    for number, row in rows:
        cells: dict[str, Any] = {}
        is_broken = False
        for name, cell in row.items():
            if name not in columns:
                _refuse_column(number, name, columns, unknown, errors=errors)
                continue
            try:
                cells[name] = columns[name].value(cell, habits)
            except CellProblem as problem:
                is_broken = True
                errors.add(number, name, cell, problem)
        parsed.append(Parsed(number, cells, is_broken))
        if progress and len(parsed) % STEP == 0:
            progress(len(parsed))
    if progress:
        progress(len(parsed))
    return parsed


def _refuse_column(
    number: int, name: str, columns: Mapping[str, Column], unknown: set[str], *, errors: Errors
) -> None:
    if name not in unknown:
        unknown.add(name)
        problem = CellProblem(
            _("There is no column of this name here."), _("There are: %(names)s."), names=", ".join(columns)
        )
        errors.add(number, name, "", problem)
