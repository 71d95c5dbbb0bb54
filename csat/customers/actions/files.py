"""Imports a file: reads it, puts its map to work, and hands the rows to the one door for records."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext

from csat.customers.actions import records
from csat.customers.columns import COLUMNS, guess
from csat.customers.outcome import UpsertReport
from csat.customers.readers import Column
from surveys.errors import DomainError
from surveys.tabular import mapping, maps, reading
from surveys.tabular.maps import Map
from surveys.tabular.problems import FileProblem, MapProblem, Problem
from surveys.tabular.reading import Table

FALLBACK_SOURCE = "file"
PREVIEWED = 5


class ImportRefused(DomainError):
    """The file or its map cannot be used at all; single bad rows stand in the report instead."""

    code = "import_refused"


@dataclass(frozen=True)
class Incoming:
    """A file and, where the map sums over one, the file of its lines."""

    name: str
    content: bytes
    lines: bytes | None = None
    lines_name: str = ""


@dataclass(frozen=True)
class Preview:
    """Their columns with what each is taken for (our names), and the first rows."""

    columns: tuple[str, ...]
    taken_for: Mapping[str, tuple[str, ...]]
    rows: tuple[tuple[str, ...], ...]
    row_count: int
    encoding: str
    delimiter: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def import_file(
    *,
    kind: str,
    incoming: Incoming,
    document: Mapping[str, Any],
    by: User | None,
    now: datetime,
    source: str = "",
    is_dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> UpsertReport:
    """Bring the rows of a file in through a map file's document; all of them or none.

    `progress` is told (rows read, rows in all) before anything is written. Raises ImportRefused for a
    file or a map that cannot be used, UpsertRefused as records.upsert.
    """
    try:
        plan, found = mapped(COLUMNS[kind], incoming, document, kind=kind)
    except (FileProblem, MapProblem) as problem:
        raise refusal(problem) from problem
    numbers, rows, flaws = [n for n, _row in found.rows], [row for _n, row in found.rows], found.flaws
    del found
    report = records.upsert(
        kind=kind,
        rows=_spent(rows),
        numbers=numbers,
        flaws=flaws,
        source=source or plan.source or FALLBACK_SOURCE,
        by=by,
        now=now,
        origin=records.Origin(
            file_name=incoming.name,
            sha256=hashlib.sha256(incoming.content).hexdigest(),
            mapping=document,
            habits=plan.habits,
        ),
        is_dry_run=is_dry_run,
        progress=(lambda done: progress(done, len(numbers))) if progress else None,
    )
    return in_their_words(report, plan)


def preview(
    *,
    columns: Sequence[Column],
    incoming: Incoming,
    document: Mapping[str, Any],
    most: int | None = None,
) -> Preview:
    """What a file holds (the first rows, at `most` so many) and for which of `columns` its own are taken.

    Raises ImportRefused.
    """
    try:
        plan = maps.parse(document)
        table = _table(incoming.content, plan, most=most)
    except (FileProblem, MapProblem) as problem:
        raise refusal(problem) from problem
    return Preview(
        columns=table.columns,
        taken_for=completed(plan, columns, table.columns).columns,
        rows=tuple(cells for _number, cells in table.rows[:PREVIEWED]),
        row_count=len(table.rows) + len(table.flaws),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
    )


def parsed_document(text: str, name: str) -> dict[str, Any]:
    """The document in a map file, checked. Raises ImportRefused with the place of a slip."""
    try:
        document = maps.document(text, name)
        maps.parse(document)
    except MapProblem as problem:
        raise refusal(problem) from problem
    return document


def completed(plan: Map, columns_of_ours: Sequence[Column], header: tuple[str, ...]) -> Map:
    """The map with columns that it does not speak of, where their headers surely mean one of ours.

    A column that the map names, and one of ours that it fills, are left alone. An empty list of ours
    says: not this one.
    """
    columns = dict(plan.columns)
    filled = set(plan.ours) - set(plan.defaults)
    for theirs in header:
        ours = guess(columns_of_ours, theirs)
        if theirs not in columns and ours and ours not in filled:
            columns[theirs] = (ours,)
            filled.add(ours)
    return replace(plan, columns=columns)


def refusal(problem: Problem) -> ImportRefused:
    what, mend = (gettext(words) % problem.values if words else "" for words in (problem.what, problem.mend))
    return ImportRefused(what, mend=mend)


def mapped(
    columns: Sequence[Column], incoming: Incoming, document: Mapping[str, Any], *, kind: str
) -> tuple[Map, mapping.Mapped]:
    """A file's map with what it leaves to be guessed, and the rows under our names.

    Raises ImportRefused, FileProblem or MapProblem for what cannot be used at all.
    """
    plan = maps.parse(document)
    table = _table(incoming.content, plan)
    plan = completed(plan, columns, table.columns)
    _check(plan, columns, incoming, kind=kind)
    lines = None
    if plan.lines and incoming.lines is not None:
        lines = reading.read(incoming.lines, decimal=plan.habits.decimal)
        plan = replace(plan, lines=replace(plan.lines, file=incoming.lines_name or plan.lines.file))
    return plan, mapping.mapped(table, plan, lines=lines)


def _table(content: bytes, plan: Map, *, most: int | None = None) -> Table:
    return reading.read(
        content,
        encoding=plan.encoding,
        delimiter=plan.delimiter,
        overflow=plan.overflow,
        sheet=plan.sheet,
        decimal=plan.habits.decimal,
        most=most,
    )


def _spent(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each row once, let go as it is taken: 100,000 of them are 100 MB."""
    rows.reverse()
    while rows:
        yield rows.pop()


def in_their_words(report: UpsertReport, plan: Map) -> UpsertReport:
    """Name columns as the file does, whose rows are to be mended; what two of ours say of one cell once."""
    theirs = {ours: name for name, several in plan.columns.items() for ours in several}
    errors = [replace(error, column=theirs.get(error.column, error.column)) for error in report.errors]
    once = tuple(dict.fromkeys(errors))
    return replace(report, errors=once, error_count=report.error_count - len(errors) + len(once))


def _check(plan: Map, columns: Sequence[Column], incoming: Incoming, *, kind: str) -> None:
    known = [column.name for column in columns]
    unknown = sorted(plan.ours - set(known))
    if unknown:
        raise ImportRefused(
            gettext("The map fills “%(column)s”, which %(kind)s do not have.")
            % {"column": unknown[0], "kind": kind},
            mend=gettext("They have: %(columns)s.") % {"columns": ", ".join(known)},
        )
    if plan.lines and incoming.lines is None:
        raise ImportRefused(
            gettext("The map adds up the lines of a second file."), mend=gettext("Give that file too.")
        )
    if incoming.lines is not None and not plan.lines:
        raise ImportRefused(
            gettext("A second file was given, but the map does not say what to add up in it."),
            mend=gettext("Write “lines” into the map."),
        )
