"""Writes a workbook row by row in constant memory: numbers and days typed, texts as texts, no formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import BinaryIO

import xlsxwriter

LAST_ROW = 1_048_576
LONGEST = 32_767  # characters that Excel keeps in a cell
WIDEST, NARROWEST = 48, 10
EXACT = 15  # digits that Excel keeps of a number; longer ones are written as text


def write(
    columns: Sequence[str], rows: Iterable[Sequence[object]], to: BinaryIO, *, sheet: str = "Data"
) -> None:
    """Write a workbook: the header frozen, filterable; what a sheet cannot hold goes on to the next.

    Moments are written as they stand on their own clock: Excel knows no zones.
    """
    # strings_to_urls off: a text that looks like a link stays a text; so do those that look like formulas.
    book = xlsxwriter.Workbook(
        to,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    writer = _Writer(book, columns, sheet)
    for row in rows:
        writer.add(row)
    writer.close()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[str], name: str) -> None:
        self._book, self._columns, self._name = book, columns, name
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheets = 0
        self._open()

    def _open(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(
            self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        )
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, min(max(len(column), NARROWEST), WIDEST))
            self._sheet.write_string(0, place, column[:LONGEST], self._bold)
        self._row = 1

    def add(self, row: Sequence[object]) -> None:
        if self._row >= LAST_ROW:
            self._finish()
            self._open()
        for place, value in enumerate(row):
            self._cell(place, value)
        self._row += 1

    def _cell(self, place: int, value: object) -> None:
        """The types of Python decide, never what a text looks like."""
        sheet, row = self._sheet, self._row
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif _is_number(value):
            sheet.write_number(row, place, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self._day)
        else:
            sheet.write_string(row, place, str(value)[:LONGEST])

    def _finish(self) -> None:
        if self._columns:
            self._sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)

    def close(self) -> None:
        self._finish()
        self._book.close()


def _is_number(value: object) -> bool:
    """Whether Excel keeps it as it is."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int | Decimal) and len(str(value).strip("-").replace(".", "")) <= EXACT
