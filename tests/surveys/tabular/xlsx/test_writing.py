"""A workbook says what it was given: read back by another reader it is equal, and no cell is a formula."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.tabular import reading
from surveys.tabular.xlsx import writing

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=40).map(
    lambda text: text.strip() or "x"
)
PAYLOADS = st.sampled_from(
    [
        "=1+1",
        "+7 495 1",
        "-5",
        "@SUM(A1)",
        "\t=1",
        '=HYPERLINK("http://x","y")',
        "'=1",
        "1234",
        "{=1}",
        "a\nb",
        'say "no"',
    ]
)
CELLS = TEXTS | PAYLOADS | st.integers(-(10**14), 10**14) | st.dates(date(1950, 1, 1), date(2100, 1, 1))


def book(columns: list[str], rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    writing.write(columns, rows, out)
    return out.getvalue()


def read_by_another(data: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[list[Any]]) -> None:
    data = book(["a", "b", "c"], rows)
    assert read_by_another(data)[1:] == rows
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f" not in b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)


def test_types_stay_types() -> None:
    moment = datetime(2026, 11, 18, 9, 30)  # noqa: DTZ001
    values = ["", None, True, 0.30000000000000004, 12345678901234567890, float("inf"), moment, "1,5"]
    [_head, row] = read_by_another(book(list("abcdefgh"), [values]))
    assert row == ["", "", True, 0.3, "12345678901234567890", "inf", moment, "1,5"]


def test_our_own_reader_reads_it_too() -> None:
    data = book(["Имя", "n"], [["=1+1", 2.5], ["две\nстроки", 3]])
    assert [cells for _n, cells in reading.read(data).rows] == [("=1+1", "2.5"), ("две\nстроки", "3")]
