"""100,000 answers taken away in less than 200 MB of memory; 10,000 of them read back as they were said."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.utils import timezone

from csat.reports.exporting import files
from csat.reports.exporting.models import Export
from surveys.models import Response
from surveys.tabular import writing
from tests import house
from tests.csat.answered import answer, periodic
from tests.factories import AccountFactory, ContactFactory
from tests.surveys import asked

MANY, SOME = 100_000, 10_000
MOST_MB = 200
WORDS = (
    "Всё хорошо, спасибо",
    "=1+1",
    "+7 495 123-45-67",
    '-2+3 и "кавычки"; точка с запятой',
    "@SUM(A1:A9)",
    "две\nстроки\r\nи третья",
    "\tтабуляция",
    '=HYPERLINK("http://x.example";"жми")',
    "Ёлка, щука — “тест” 🙂",
    "'апостроф",
)
COPIES = (Path(__file__).parent / "many_answers.sql").read_text(encoding="utf-8")


@pytest.fixture
def answers(transactional_db: None) -> None:
    asked.brand()
    contact = ContactFactory(account=AccountFactory(name="=Альфа"))
    first = answer(contact, periodic(5, words="x"), at=timezone.now() - timedelta(days=9))
    given = {"many": MANY, "some": SOME, "account": contact.account_id, "invitation": first.invitation_id}
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(COPIES, given | {"words": list(WORDS), "kinds": len(WORDS)})
        cursor.execute("analyze")


def test_many_answers_taken_away(
    answers: None, process_environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        some_read_back_equal()
        memory_stays_small(process_environment)


def memory_stays_small(environment: Mapping[str, str]) -> None:
    peaks = {}
    for form in ("csv", "xlsx", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.export", form],
            cwd=house.ROOT,
            env=dict(environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        peaks[form], before, seconds, size = map(int, done.stdout.split())
        print(
            f"\n{form}: {MANY + 1:,} answers in {seconds} s, {size / 1000:.1f} MB, peak {peaks[form]} MB "
            f"of memory (limit {MOST_MB} MB; {before} MB before it began)"
        )
    assert max(peaks.values()) < MOST_MB


def exported(form: str) -> bytes:
    export = Export(
        form=form,
        shape="responses",
        query={"language": "ru"},
        options={"values": "keys"},
        with_people=True,
        with_pressure=True,
        language="ru",
        created_at=timezone.now(),
    )
    return b"".join(files.pieces(export))


def some_read_back_equal() -> None:
    rows = Response.objects.filter(language="ru").values_list("uuid", "answers")
    said = {str(uuid): (given["overall"], given["change_first"]) for uuid, given in rows}
    assert len(said) == SOME
    text = exported("csv").decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert not [cell for row in table for cell in row if cell.startswith(writing.FORMULA_STARTS)]
    read = {uuid: (int(number), words) for uuid, number, words in _told(table)}
    assert read == {uuid: (number, writing.safe(words)) for uuid, (number, words) in said.items()}
    workbook = exported("xlsx")
    sheet = python_calamine.load_workbook(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    # XML knows one line break: a workbook keeps \r\n as \n.
    expected = {uuid: (float(number), words.replace("\r\n", "\n")) for uuid, (number, words) in said.items()}
    assert {uuid: (number, words.replace("\r\n", "\n")) for uuid, number, words in _told(sheet)} == expected
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        formulas = len(re.findall(rb"<f[ >]", archive.read("xl/worksheets/sheet1.xml")))
    assert formulas == 0
    print(f"\n{len(read):,} answers read back equal from CSV and XLSX; {formulas} formula cells")


def _told(table: list[list[Any]]) -> list[tuple[str, Any, Any]]:
    """(answer, overall, words) of every row."""
    head = [str(name) for name in table[0]]
    number = next(place for place, name in enumerate(head) if name.startswith("overall:"))
    words = next(place for place, name in enumerate(head) if name.startswith("change_first:"))
    return [(row[0], row[number], row[words]) for row in table[1:]]
