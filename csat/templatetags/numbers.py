"""How numbers, money, shares and dates are written, in the reader's language. Spaces never break.

Amounts come in minor units of a currency (cents), shares from 0 to 1, scores in points.
An empty value is written as an en dash, so that "not known" never looks like zero.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import pgettext as in_context

from csat.insight.intervals.interval import Interval

register = template.Library()

NONE = "–"
NBSP, MINUS = "\u00a0", "\u2212"
LOW, HIGH = 5, 8  # of 10: a call, a worry, a thanks
SCALES = ((9, "billion"), (6, "million"), (3, "thousand"))


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def _number(value: float | Decimal, digits: int) -> str:
    quantum = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(quantum, rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(rounded), format=pattern, locale=_locale()).replace("\u202f", NBSP)
    return f"{MINUS}{text}" if rounded < 0 else text


@register.filter
def points(value: float | None, digits: int = 0) -> str:
    """A score: 74, or with `points:1` 74.3."""
    return NONE if value is None else _number(value, digits)


@register.filter
def count(value: float | None) -> str:
    """A whole number: 1,840 or 1 840."""
    return NONE if value is None else _number(value, 0)


@register.filter
def signed(value: float | None, digits: int = 0) -> str:
    """A change: +1, −2, 0."""
    if value is None:
        return NONE
    text = _number(value, digits)
    return text if value <= 0 or not text.strip("0.,") else f"+{text}"


@register.filter
def share(value: float | None, digits: int = 0) -> str:
    """A share of 0 to 1 in percent: 63 %."""
    return NONE if value is None else f"{_number(value * 100, digits)}{NBSP}%"


@register.filter
def signed_share(value: float | None, digits: int = 0) -> str:
    """A change in percent: +6 %."""
    return NONE if value is None else f"{signed(value * 100, digits)}{NBSP}%"


@register.filter
def interval(value: Interval | None, digits: int = 0) -> str:
    """71 to 77."""
    if value is None or value.low is None or value.high is None:
        return NONE
    return _between(_number(value.low, digits), _number(value.high, digits))


@register.filter
def signed_interval(value: Interval | None, digits: int = 0) -> str:
    """−2 to +4."""
    if value is None or value.low is None or value.high is None:
        return NONE
    return _between(signed(value.low, digits), signed(value.high, digits))


@register.filter
def share_interval(value: Interval | None, digits: int = 0) -> str:
    """Shares of 0 to 1: 46 to 58 %."""
    if value is None or value.low is None or value.high is None:
        return NONE
    return f"{_between(_number(value.low * 100, digits), _number(value.high * 100, digits))}{NBSP}%"


@register.filter
def p_value(value: float | None, form: str = "") -> str:
    """p = .004 with as many digits as tell something; `p_value:"bare"` without the letter."""
    if value is None:
        return NONE
    digits = 2 if value >= 0.1 else 3
    is_tiny = value < 0.001
    number = _number(0.001 if is_tiny else value, digits)
    if form == "bare":
        return f"< {number}" if is_tiny else number
    return f"p{NBSP}{'<' if is_tiny else '='}{NBSP}{number}"


def _between(low: str, high: str) -> str:
    text = in_context("an interval", "{low} to {high}").format(low=low, high=high)
    return text.replace(" ", NBSP)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Short, three figures or so: ₽71.4 M, €382 K; 71,4 млн ₽."""
    if minor is None:
        return NONE
    value = Decimal(minor).scaleb(-get_currency_precision(currency))
    exponent = next((power for power, _name in SCALES if abs(value) >= 10**power * Decimal("0.9995")), 0)
    scaled = value.scaleb(-exponent)
    digits = 1 if exponent and abs(scaled) < Decimal("99.95") else 0
    return _with_symbol(_number(scaled, digits), currency, suffix(exponent))


@register.filter
def money_in_full(minor: int | None, currency: str) -> str:
    """To the whole unit, for tables: ₽71,412,300."""
    if minor is None:
        return NONE
    return _with_symbol(_number(Decimal(minor).scaleb(-get_currency_precision(currency)), 0), currency, "")


def suffix(exponent: int) -> str:
    """The short name of a thousand, a million, a billion."""
    names = {
        9: in_context("billion, short, after a number", "B"),
        6: in_context("million, short, after a number", "M"),
        3: in_context("thousand, short, after a number", "K"),
    }
    return names.get(exponent, "")


def _with_symbol(number: str, currency: str, suffix: str) -> str:
    # Russian data has the short symbols (₽, $, £) of far more currencies than English has.
    symbol = get_currency_symbol(currency, locale="ru")
    amount = f"{number}{NBSP}{suffix}" if suffix else number
    if _locale().language != "en":
        return f"{amount}{NBSP}{symbol}"
    glue = NBSP if symbol.isalpha() else ""
    return f"{MINUS}{symbol}{glue}{amount[1:]}" if amount.startswith(MINUS) else f"{symbol}{glue}{amount}"


def _day_of(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _dated(value: date | datetime | None, skeleton: str) -> str:
    if value is None:
        return NONE
    return format_date(_day_of(value), format=skeleton, locale=_locale()).replace(" ", NBSP)


@register.filter
def day(value: date | datetime | None, today: date | None = None) -> str:
    """12 Oct 2026; with `day:today` the running year is left out: 12 Oct."""
    if value is not None and today is not None and _day_of(value).year == today.year:
        return _dated(value, "d MMM")
    return _dated(value, "d MMM y")


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Friday 20 November 2026, in lower case where the language wants it."""
    return NONE if value is None else format_date(_day_of(value), format="EEEE d MMMM y", locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """12 Oct, 14:30."""
    if value is None:
        return NONE
    local = timezone.localtime(value)
    return f"{_dated(local, 'd MMM')},{NBSP}{format_time(local, format='HH:mm', locale=_locale())}"


@register.filter
def month(value: date | None) -> str:
    """October 2026."""
    return _dated(value, "LLLL y")


@register.filter
def month_after_since(value: date | None) -> str:
    """October 2026, as it is written after "since" or "from": октября 2026."""
    return _dated(value, "MMMM y")


@register.filter
def short_month(value: date | None) -> str:
    """Oct 2026."""
    return _dated(value, "LLL y")


@register.filter
def tone(given: float | None, top: int = 10) -> str:
    """Which colour an answer has: bad, watch, good. Of another scale, by its share of ten."""
    if given is None:
        return ""
    tenth = given * 10 / top
    return "bad" if tenth <= LOW else "watch" if tenth < HIGH else "good"


@register.simple_tag
def said(given: Any, top: int = 10) -> SafeString:
    """What a client ticked, as a tag: `{% said 4 %}` is 4 of 10."""
    if given is None:
        return SafeString("")
    words = gettext("{given} of {top}").format(given=_number(given, 0), top=top).replace(" ", NBSP)
    return format_html('<span class="said {}">{}</span>', tone(given, top), words)
