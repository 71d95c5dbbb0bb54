"""How clients stand: estimates against a target, and how sure a fall is, in words and pictures."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from csat.charts import drawing
from csat.charts.clients import caterpillar
from csat.charts.panels import LETTER_WIDTH, Title
from csat.insight.change.calibration import Detection
from csat.insight.change.components import POINT
from csat.reports.insight.clients import Report, Row
from csat.templatetags import numbers
from csat.templatetags.pictures import NARROW, figure

register = template.Library()

LIKELY = 0.8  # below it no arrow is drawn
NAMED = 25  # as many stand in a picture by name
WHOLE = 900  # px: these stand over the whole page
MOST_ROOM = {WHOLE: 230, NARROW: 118}  # px for names


@register.filter
def as_day(text: str) -> date | None:
    """A day kept as 2026-08-12, for the filters that write days and months."""
    return date.fromisoformat(text) if text else None


@register.filter
def probability(value: float | None) -> str:
    """81 %; what is nearly sure is never written as certain: > 99 %, < 1 %."""
    if value is None:
        return numbers.NONE
    if value > 0.99:
        return f">{numbers.NBSP}{numbers.share(0.99)}"
    return f"<{numbers.NBSP}{numbers.share(0.01)}" if value < 0.01 else numbers.share(value)


@register.filter
def is_likely(value: float | None) -> bool:
    """Sure enough for an arrow and a plain statement."""
    return value is not None and value >= LIKELY


@register.filter
def times(value: float | None, factor: float | None) -> float | None:
    """A rate for many: false alarms a client and year, times clients."""
    return None if value is None or factor is None else value * factor


@register.filter
def unlocalized(value: float) -> str:
    """A number for a form's field, whatever the reader's language."""
    return repr(value)


@register.filter
def steps(points: float) -> int:
    """A difference in points of 100 as steps of an answer from 1 to 10."""
    return round(points / POINT)


@register.filter
def by_fall(detections: Sequence[Detection]) -> list[tuple[float, list[Detection]]]:
    """What is found of falls of one size after so many answers: a row a size."""
    falls = sorted({one.fall for one in detections})
    return [(fall, [one for one in detections if one.fall == fall]) for fall in falls]


@register.simple_tag
def caterpillar_figure(report: Report) -> SafeString:
    """All clients chosen, the lowest first: by name, or as thin lines where they are many."""
    line = _line(report)
    room = LETTER_WIDTH * (2 + max((len(mark.name) for mark in report.marks), default=0))
    if report.total <= NAMED:
        drawings = [
            caterpillar.named(
                _clients(report), line, drawing.PAGE, width=width, gutter=min(room, MOST_ROOM[width])
            )
            for width in (WHOLE, NARROW)
        ]
    else:
        title = Title(
            gettext("Clients from the lowest estimate to the highest"),
            gettext("0 to 100; each line is the 95 % interval of one client"),
        )
        drawings = [
            caterpillar.crowd(_clients(report), line, title, drawing.PAGE, width=width)
            for width in (WHOLE, NARROW)
        ]
    said = gettext("Of {n} clients {below} are clearly below the line and {above} clearly above.").format(
        n=numbers.count(report.total), below=report.below.clients, above=report.above.clients
    )
    return figure("clients", *drawings, title=gettext("Clients by estimated satisfaction"), description=said)


def _clients(report: Report) -> tuple[caterpillar.Client, ...]:
    return tuple(
        caterpillar.Client(
            name=mark.name,
            estimate=round(mark.score.estimate or 0.0, 1),
            low=round(mark.score.low or 0.0, 1),
            high=round(mark.score.high or 0.0, 1),
            state=mark.verdict,
            is_shown=mark.is_shown,
        )
        for mark in report.marks
    )


def _line(report: Report) -> caterpillar.Line | None:
    if report.line is None:
        return None
    words = gettext("target {points}") if report.has_target else gettext("mean {points}")
    return caterpillar.Line(at=round(report.line, 1), label=words.format(points=numbers.points(report.line)))


@register.simple_tag
def estimate_bar(row: Row, line: float | None) -> SafeString:
    """A client's interval on 0 to 100 with the line it is held against; the numbers stand beside it."""
    low, high, at = row.score.low or 0.0, row.score.high or 0.0, row.score.estimate or 0.0
    tick = (
        format_html('<rect class="line" x="{}" width="1" height="8"/>', round(line - 0.5, 1)) if line else ""
    )
    return format_html(
        '<svg class="range {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" y="3" width="100" height="2"/>'
        '<rect class="span" x="{}" y="1" width="{}" height="6"/>{}'
        '<rect class="at" x="{}" width="1.2" height="8"/></svg>',
        row.verdict,
        round(low, 1),
        round(max(high - low, 0.4), 1),
        tick,
        round(min(at, 99.4) - 0.6, 1),
    )
