from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from csat.insight.intervals.interval import NOTHING, Interval
from csat.templatetags import numbers

SPACE = "\u00a0"


@pytest.fixture
def russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (7_140_000_000, "EUR", "€71.4 M"),
        (18_200_000_000, "RUB", "₽182 M"),
        (38_240_000, "EUR", "€382 K"),
        (9_366_000, "EUR", "€93.7 K"),
        (99_994_900, "EUR", "€1.0 M"),
        (95_000, "USD", "$950"),
        (0, "EUR", "€0"),
        (-7_140_000_000, "EUR", "−€71.4 M"),
        (123_456_789, "JPY", "¥123 M"),
        (150_000_000, "CHF", "CHF 1.5 M"),
        (None, "EUR", "–"),
    ],
)
def test_money_is_short(minor: int | None, currency: str, words: str) -> None:
    assert plain(numbers.money(minor, currency)) == words


@pytest.mark.usefixtures("russian")
def test_money_in_russian_puts_the_symbol_last() -> None:
    text = plain(numbers.money(7_140_000_000, "RUB"))
    assert text.startswith("71,4 ") and text.endswith(" ₽")
    assert plain(numbers.money_in_full(184_000_000, "RUB")) == "1 840 000 ₽"


def test_numbers_never_break_and_carry_a_real_minus() -> None:
    assert numbers.share(0.634) == f"63{SPACE}%"
    assert (numbers.signed(1.2), numbers.signed(-1.6), numbers.signed(0.3)) == ("+1", "−2", "0")
    assert numbers.signed_share(0.061) == f"+6{SPACE}%"
    assert numbers.points(74.25, 1) == "74.3" and numbers.points(-0.2) == "0"
    assert numbers.count(1840) == "1,840"
    assert " " not in numbers.interval(Interval(74, 71.4, 77.2, 96))


def test_intervals_in_words() -> None:
    assert plain(numbers.interval(Interval(74, 71.4, 77.2, 96))) == "71 to 77"
    assert plain(numbers.signed_interval(Interval(1, -2.1, 4.4, 58))) == "−2 to +4"
    assert numbers.interval(NOTHING) == numbers.interval(None) == "–"


def test_days_leave_out_the_running_year_only() -> None:
    today = date(2026, 11, 20)
    assert plain(numbers.day(date(2026, 10, 12), today)) == "12 Oct"
    assert plain(numbers.day(date(2025, 10, 12), today)) == "12 Oct 2025"
    assert plain(numbers.day(datetime(2026, 10, 12, 9, tzinfo=UTC))) == "12 Oct 2026"
    assert numbers.weekday(date(2026, 11, 20)) == "Friday 20 November 2026"
    assert plain(numbers.month(date(2026, 10, 1))) == "October 2026"


@pytest.mark.usefixtures("russian")
def test_russian_months_stand_in_the_right_case() -> None:
    assert plain(numbers.month(date(2026, 8, 1))) == "август 2026"
    assert plain(numbers.month_after_since(date(2026, 8, 1))) == "августа 2026"
    assert plain(numbers.day(date(2026, 10, 12))) == "12 окт. 2026"


@pytest.mark.parametrize(
    ("given", "top", "tone"),
    [(5, 10, "bad"), (6, 10, "watch"), (7, 10, "watch"), (8, 10, "good"), (2, 5, "bad"), (4, 5, "good")],
)
def test_the_colour_of_an_answer_comes_with_its_words(given: int, top: int, tone: str) -> None:
    tag = numbers.said(given, top)
    assert f'class="said {tone}"' in tag and plain(tag).endswith(f">{given} of {top}</span>")
    assert numbers.said(None) == ""
