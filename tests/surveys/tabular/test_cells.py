"""Cells: every usual way to write a number, a day, a month; what could mean two things is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.tabular import cells, dates
from surveys.tabular.cells import Habits
from surveys.tabular.problems import CellProblem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234\u202f567", "1234567"),
        ("1 234,500", "1234.500"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("14.00", "14.00"),
        ("0,125", "0.125"),
        ("12,5", "12.5"),
        ("(1,5)", "-1.5"),
        ("\u22125", "-5"),
        ("5-", "-5"),
        ("+7", "7"),
        (".5", "0.5"),
        (" 0 ", "0"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert cells.decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-", "abc", "1e5", "12,34.5", "1,23,456", "1.2.3", "٣", "1 2", "--1", "(1", "5 €"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(CellProblem):
        cells.decimal(text)


def test_a_number_that_could_be_two_is_refused_until_the_file_says() -> None:
    with pytest.raises(CellProblem, match=r"1\.234 or 1234"):
        cells.decimal("1,234")
    assert cells.decimal("1,234", Habits(decimal=",")) == Decimal("1.234")
    assert cells.decimal("1,234", Habits(decimal=".")) == 1234
    assert cells.decimal("1.234", Habits(decimal=",")) == 1234
    assert cells.decimal("1.234") == Decimal("1.234")
    with pytest.raises(CellProblem):
        cells.decimal("14.5", Habits(decimal=","))


def test_numbers_out_of_json() -> None:
    assert cells.decimal(5) == 5
    assert cells.decimal(0.1) == Decimal("0.1")
    assert cells.decimal(1e22) == Decimal(10) ** 22
    for value in (True, None, float("nan"), float("inf"), [], {}):
        with pytest.raises(CellProblem):
            cells.decimal(value)


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)


@given(amounts)
def test_a_written_amount_comes_back_however_it_was_grouped(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    russian = english.replace(",", "\u00a0").replace(".", ",")
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (english, russian, german, f"{amount:f}", russian.replace("-", "−")):
        assert cells.decimal(text) == amount


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        assert cells.decimal(text).is_finite()
    except CellProblem as problem:
        assert str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18",
        "2026-11-18 00:00:00.000",
        "2026-11-18T09:30:00Z",
        "18.11.2026",
        "18.11.2026 9:30",
        "18/11/2026",
        "11/18/2026",
        "20261118",
        "2026/11/18",
        "18-11-2026",
        "2026-11-18T09:30:00+03:00",
    ],
)
def test_days(text: str) -> None:
    assert dates.day(text) == date(2026, 11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18.11.26",
        "31.02.2026",
        "2026-13-01",
        "18 Nov",
        "0001-01-01",
        "46000",
        "2026-11-18 25",
        "２０２６-11-18",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellProblem):
        dates.day(text)


def test_a_day_that_could_be_two_is_refused_until_the_file_says() -> None:
    with pytest.raises(CellProblem, match="2026-04-03 or 2026-03-04"):
        dates.day("3/4/2026")
    assert dates.day("3/4/2026", Habits(dates="dmy")) == date(2026, 4, 3)
    assert dates.day("3/4/2026", Habits(dates="mdy")) == date(2026, 3, 4)
    assert dates.day("4/4/2026") == date(2026, 4, 4)
    with pytest.raises(CellProblem, match="no such day"):
        dates.day("13/5/2026", Habits(dates="mdy"))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_written_day_comes_back(day: date) -> None:
    for text in (day.isoformat(), day.strftime("%d.%m.%Y"), f"{day.isoformat()} 23:59:59"):
        assert dates.day(text) == day
    assert dates.day(day.strftime("%m/%d/%Y"), Habits(dates="mdy")) == day
    assert dates.month(day.isoformat()) == day.replace(day=1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11",
        "11.2026",
        "11/2026",
        "Nov 2026",
        "November 2026",
        "ноябрь 2026",
        "Нояб. 2026 г.",
        "30.11.2026",
    ],
)
def test_months(text: str) -> None:
    assert dates.month(text) == date(2026, 11, 1)


def test_months_and_moments_that_are_none() -> None:
    for text in ("", "2026", "13.2026", "soon 2026"):
        with pytest.raises(CellProblem):
            dates.month(text)
    with pytest.raises(CellProblem):
        dates.moment("soon")
    assert dates.moment("2026-11-18T09:30:00") == datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def test_words_yes_and_no() -> None:
    assert cells.text("  two \n words ") == "two words"
    assert cells.text(12.0) == "12"
    assert cells.boolean("Да") and not cells.boolean("no") and cells.boolean(True)
    assert cells.choice("Manager", {"manager": "manager"}) == "manager"
    for refused in (
        lambda: cells.boolean("maybe"),
        lambda: cells.choice("x", {"a": "b"}),
        lambda: cells.text([]),
    ):
        with pytest.raises(CellProblem):
            refused()
    with pytest.raises(CellProblem, match="NUL"):
        cells.text("a\0b")
