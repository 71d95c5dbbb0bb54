"""Names of time zones: which are real, and which one a country has."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

# Zones whose clocks agree all through these years are one zone to whoever lives there.
COMPARED_FROM, COMPARED_WEEKS = datetime(2026, 1, 1, tzinfo=UTC), 3 * 52


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone; asked once a name, because the full list is read from disk."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=512)
def of_country(country: str) -> str:
    """The zone of a country (ISO 3166) whose clocks all agree; empty where they differ, or it is unknown."""
    names = [name for name in get_global("territory_zones").get(country.upper(), ()) if is_zone(name)]
    clocks = {_clock(name) for name in names}
    return min(names) if len(clocks) == 1 else ""


@lru_cache(maxsize=4096)
def known(*names: str, country: str = "") -> str:
    """The first of the names that is a zone, else the country's only one, else nothing."""
    return next((name for name in names if name and is_zone(name)), "") or of_country(country)


def _clock(name: str) -> tuple[timedelta | None, ...]:
    zone = ZoneInfo(name)
    weeks = (COMPARED_FROM + timedelta(weeks=n) for n in range(COMPARED_WEEKS))
    return tuple(moment.astimezone(zone).utcoffset() for moment in weeks)
