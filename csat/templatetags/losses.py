"""Pictures of what is lost and kept: survival curves by satisfaction, and forecasts of revenue."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy

from csat.charts import curves, drawing, ranges
from csat.charts.panels import Title
from csat.insight.retention.at_risk import RevenueAtRisk
from csat.insight.retention.grading import Grade
from csat.insight.retention.hazard import Term
from csat.reports.insight.losses.retention import Curve, Report
from csat.reports.insight.losses.risk import Past
from csat.reports.insight.losses.risk import Report as RiskReport
from csat.templatetags import numbers, pictures
from csat.templatetags.pictures import NARROW, WIDE, figure

register = template.Library()

LETTER_WIDTH = 8
TONES = {1: ("quiet",), 2: ("bad", "good"), 3: ("bad", "watch", "good")}


@register.simple_tag
def survival_curves(report: Report) -> SafeString:
    """The share of clients still there, month after month, by what they said when the picture begins."""
    tones = TONES.get(len(report.curves), TONES[1] * len(report.curves))
    drawn = tuple(
        curves.Curve(label=band_name(one), tone=tone, points=_points(one))
        for one, tone in zip(report.curves, tones, strict=True)
        if one.survival
    )
    words = curves.Words(
        title=Title(gettext("Clients still there"), gettext("of those who were clients at the start")),
        times=gettext("months since then"),
    )
    room = LETTER_WIDTH * max((len(curve.label) for curve in drawn), default=0)
    return figure(
        "survival",
        *(curves.spec(drawn, words, drawing.PAGE, width=width, room=room) for width in (WIDE, NARROW)),
        title=gettext("How long clients stay, by satisfaction"),
        description=" ".join(
            gettext("{band}: {share} are left at the end.").format(
                band=curve.label, share=numbers.share(curve.points[-1][1])
            )
            for curve in drawn
        ),
    )


def _points(curve: Curve) -> tuple[tuple[float, float], ...]:
    survival = curve.survival
    assert survival is not None
    steps = [(step.time, round(step.survival, 4)) for step in survival.steps]
    first = (survival.since, 1.0)
    last = (survival.until, steps[-1][1] if steps else 1.0)
    return (first, *steps, last)


@register.filter
def band_name(band: Curve) -> str:
    """below 62, 62 to 78, 78 and more; all where there is one band."""
    if band.low is None and band.high is None:
        return gettext("all clients")
    if band.low is None:
        return gettext("below {high}").format(high=numbers.points(band.high))
    if band.high is None:
        return gettext("{low} and more").format(low=numbers.points(band.low))
    return gettext("{low} to {high}").format(low=numbers.points(band.low), high=numbers.points(band.high))


COVARIATES = {
    "satisfaction": lazy("Satisfaction, 10 points higher"),
    "unheard": lazy("Nobody answered"),
    "silent": lazy("Asked, and nobody answered"),
    "tenure": lazy("A year longer as a client"),
    "log_revenue": lazy("Revenue 2.7 times as large"),
}


@register.filter
def covariate(name: str) -> str:
    """What was known of a client before the quarter."""
    return str(COVARIATES.get(name, name))


@register.filter
def times(ratio: float) -> str:
    """×0.62"""
    return f"×{numbers.points(ratio, 2)}"


@register.filter
def times_interval(term: Term) -> str:
    """×0.41 to ×0.93"""
    low, high = times(term.low), times(term.high)
    return gettext("{low} to {high}").format(low=low, high=high).replace(" ", numbers.NBSP)


@register.simple_tag
def forecasts(report: RiskReport) -> SafeString:
    """The forecast, and those made earlier beside what was lost since."""
    assert report.forecast is not None
    graded = [(past, past.forecast, past.grade) for past in report.past if past.forecast and past.grade]
    amounts = [report.forecast.high, *(max(made.high, grade.lost_amount) for _, made, grade in graded)]
    unit, name = pictures.unit_of([round(amount) for amount in amounts], report.currency)
    rows = [
        _range(gettext("The coming 12 months"), report.forecast, None, currency=report.currency, unit=unit)
    ]
    rows += [
        _range(_made(past), made, grade, currency=report.currency, unit=unit) for past, made, grade in graded
    ]
    title = Title(gettext("Loss of annual revenue"), name)
    return figure(
        "forecasts",
        *(ranges.spec(tuple(rows), title, drawing.PAGE, width=width) for width in (WIDE, NARROW)),
        title=gettext("Revenue at risk, forecast and happened"),
        description=" ".join(f"{row.label}: {row.note}." for row in rows),
    )


def _range(
    label: str, forecast: RevenueAtRisk, grade: Grade | None, *, currency: str, unit: Decimal
) -> ranges.Range:
    span = gettext("{low} to {high}").format(
        low=numbers.money(round(forecast.low), currency), high=numbers.money(round(forecast.high), currency)
    )
    note = span
    if grade:
        lost = numbers.money(round(grade.lost_amount), currency)
        note = gettext("{span}, lost {lost}").format(span=span, lost=lost)
    scale = float(unit)
    return ranges.Range(
        label=label,
        note=note,
        low=round(forecast.low / scale, 4),
        at=round(forecast.expected / scale, 4),
        high=round(forecast.high / scale, 4),
        happened=round(grade.lost_amount / scale, 4) if grade else None,
        is_inside=bool(grade and grade.is_inside),
    )


def _made(past: Past) -> str:
    words = (
        gettext("From {month}, for a year") if past.quarters == 4 else gettext("From {month}, for a quarter")
    )
    return words.format(month=numbers.short_month(past.made))
