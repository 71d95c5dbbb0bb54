from datetime import date

from csat.reports.period import Period, missing_months, months_between, shift


def test_months_shift_over_years() -> None:
    assert shift(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert shift(date(2026, 11, 1), 14) == date(2028, 1, 1)
    assert shift(date(2026, 11, 1), 0) == date(2026, 11, 1)


def test_a_quarter_is_three_closed_months_and_the_open_one() -> None:
    period = Period(today=date(2026, 11, 1), months=3)
    assert (period.first, period.until) == (date(2026, 8, 1), date(2026, 12, 1))
    assert (period.before_first, period.before_last) == (date(2026, 5, 1), date(2026, 7, 1))
    assert (period.year_first, period.last_closed) == (date(2025, 11, 1), date(2026, 10, 1))


def test_months_before_the_first_loaded_one_are_not_missing() -> None:
    loaded = frozenset({date(2026, 3, 1), date(2026, 5, 1)})
    assert missing_months(loaded, date(2026, 1, 1), date(2026, 6, 1)) == (date(2026, 4, 1),)
    assert missing_months(frozenset(), date(2026, 1, 1), date(2026, 6, 1)) == ()
    assert months_between(date(2026, 6, 1), date(2026, 6, 1)) == []
