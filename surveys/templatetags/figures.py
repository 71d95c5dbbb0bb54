"""How the pages of surveys write counts, shares, days, minutes and languages, in the reader's language."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()

NONE, NBSP = "–", "\u00a0"


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


@register.filter
def counted(value: float | None) -> str:
    """A whole number: 1,840 or 1 840."""
    if value is None:
        return NONE
    return format_decimal(round(value), locale=_locale()).replace("\u202f", NBSP)


@register.filter
def percent(value: float | None) -> str:
    """A share of 0 to 1: 63 %."""
    return NONE if value is None else f"{counted(value * 100)}{NBSP}%"


@register.filter
def in_minutes(duration: timedelta | None) -> str:
    """A duration in minutes with one decimal below ten: 2.5, 12."""
    if duration is None:
        return NONE
    value = duration.total_seconds() / 60
    return format_decimal(round(value, 1) if value < 10 else round(value), locale=_locale())


@register.filter
def on_day(value: date | datetime | None) -> str:
    """12 Oct 2026."""
    if value is None:
        return NONE
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, format="d MMM y", locale=_locale()).replace(" ", NBSP)


@register.filter
def at_moment(value: datetime | None) -> str:
    """12 Oct 2026, 14:30."""
    if value is None:
        return NONE
    clock = format_time(timezone.localtime(value), format="HH:mm", locale=_locale())
    return f"{on_day(value)},{NBSP}{clock}"


@register.filter
def language(tag: str) -> str:
    """The language's name in the reader's own; the tag itself where no name is known."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(_locale())
    except (ValueError, UnknownLocaleError):
        return tag
    return name or tag


@register.filter
def languages(tags: Iterable[str]) -> str:
    """English, Russian and German."""
    return format_list([language(tag) for tag in tags], locale=_locale())
