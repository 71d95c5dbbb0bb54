"""What a day off is called: the public holiday's name in the reader's language where it is known in it."""

from datetime import date
from functools import lru_cache

import holidays

ENGLISH = "en"


@lru_cache(maxsize=4096)
def holiday_name(day: date, country: str, language: str) -> str:
    """The holiday's name in `language`, else in English, else in the country's own; empty: no holiday.

    Unknown countries (ISO 3166) have no holidays that we know of.
    """
    calendar = _named(country, language)
    return (calendar.get(day) or "") if calendar is not None else ""


@lru_cache(maxsize=64)
def _named(country: str, language: str) -> holidays.HolidayBase | None:
    try:
        known = holidays.country_holidays(country) if country else None
    except NotImplementedError:
        return None
    if known is None:
        return None
    there = known.supported_languages
    wanted = [name for start in (language, ENGLISH) for name in there if name.split("_")[0] == start]
    return holidays.country_holidays(country, language=wanted[0]) if wanted else known
