"""Holidays by name, in the reader's language where there is one."""

from datetime import date

from surveys.calendar.holiday_names import holiday_name


def test_names_in_the_readers_language_else_in_english() -> None:
    christmas = date(2026, 12, 25)
    assert holiday_name(christmas, "DE", "de") == "Erster Weihnachtstag"
    assert holiday_name(christmas, "DE", "ru") == holiday_name(christmas, "DE", "en") == "Christmas Day"
    assert holiday_name(date(2027, 1, 7), "RU", "ru") == "Рождество Христово"


def test_no_name_without_a_holiday_or_a_country() -> None:
    assert holiday_name(date(2026, 11, 18), "DE", "en") == ""
    assert holiday_name(date(2026, 12, 25), "", "en") == holiday_name(date(2026, 12, 25), "XX", "en") == ""
