"""How a score is written by its measure, names of measures and groups, and the strip of ticked numbers."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from csat.insight.intervals.interval import Interval
from csat.reports.scores import wish
from csat.reports.scores.grouping import Group
from csat.reports.scores.measures import NPS, SHARE, Measure
from csat.templatetags import labels, numbers, pictures

register = template.Library()

MEASURES = {
    "csi": lazy("CSI"),
    "overall": lazy("Overall satisfaction"),
    "nps": lazy("NPS"),
    "csat": lazy("Satisfied clients"),
    "effort": lazy("Ease"),
    "pressure": lazy("Free of pressure"),
}
WAYS = {
    wish.SEGMENT: lazy("Segment"),
    wish.ACCOUNT: lazy("Client"),
    wish.TREE: lazy("Holding"),
    wish.ROLE: lazy("Role"),
    wish.MANAGER: lazy("Account manager"),
    wish.TEAM: lazy("Team"),
    wish.PROGRAM: lazy("Survey"),
    wish.MONTH: lazy("Month"),
    wish.QUARTER: lazy("Quarter"),
    wish.CONTACT: lazy("Person"),
}
HEIGHT, STEP = 20, 8  # of the strip


@register.filter
def measure_name(measure: Measure) -> str:
    """CSI, NPS, Delivery dates."""
    return (
        labels.named(measure.attribute) if measure.attribute else str(MEASURES.get(measure.key, measure.key))
    )


@register.filter
def way_name(by: str) -> str:
    return str(WAYS[by])


@register.filter
def group_name(group: Group, by: str) -> str:
    """The group's name; of a month August 2026, of a quarter Q3 2026."""
    if by == wish.MONTH:
        return numbers.month(group.month).capitalize()
    if by == wish.QUARTER:
        return _quarter(group.month)
    if by == wish.ROLE:
        return labels.named(group.name).capitalize()
    return group.name or _("No segment")


def _quarter(month: date | None) -> str:
    words = _("Q{quarter} {year}").format(quarter=(month.month + 2) // 3, year=month.year) if month else ""
    return words.replace(" ", numbers.NBSP)


@register.filter
def grade(value: float | None, measure: Measure) -> str:
    """74, 63 % of the satisfied, or +32 for NPS."""
    if measure.kind == SHARE and value is not None:
        return numbers.share(value / 100)
    return numbers.signed(value) if measure.kind == NPS else numbers.points(value)


@register.filter
def grades(score: Interval, measure: Measure) -> str:
    """71 to 77, in the measure's way."""
    if measure.kind == NPS:
        return numbers.signed_interval(score)
    return f"{numbers.interval(score)}{numbers.NBSP}%" if measure.kind == SHARE else numbers.interval(score)


@register.simple_tag
def score_bar(score: Interval, measure: Measure) -> SafeString:
    """Where a score and its interval lie on its scale."""
    if score.estimate is None or score.low is None or score.high is None:
        return SafeString("")
    low, high = measure.bounds
    ends = (100 * (end - low) / (high - low) for end in (score.estimate, score.low, score.high))
    return pictures.range_bar(*ends)


@register.simple_tag
def ticked(ticks: Sequence[int], measure: Measure) -> SafeString:
    """A bar for each number of the scale, as high as it was ticked often; in words for screen readers."""
    top = max(ticks, default=0)
    if not top:
        return SafeString("")
    given = [(measure.lowest + place, n) for place, n in enumerate(ticks)]
    words = ", ".join(f"{number}: {n}" for number, n in given if n)
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                numbers.tone(number, measure.highest) if n else "none",
                place * STEP,
                round(HEIGHT - (max(HEIGHT * n / top, 2) if n else 1), 1),
                STEP - 2,
                round(max(HEIGHT * n / top, 2), 1) if n else 1,
            )
            for place, (number, n) in enumerate(given)
        ),
    )
    return format_html(
        '<svg class="ticked" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        len(given) * STEP - 2,
        HEIGHT,
        _("How often each number was ticked: {words}").format(words=words),
        bars,
    )
