"""Workbooks as people have them are read as they see them; hostile ones are refused and cost nothing."""

import io
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from surveys.tabular import reading
from surveys.tabular.problems import FileProblem
from surveys.tabular.reading import Limits
from tests import house
from tests.surveys.tabular.xlsx import made
from tests.surveys.tabular.xlsx.made import row

HEAD = row(1, "Client", "Amount")


def rows(data: bytes, **more: Any) -> list[tuple[str, ...]]:
    return [cells for _number, cells in reading.read(data, **more).rows]


def saved(build: Any, **options: Any) -> bytes:
    """A workbook as Excel would save it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        build(book)
    return out.getvalue()


def test_numbers_days_and_texts_are_read_as_people_see_them() -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet("Ответы")
        day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": 22})
        sheet.write_row(0, 0, ["Клиент", "Сумма", "День", "Когда", "Да", "ИНН", "Код"])
        sheet.write_row(1, 0, ["ООО «Ёлка»", 1234.5])
        sheet.write_datetime(1, 2, datetime(2026, 11, 18), day)  # noqa: DTZ001
        sheet.write_datetime(1, 3, datetime(2026, 11, 18, 9, 30), moment)  # noqa: DTZ001
        sheet.write_boolean(1, 4, True)
        sheet.write_number(1, 5, 7707083893)
        sheet.write_string(1, 6, "0012")
        sheet.write_formula(2, 1, "=1+1", None, 2)
        sheet.write_string(3, 1, "1 234,50")

    data = saved(build)
    assert reading.read(data).columns == ("Клиент", "Сумма", "День", "Когда", "Да", "ИНН", "Код")
    first = ("ООО «Ёлка»", "1234.5", "2026-11-18", "2026-11-18 09:30:00", "true", "7707083893", "0012")
    assert rows(data) == [first, ("", "2", *[""] * 5), ("", "1 234,50", *[""] * 5)]
    assert rows(data, decimal=",")[0][1] == "1234,5"


def test_a_book_that_counts_from_1904_means_the_same_days() -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Day")
        for number, day in enumerate([date(1904, 1, 2), date(2026, 2, 28), date(2100, 12, 31)], 1):
            sheet.write_datetime(number, 0, day, book.add_format({"num_format": "yyyy-mm-dd"}))

    for is_1904 in (False, True):
        data = saved(build, date_1904=is_1904)
        assert rows(data) == [("1904-01-02",), ("2026-02-28",), ("2100-12-31",)]
    first_days = made.book(row(1, "Day") + '<row r="2"><c r="A2" s="1"><v>1</v></c></row>')
    assert rows(first_days) == [("1900-01-01",)]


def test_merged_cells_hold_for_all_their_rows() -> None:
    merged = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A1:B1"/></mergeCells>'
    data = made.book(HEAD + row(2, "Alfa", 1) + row(3, "", 2) + row(4, "", 3) + row(5, "", 4), after=merged)
    assert rows(data) == [("Alfa", "1"), ("Alfa", "2"), ("Alfa", "3"), ("", "4")]


def test_the_first_sheet_that_is_not_hidden_or_the_named_one_is_read() -> None:
    def build(book: Any) -> None:
        for name in ("Hidden", "First", "Второй"):
            book.add_worksheet(name).write_column(0, 0, ["Sheet", name])
        book.get_worksheet_by_name("First").activate()
        book.get_worksheet_by_name("Hidden").hide()

    data = saved(build)
    table = reading.read(data)
    assert (table.sheet, table.sheets, rows(data)) == ("First", ("First", "Второй"), [("First",)])
    assert rows(data, sheet="Второй") == [("Второй",)]
    with pytest.raises(FileProblem, match="no sheet “Third”"):
        reading.read(data, sheet="Third")


def test_cells_that_cannot_be_meant_are_named() -> None:
    bad = (
        '<row r="3"><c r="B3" t="e"><v>#N/A</v></c></row><row r="4"><c r="B4"><f>A1</f></c></row>'
        '<row r="5"><c r="B5" t="s"><v>7</v></c></row><row r="6"><c r="B6"><v>1x</v></c></row>'
        '<row r="7"><c r="B7" s="1"><v>9999999</v></c></row>'
    )
    table = reading.read(made.book(HEAD + row(2, "Alfa", 1) + bad + row(8, "a", 1, "beside")))
    assert [cells for _n, cells in table.rows] == [("Alfa", "1")]
    told = {flaw.row: str(flaw.problem) for flaw in table.flaws}
    assert list(told) == [3, 4, 5, 6, 7, 8]
    assert "B3 holds an error: #N/A" in told[3] and "never computed" in told[4]
    assert "B5 is broken" in told[5] and "C8 stands beside" in told[8]


def test_rows_keep_their_numbers_and_limits_hold() -> None:
    data = made.book(HEAD + row(5, "Alfa", 1) + row(9, "Beta", 2))
    assert [number for number, _cells in reading.read(data).rows] == [5, 9]
    assert rows(data, most=1) == [("Alfa", "1")]
    with pytest.raises(FileProblem, match="more than 5 rows"):
        reading.read(data, limits=Limits(rows=5))
    with pytest.raises(FileProblem, match="larger"):
        reading.read(data, limits=Limits(bytes=100))


LIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def hostile() -> dict[str, bytes]:
    """Name -> a workbook that would cost a careless reader its memory, its time or its secrets."""
    return {
        "sparse": made.book(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "one long string many times": made.book(
            "<row>" + '<c t="s"><v>0</v></c>' * 100_000 + "</row>", strings=("x" * 32_000,)
        ),
        "deep": made.book("<row>" + "<a>" * 200_000),
        "wide": made.book("<a/>" * 500_000),
        "much inside one cell": made.book('<row><c r="A1"><is>' + "<t/>" * 200_000),
        "spaces": made.book(" " * 260_000_000),
        "long cell": made.book('<row><c r="A1" t="str"><v>' + "9" * 9_000_000 + "</v></c></row>"),
        "entities": made.packed(
            made.parts(HEAD) | {"xl/worksheets/one.xml": LIES + "<worksheet>&b;</worksheet>"}
        ),
        "outside": made.packed(
            made.parts(HEAD) | {"xl/strings.xml": '<!DOCTYPE s SYSTEM "file:///etc/passwd"><sst/>'}
        ),
        "no sheet": made.packed(made.parts(HEAD) | {"xl/workbook.xml": "<workbook/>"}),
        "no book": made.packed({"word/document.xml": "<document/>"}),
        "many parts": made.packed({f"{number}.xml": "" for number in range(2_001)} | made.parts(HEAD)),
        "lzma": made.packed(made.parts(HEAD + row(2, "a", 1)), method=zipfile.ZIP_LZMA),
        "merged without end": made.book(
            HEAD + "".join(row(n, "a", 1) for n in range(2, 3000)),
            after="<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 50_000 + "</mergeCells>",
        ),
    }


CHILD = """
import resource, sys
from pathlib import Path
from surveys.tabular import reading
from surveys.tabular.problems import FileProblem
resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        reading.read(path.read_bytes())
        print(path.name, "read")
    except FileProblem:
        print(path.name, "refused")
"""


def test_hostile_workbooks_are_refused_in_512_megabytes(tmp_path: Path) -> None:
    for name, data in hostile().items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.splitlines() == [f"{name} refused" for name in sorted(hostile())]


def test_500_damaged_workbooks_are_read_or_refused() -> None:
    """Bytes of the zip, or characters of a part, put wrong: a table or words, nothing else."""
    dice = random.Random(20261122)
    good = made.parts(HEAD + row(2, "Alfa", 1) + row(3, "Бета", 2.5), strings=("a", "b"))
    whole = made.packed(good)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(250):
        damaged = bytearray(whole)
        for _n in range(dice.randint(1, 8)):
            damaged[dice.randrange(4, len(damaged))] = dice.randrange(256)
        part = dice.choice(list(good))
        text = list(good[part])
        for _n in range(dice.randint(1, 6)):
            text[dice.randrange(len(text))] = dice.choice("<>&\"'/=0A9\0 xr:")
        for data in (bytes(damaged), made.packed(good | {part: "".join(text)})):
            try:
                reading.read(data)
                outcomes["read"] += 1
            except FileProblem:
                outcomes["refused"] += 1
    assert sum(outcomes.values()) == 500 and min(outcomes.values()) > 20, outcomes
