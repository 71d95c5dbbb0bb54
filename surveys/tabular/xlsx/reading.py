"""Reads a sheet of a workbook as rows of texts: numbers plain, days as 2026-11-18, merged cells filled down.

By hand and not with a ready-made reader: those build the whole grid, and a file of one kilobyte whose only
cells are A1 and XFD1048576 then asks for 500 GB. Here a cell costs memory only where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from surveys.tabular.problems import CellProblem, FileProblem
from surveys.tabular.problems import mark as _
from surveys.tabular.xlsx.archive import Archive
from surveys.tabular.xlsx.elements import CELL_CHARACTERS, Node
from surveys.tabular.xlsx.parts import Book, book, text_of

MOST_CELLS = 5_000_000
LAST_COLUMN = 16_384
PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
SPAN = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)

Cells = dict[int, str]
Record = tuple[int, list[str] | CellProblem]


@dataclass
class _Sheet:
    """Row number -> {column: text}; rows that cannot be read; merged spans as (columns, rows)."""

    rows: dict[int, Cells] = field(default_factory=dict)
    broken: dict[int, CellProblem] = field(default_factory=dict)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    cells: int = 0


@dataclass(frozen=True)
class Opened:
    """The rows of the chosen sheet, blank ones left out, and the names of all that are not hidden."""

    sheet: str
    sheets: tuple[str, ...]
    records: Iterator[Record]


def opened(data: bytes, *, sheet: str, decimal: str, rows: int, most: int | None) -> Opened:
    """A sheet of a workbook, the first one unless named, at most `rows` rows after the header.

    Numbers are written with the mark `decimal`. At `most` so many rows are read, and merged cells are not
    filled. Raises FileProblem for what is no workbook, hostile or too large.
    """
    archive = Archive(data)
    found = book(archive)
    chosen = found.sheet(sheet)
    read = _read(archive, chosen.part, _Reader(found, decimal), rows=rows, most=most)
    names = tuple(one.name for one in found.sheets if not one.is_hidden)
    return Opened(chosen.name, names, _records(read))


def _read(archive: Archive, part: str, reader: "_Reader", *, rows: int, most: int | None) -> _Sheet:
    sheet, number, column = _Sheet(), 0, 0
    for element in archive.elements(part, "c", "mergeCell"):
        if element.name == "mergeCell":
            _note_span(sheet, element.given.get("ref", ""))
            continue
        number, column = _place(element, number, column)
        if column > LAST_COLUMN:
            continue
        if number not in sheet.rows and most is not None and len(sheet.rows) > most:
            break
        _keep(sheet, element, reader, at=(number, column))
        if len(sheet.rows) > rows + 1 or len(sheet.broken) > rows:
            raise FileProblem(
                _("The file has more than %(rows)d rows."), _("Divide it into several."), rows=rows
            )
    _fill_down(sheet)
    return sheet


def _keep(sheet: _Sheet, element: Node, reader: "_Reader", *, at: tuple[int, int]) -> None:
    number, column = at
    try:
        text = reader.text(element, f"{_letters(column)}{number}")
    except CellProblem as problem:
        sheet.broken.setdefault(number, problem)
        return
    if text.strip():
        sheet.rows.setdefault(number, {})[column] = text
        sheet.cells += 1
    if sheet.cells > MOST_CELLS:
        raise FileProblem(_("The sheet has more than %(cells)d cells."), _("Divide it."), cells=MOST_CELLS)


def _place(element: Node, number: int, column: int) -> tuple[int, int]:
    """Where a cell stands; without a word of its own, beside the one before."""
    found = PLACE.fullmatch(element.given.get("r", ""))
    return (int(found[2]), _column(found[1])) if found else (max(number, 1), column + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _note_span(sheet: _Sheet, ref: str) -> None:
    found = SPAN.fullmatch(ref)
    if found and int(found[4]) > int(found[2]):
        sheet.spans.append((_column(found[1]), int(found[2]), int(found[4])))


def _fill_down(sheet: _Sheet) -> None:
    """The value of a merged cell stands in its first row only, and is meant for all of them."""
    last = max(sheet.rows, default=0)
    for column, first, until in sheet.spans:
        value = sheet.rows.get(first, {}).get(column, "")
        for number in range(first + 1, min(until, last) + 1) if value else ():
            if number in sheet.rows:
                sheet.rows[number].setdefault(column, value)
            sheet.cells += 1
            if sheet.cells > MOST_CELLS:
                raise FileProblem(
                    _("The sheet has more than %(cells)d cells."), _("Divide it."), cells=MOST_CELLS
                )


def _records(sheet: _Sheet) -> Iterator[Record]:
    """Rows as wide as the first; a cell to the right of it has no column to belong to."""
    width = 0
    for number in sorted(sheet.rows.keys() | sheet.broken.keys()):
        if number in sheet.broken:
            yield number, sheet.broken[number]
            continue
        cells = sheet.rows.pop(number)
        width = width or max(cells)
        if max(cells) > width:
            where = f"{_letters(max(cells))}{number}"
            yield number, CellProblem(_("The cell %(cell)s stands beside the named columns."), cell=where)
        else:
            yield number, [cells.get(column, "") for column in range(1, width + 1)]


class _Reader:
    """Cells of one book as texts."""

    def __init__(self, found: Book, decimal: str) -> None:
        self._book, self._decimal = found, decimal or "."
        self._start = datetime(1904, 1, 1) if found.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001

    def text(self, cell: Node, where: str) -> str:
        """Raises CellProblem, naming the cell, for an error of Excel's or a value that was never computed."""
        kind, value = cell.given.get("t", "n"), cell.child("v")
        raw = value.text if value is not None else ""
        if kind == "inlineStr":
            text = "".join(text_of(child) for child in cell.children if child.name == "is")
        elif kind == "e":
            raise CellProblem(_("The cell %(cell)s holds an error: %(error)s."), cell=where, error=raw[:20])
        elif value is None and cell.child("f"):
            raise CellProblem(
                _("The formula in %(cell)s was never computed."), _("Save the file in Excel."), cell=where
            )
        elif kind == "s":
            text = self._shared(raw, where)
        elif kind == "b":
            text = "true" if raw == "1" else "false"
        else:
            text = raw if kind in ("str", "d") else self._number(raw, cell.given.get("s", ""), where)
        if len(text) > CELL_CHARACTERS:
            raise CellProblem(
                _("The cell %(cell)s is longer than %(size)d characters."), cell=where, size=CELL_CHARACTERS
            )
        return text

    def _shared(self, raw: str, where: str) -> str:
        place = int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 9 else -1
        if not 0 <= place < len(self._book.strings):
            raise CellProblem(_("The cell %(cell)s is broken."), _("Save the file in Excel."), cell=where)
        return self._book.strings[place]

    def _number(self, raw: str, style: str, where: str) -> str:
        if not raw.strip():
            return ""
        if not NUMBER.fullmatch(raw.strip()):
            raise CellProblem(_("The cell %(cell)s is broken."), _("Save the file in Excel."), cell=where)
        number = float(raw)
        if style.isdecimal() and style.isascii() and int(style) in self._book.dates:
            return self._day(number, where)
        plain = f"{Decimal(repr(number)):f}" if number == number and abs(number) < 1e300 else raw
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return plain.replace(".", self._decimal)

    def _day(self, number: float, where: str) -> str:
        if not 0 <= number < 2_958_466:
            raise CellProblem(_("The cell %(cell)s holds no day that there is."), cell=where)
        moment = self._start + timedelta(seconds=round(number * 86_400))
        if 1 <= number < 60 and not self._book.from_1904:
            moment += timedelta(days=1)  # Excel's day 60 is 29 February 1900, which never was
        if number < 1:
            return f"{moment:%H:%M:%S}"
        return f"{moment:%Y-%m-%d}" if number == int(number) else f"{moment:%Y-%m-%d %H:%M:%S}"
