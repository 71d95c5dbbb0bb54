"""Puts a map to work: their table in, rows under our column names out, with what could not be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from surveys.tabular import cells, dates
from surveys.tabular.cells import Habits
from surveys.tabular.expressions import ColumnProblem
from surveys.tabular.maps import ANY, Group, Lines, Map
from surveys.tabular.problems import CellProblem, FileProblem, Flaw
from surveys.tabular.problems import mark as _
from surveys.tabular.reading import Table

PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Mapped:
    """(row number in the file, {our column: cell}); of a group the number is its first row's."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    flaws: tuple[Flaw, ...]


def mapped(table: Table, plan: Map, *, lines: Table | None = None) -> Mapped:
    """Every good row of a table under our names.

    Raises FileProblem where the map names a column that the file does not have.
    """
    _require(table, [*plan.columns, *_places(plan.templates)])
    flaws = list(table.flaws)
    sums: dict[str, Decimal] = {}
    if plan.lines and lines is not None:
        _require(table, [plan.lines.on])
        sums = _summed(plan.lines, lines, plan, flaws)
    rows, used = [], set()
    for number, record in table.records():
        record = {name: _known(cell, plan) for name, cell in record.items()}
        row = _row(record, plan)
        if plan.lines and lines is not None:
            key = record[plan.lines.on].strip()
            used.add(key)
            row[plan.lines.into] = str(sums[key]) if key in sums else row.get(plan.lines.into, "")
        rows.append((number, row))
    if plan.lines and lines is not None:
        flaws += _left_over(plan.lines, lines, used, {key for key in sums if key not in used})
    if plan.group:
        rows = _grouped(rows, plan.group, plan, flaws)
    return Mapped(tuple(rows), tuple(flaws))


def _require(table: Table, names: list[str]) -> None:
    missing = sorted(set(names) - set(table.columns))
    if missing:
        raise FileProblem(
            _("The file has no column “%(missing)s”."),
            _("It has: %(columns)s."),
            missing="”, “".join(missing),
            columns=", ".join(table.columns)[:400],
        )


def _places(templates: Mapping[str, str]) -> list[str]:
    return [name for text in templates.values() for name in PLACE.findall(text)]


def _known(cell: str, plan: Map) -> str:
    return "" if cell.strip().casefold() in plan.nulls else cell


def _row(record: Mapping[str, str], plan: Map) -> dict[str, str]:
    row = {ours: record[theirs] for theirs, several in plan.columns.items() for ours in several}
    for ours, text in plan.templates.items():
        row[ours] = " ".join(PLACE.sub(lambda found: record[found[1]], text).split())
    for ours, words in plan.values.items():
        word = row.get(ours, "").strip()
        if word:
            row[ours] = words.get(word.casefold(), words.get(ANY, word))
    for ours, value in plan.defaults.items():
        if not row.get(ours, "").strip():
            row[ours] = value
    return row


def _summed(wanted: Lines, lines: Table, plan: Map, flaws: list[Flaw]) -> dict[str, Decimal]:
    _require(lines, [wanted.on, *wanted.of.columns])
    sums: dict[str, Decimal] = {}
    flaws += [
        Flaw(flaw.row, f"{_label(wanted)} {flaw.column}".strip(), flaw.value, flaw.problem)
        for flaw in lines.flaws
    ]
    for number, record in lines.records():
        key = record[wanted.on].strip()
        try:
            sums[key] = sums.get(key, Decimal(0)) + wanted.of.of(record, plan.habits)
        except ColumnProblem as problem:
            flaws.append(Flaw(number, f"{_label(wanted)} {problem.column}", problem.value, problem))
    return sums


def _left_over(wanted: Lines, lines: Table, used: set[str], lost: set[str]) -> list[Flaw]:
    """Lines that belong to no row: their money would be lost in silence."""
    if not lost:
        return []
    problem = CellProblem(_("No row of the first file has this key."), _("Export both files together."))
    return [
        Flaw(number, f"{_label(wanted)} {wanted.on}", record[wanted.on], problem)
        for number, record in lines.records()
        if record[wanted.on].strip() in lost
    ]


def _label(wanted: Lines) -> str:
    return f"{wanted.file or 'lines'}:"


def _grouped(
    rows: list[tuple[int, dict[str, str]]], group: Group, plan: Map, flaws: list[Flaw]
) -> list[tuple[int, dict[str, str]]]:
    groups: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
    sums: dict[tuple[str, ...], dict[str, Decimal]] = {}
    for number, row in rows:
        amounts, slips = _readable(number, row, group, plan.habits)
        flaws += slips
        if slips:
            continue
        key = tuple(row.get(name, "").strip() for name in group.by)
        groups.setdefault(key, (number, row))
        total = sums.setdefault(key, dict.fromkeys(group.add, Decimal(0)))
        for name, amount in amounts.items():
            total[name] += amount
    return [
        (number, row | {name: f"{total:f}" for name, total in sums[key].items()})
        for key, (number, row) in groups.items()
    ]


def _readable(
    number: int, row: dict[str, str], group: Group, habits: Habits
) -> tuple[dict[str, Decimal], list[Flaw]]:
    """The amounts to add, and what cannot be read; months are cut in place."""
    amounts: dict[str, Decimal] = {}
    flaws = []
    for name in group.months + group.add:
        try:
            if name in group.months:
                row[name] = dates.month(row.get(name, ""), habits).isoformat()
            else:
                amounts[name] = cells.decimal(row.get(name, ""), habits)
        except CellProblem as problem:
            flaws.append(Flaw(number, name, row.get(name, ""), problem))
    return amounts, flaws
