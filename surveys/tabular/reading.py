"""Reads tables as they come out of Excel, 1C and databases: workbooks, and CSV in all its dialects."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from surveys.tabular.problems import CellProblem, FileProblem, Flaw
from surveys.tabular.problems import mark as _
from surveys.tabular.xlsx import reading as workbooks

DELIMITERS = ";,\t|"
CELL_CHARACTERS = 131_072
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


Record = tuple[int, list[str] | CellProblem]


@dataclass(frozen=True)
class Limits:
    bytes: int = 50_000_000
    rows: int = 200_000
    columns: int = 300


@dataclass(frozen=True)
class Table:
    """The good rows as (row number, cells), and what is wrong with the others.

    Of a workbook `sheet` is the one that was read of its `sheets`; of a text they are empty.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    flaws: tuple[Flaw, ...]
    encoding: str
    delimiter: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(row number, {their column: cell}) in the order of the file."""
        for number, cells in self.rows:
            yield number, dict(zip(self.columns, cells, strict=True))


def read(
    data: bytes,
    *,
    encoding: str = "",
    delimiter: str = "",
    overflow: str = "",
    sheet: str = "",
    decimal: str = "",
    limits: Limits | None = None,
    most: int | None = None,
) -> Table:
    """The table in a workbook or a CSV file. At `most` so many rows are read.

    Of a workbook: the named `sheet` or the first, numbers with the mark `decimal`. Of CSV: `overflow` names a
    column whose commas were written without quotes; cells that a row has too many are joined back into it.
    Raises FileProblem where there is no table to be had: empty, too large, an old workbook, not text.
    """
    limits = limits or Limits()
    _check_size(data, limits)
    if data.startswith(WORKBOOK):
        book = workbooks.opened(data, sheet=sheet, decimal=decimal, rows=limits.rows, most=most)
        table = _table(book.records, "", limits, most)
        return replace(table, encoding="xlsx", sheet=book.sheet, sheets=book.sheets)
    text, encoding = _decoded(data, encoding)
    hint, text = _without_hint(text)
    delimiter = delimiter or hint or _sniffed(text)
    records = _records(text, delimiter, first_number=2 if hint else 1)
    return replace(_table(records, overflow, limits, most), encoding=encoding, delimiter=delimiter)


def _table(records: Iterator[Record], overflow: str, limits: Limits, most: int | None) -> Table:
    columns, header_number = _header(records, limits)
    if overflow and overflow not in columns:
        raise FileProblem(_("The file has no column “%(column)s”."), column=overflow)
    rows, flaws = [], []
    for number, found in records:
        checked = _checked(number, found, columns, overflow)
        if isinstance(checked, Flaw):
            flaws.append(checked)
        elif checked:
            rows.append((number, checked))
        if most is not None and len(rows) >= most:
            break
        if number - header_number > limits.rows:
            raise FileProblem(
                _("The file has more than %(rows)d rows."), _("Divide it into several."), rows=limits.rows
            )
    return Table(columns, tuple(rows), tuple(flaws), "", "")


def _check_size(data: bytes, limits: Limits) -> None:
    if len(data) > limits.bytes:
        size = limits.bytes // 10**6
        raise FileProblem(_("The file is larger than %(size)d MB."), _("Divide it into several."), size=size)
    if data.startswith(OLD_WORKBOOK):
        raise FileProblem(
            _("This is an Excel workbook of the old kind, or one with a password."),
            _("Save it as .xlsx without a password, or as “CSV UTF-8”."),
        )


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], name), name
    if encoding:
        return _strictly(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _as_windows(data, error)


def _as_windows(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Old Russian exports are cp1251. Mostly good UTF-8 with a broken place is not: that would
    turn every name of the file into nonsense."""
    loose = data.decode("utf-8", errors="surrogateescape")
    broken = sum("\udc80" <= ch <= "\udcff" for ch in loose)
    good = sum(ch > "\x7f" for ch in loose) - broken
    if good > broken:
        raise FileProblem(
            _("Line %(line)d holds a byte that is no UTF-8."),
            _("Save the file as “CSV UTF-8” again."),
            line=data.count(b"\n", 0, error.start) + 1,
        )
    return _strictly(data, "cp1251"), "cp1251"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileProblem(
            _("The file cannot be read as %(encoding)s text."),
            _("Save it as “CSV UTF-8”."),
            encoding=encoding,
        ) from error


def _without_hint(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`, where there is one, and the rest."""
    first, _newline, rest = text.partition("\n")
    first = first.strip().strip('"')
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], rest
    return "", text


def _sniffed(text: str) -> str:
    """The delimiter that parts the header into most cells."""
    head = text[:CELL_CHARACTERS]
    found = {}
    for delimiter in DELIMITERS:
        first = next((cells for _n, cells in _records(head, delimiter) if isinstance(cells, list)), [])
        found[delimiter] = len(first)
    return max(found, key=lambda delimiter: found[delimiter])


def _records(text: str, delimiter: str, *, first_number: int = 1) -> Iterator[Record]:
    """(row number, cells) of every record that is not blank; a problem where a record is broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first_number - 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, _broken(error)
            continue
        if any(cell.strip() for cell in cells):
            yield number, cells


def _broken(error: csv.Error) -> CellProblem:
    if "unexpected end" in str(error):
        return CellProblem(_("A quotation mark is opened here and never closed."))
    if "limit" in str(error):
        return CellProblem(
            _("A cell is longer than %(size)d characters."),
            _("Is a quotation mark missing?"),
            size=CELL_CHARACTERS,
        )
    return CellProblem(
        _("Text follows a closing quotation mark."), _("Write a quotation mark inside a cell twice.")
    )


def _header(records: Iterator[Record], limits: Limits) -> tuple[tuple[str, ...], int]:
    number, found = next(records, (0, []))
    if isinstance(found, CellProblem):
        raise FileProblem(found.what, found.mend, **found.values)
    cells = [" ".join(cell.split()) for cell in found]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        raise FileProblem(_("The file is empty."), _("Its first row names the columns."))
    if len(cells) > limits.columns:
        raise FileProblem(_("The file has more than %(columns)d columns."), columns=limits.columns)
    columns = tuple(cell or f"#{place}" for place, cell in enumerate(cells, 1))
    if any("\0" in column for column in columns):
        raise FileProblem(_("The file is not text: its first row holds a NUL character."))
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise FileProblem(
            _("Two columns are called “%(column)s”."), _("Give them different names."), column=twice[0]
        )
    return columns, number


def _checked(
    number: int, found: list[str] | CellProblem, columns: tuple[str, ...], overflow: str
) -> tuple[str, ...] | Flaw:
    if isinstance(found, CellProblem):
        return Flaw(number, "", "", found)
    cells = _fitted(found, columns, overflow)
    if len(cells) != len(columns):
        problem = CellProblem(
            _("The row has %(cells)d cells, the header %(columns)d."),
            _("Cells with the delimiter inside need quotation marks."),
            cells=len(cells),
            columns=len(columns),
        )
        return Flaw(number, "", "", problem)
    for column, cell in zip(columns, cells, strict=True):
        if "\0" in cell:
            problem = CellProblem(_("The cell holds a NUL character."), _("Export the file anew."))
            return Flaw(number, column, cell.replace("\0", "␀")[:80], problem)
    return tuple(cells)


def _fitted(cells: list[str], columns: tuple[str, ...], overflow: str) -> list[str]:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    surplus = len(cells) - len(columns)
    if overflow and surplus > 0:
        at = columns.index(overflow)
        cells = [*cells[:at], ",".join(cells[at : at + surplus + 1]), *cells[at + surplus + 1 :]]
    return cells
