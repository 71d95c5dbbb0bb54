"""An export's file as pieces of bytes, whatever its form."""

import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils import translation

from csat.customers.models import Employee
from csat.programs.models import Touchpoint
from csat.reports.answers import found
from csat.reports.answers.found import Scope
from csat.reports.answers.wanted import read
from csat.reports.exporting import documents
from csat.reports.exporting.columns import Shown
from csat.reports.exporting.models import Export, ExportForm, ExportShape
from csat.reports.exporting.rows import ByAnswer, ByResponse, Progress, Rows
from surveys.models import Response
from surveys.tabular import writing
from surveys.tabular.xlsx import writing as workbooks

PIECE = 1 << 20
TYPES = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.JSON: "application/json; charset=utf-8",
}
COMMA = ("ru",)  # languages whose Excel writes 1,5


def responses(export: Export) -> QuerySet[Response]:
    """The answers that the file is about: what its reader saw when it was asked for."""
    touchpoints = Touchpoint.objects.all()
    if export.account_ids is not None:
        touchpoints = touchpoints.filter(account__in=export.account_ids)
    scope = Scope(
        touchpoints,
        Employee.objects.none(),
        is_whole=export.account_ids is None,
        with_people=export.with_people,
        with_pressure=export.with_pressure,
    )
    return found.narrowed(scope, read(export.query))


def pieces(export: Export, progress: Progress | None = None) -> Iterator[bytes]:
    """The file, piece by piece; `progress` is told how many answers were read."""
    with translation.override(export.language):
        rows = _rows(export)
        header = rows.header()
    match export.form:
        case ExportForm.JSON:
            yield from documents.pieces(rows, progress)
        case ExportForm.XLSX:
            with tempfile.TemporaryFile() as file:
                workbooks.write(header, rows.rows(progress), file)
                yield from _read(file)
        case _:
            decimal = "," if export.language.startswith(COMMA) else "."
            yield from writing.pieces(header, rows.rows(progress), decimal=decimal)


def _rows(export: Export) -> Rows:
    shown = Shown(
        language=export.language.split("-")[0],
        with_people=export.with_people,
        with_pressure=export.with_pressure,
        by_option=export.options.get("choices") == "columns",
        as_keys=export.options.get("values") == "keys",
    )
    kind = ByAnswer if export.shape == ExportShape.ANSWERS else ByResponse
    return kind(responses(export), shown, as_first=export.options.get("answers") != "now")


def _read(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
