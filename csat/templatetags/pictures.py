"""Charts in pages: a wide and a narrow drawing of each, kept by the content of their spec."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import get_currency_precision, get_currency_symbol
from django import template
from django.core.cache import cache
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from redis.exceptions import RedisError

from csat.charts import drawing, money, months
from csat.charts.drawing import Spec
from csat.charts.panels import Title
from csat.insight.intervals.interval import Interval
from csat.reports.account.report import MonthOfClient
from csat.reports.account.voices import Answer
from csat.reports.overview.trend import Point, Trend
from csat.templatetags import numbers

register = template.Library()
logger = logging.getLogger(__name__)

WIDE, NARROW = 480, 350
NARROW_MONTHS = 13
KEPT_SECONDS = 30 * 24 * 3600
DRAWING = "8"  # raise it when csat/charts draws the same spec differently


def figure(key: str, wide: Spec, narrow: Spec, *, title: str, description: str) -> SafeString:
    """Both drawings of a chart; CSS shows the one that fits the screen."""
    parts = [
        _drawn(spec, f"{key}-{width}", title, description)
        for width, spec in (("wide", wide), ("narrow", narrow))
    ]
    return format_html(
        '<figure class="plot"><div class="wide">{}</div><div class="narrow">{}</div></figure>', *parts
    )


def _drawn(spec: Spec, key: str, title: str, description: str) -> SafeString:
    content = json.dumps([DRAWING, key, title, description, spec], sort_keys=True, default=str)
    name = "plot:" + hashlib.sha256(content.encode()).hexdigest()
    try:
        kept = cache.get(name)
    except RedisError:
        logger.warning("the cache does not answer; drawing anew")
        kept = None
    svg = kept or drawing.svg(spec, key=key, title=title, description=description)
    if kept is None:
        _keep(name, svg)
    return mark_safe(svg)  # our own drawing; all words in it are escaped there


def _keep(name: str, svg: str) -> None:
    try:
        cache.set(name, svg, KEPT_SECONDS)
    except RedisError:
        logger.warning("the cache does not answer; the drawing is not kept")


@register.simple_tag
def satisfaction_and_revenue(trend: Trend, headline: Interval, currency: str) -> SafeString:
    """Satisfaction above revenue, month by month."""
    unit, name = unit_of((point.fact_minor for point in trend.points), currency)
    rows = tuple(
        months.Month(
            label=_label(point),
            score=_rounded(point.csi.estimate),
            low=_rounded(point.csi.low),
            high=_rounded(point.csi.high),
            revenue=_in_units(point.fact_minor, unit),
            is_open=point.is_open,
        )
        for point in trend.points
    )
    words = months.Words(
        satisfaction=Title(gettext("Satisfaction"), gettext("CSI, 0 to 100, with interval")),
        revenue=Title(gettext("Revenue"), gettext("{unit} a month").format(unit=name)),
        last=_score(headline),
    )
    score = _score(headline)
    said = gettext("The score stands at {score}.").format(score=score) if score else ""
    return figure(
        "trend",
        months.spec(rows, words, drawing.PAGE, width=WIDE),
        months.spec(rows[-NARROW_MONTHS:], words, drawing.PAGE, width=NARROW),
        title=gettext("Satisfaction and revenue by month"),
        description=" ".join(filter(None, [said, _money_moved(trend.points, currency)])),
    )


@register.simple_tag
def revenue_and_answers(
    months_of: Sequence[MonthOfClient],
    answers: Sequence[Answer] | None,
    currency: str,
    fallen_on: date | None = None,
) -> SafeString:
    """Revenue with its plan, month by month, and above it the numbers ticked in the same months.

    `fallen_on`: the day since which the client is most likely less satisfied; it is marked.
    """
    amounts = [amount for m in months_of for amount in (m.fact_minor, m.plan_minor)]
    unit, name = unit_of(amounts, currency)
    has_plan = any(m.plan_minor is not None for m in months_of)
    counted = gettext("{unit} a month; the line is the plan") if has_plan else gettext("{unit} a month")
    words = money.Words(
        answers=Title(gettext("Answers"), gettext("as ticked, of 10")),
        revenue=Title(gettext("Revenue"), counted.format(unit=name)),
    )
    drawings = [
        money.spec(
            tuple(_money_month(m, unit) for m in shown),
            tuple(_dots(shown, answers or ())),
            words,
            drawing.PAGE,
            width=width,
            mark=_mark(shown, fallen_on),
        )
        for shown, width in ((months_of, WIDE), (months_of[-NARROW_MONTHS:], NARROW))
    ]
    title = gettext("Answers and revenue by month") if answers else gettext("Revenue by month")
    return figure("money", *drawings, title=title, description=_money_moved(months_of, currency))


def _mark(shown: Sequence[MonthOfClient], fallen_on: date | None) -> money.Mark | None:
    places = {m.month: i for i, m in enumerate(shown)}
    place = places.get(fallen_on.replace(day=1)) if fallen_on else None
    return money.Mark(place, gettext("less satisfied since")) if place is not None else None


def _money_month(month: MonthOfClient, unit: Decimal) -> money.Month:
    fact, plan = _in_units(month.fact_minor, unit), _in_units(month.plan_minor, unit)
    return money.Month(label=_label(month), revenue=fact, plan=plan, is_open=month.is_open)


def _dots(shown: Sequence[MonthOfClient], answers: Sequence[Answer]) -> Iterator[money.Answer]:
    places = {m.month: i for i, m in enumerate(shown)}
    for answer in answers:
        place = places.get(answer.on.date().replace(day=1))
        if place is not None and answer.said.given is not None:
            tenths = answer.said.given * 10 / answer.said.out_of
            yield money.Answer(
                month=place, tenths=tenths, tone=numbers.tone(answer.said.given, answer.said.out_of)
            )


def _score(score: Interval) -> str:
    """74 (71 to 77), or the bare number where the interval is not known."""
    if score.estimate is None:
        return ""
    number = numbers.points(score.estimate)
    return f"{number} ({numbers.interval(score)})" if score.is_known else number


def unit_of(amounts: Iterable[int | None], currency: str) -> tuple[Decimal, str]:
    """What one unit of the axis is in minor units, and its name."""
    top = max((abs(amount) for amount in amounts if amount is not None), default=0)
    minor = Decimal(10) ** get_currency_precision(currency)
    symbol = get_currency_symbol(currency, locale="ru")
    for exponent in (9, 6, 3):
        if top >= minor * 10**exponent:
            return minor * 10**exponent, f"{symbol}\u00a0{numbers.suffix(exponent)}"
    return minor, symbol


def _in_units(minor: int | None, unit: Decimal) -> float | None:
    return None if minor is None else float(round(minor / unit, 3))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _label(month: Point | MonthOfClient) -> str:
    """Oct 26; the open month says that it is open: Nov, open."""
    locale = (get_language() or "en").replace("-", "_")
    text = format_date(month.month, format="LLL" if month.is_open else "LLL yy", locale=locale)
    text = text[:1].upper() + text[1:]
    return gettext("{month}, open").format(month=text) if month.is_open else text


def _money_moved(rows: Sequence[Point | MonthOfClient], currency: str) -> str:
    facts = [row.fact_minor for row in rows if row.fact_minor is not None and not row.is_open]
    if not facts:
        return ""
    words = gettext("Monthly revenue moved between {low} and {high}; the open month is left out.")
    return words.format(low=numbers.money(min(facts), currency), high=numbers.money(max(facts), currency))


@register.simple_tag
def range_bar(estimate: float, low: float, high: float) -> SafeString:
    """Where an estimate and its interval lie on 0 to 100. The numbers stand beside it."""
    return format_html(
        '<svg class="range" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" y="3" width="100" height="2"/>'
        '<rect class="span" x="{}" y="1" width="{}" height="6"/>'
        '<rect class="at" x="{}" width="1.2" height="8"/></svg>',
        round(low, 1),
        round(max(high - low, 0.4), 1),
        round(min(estimate, 99.4) - 0.6, 1),
    )


@register.simple_tag
def share_bar(part: float | None) -> SafeString:
    """How much of the whole a share is."""
    return format_html(
        '<svg class="range" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" y="1" width="100" height="6"/>'
        '<rect class="at" y="1" width="{}" height="6"/></svg>',
        round(100 * min(max(part or 0, 0), 1), 1),
    )
