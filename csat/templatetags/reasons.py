"""Pictures and words of the pages that ask why: lead and lag, drivers, a change, what an action did."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from csat.charts import crosses, drawing, events, lags, parts
from csat.insight.explaining.differences import Differences
from csat.insight.intervals.interval import Interval
from csat.insight.leadlag.panel import PanelLead
from csat.reports.insight.change import Report as Change
from csat.reports.insight.change import Step
from csat.reports.insight.drivers import Report as Drivers
from csat.reports.insight.drivers import Row as Driver
from csat.templatetags import numbers
from csat.templatetags.labels import named
from csat.templatetags.pictures import NARROW, WIDE, figure

register = template.Library()

DIGITS_OF_Z = 2
SHOWN_FROM = 0.05  # points: what rounds to nothing is not drawn
PARTS = {
    "newcomers": lazy("People heard now only"),
    "leavers": lazy("People heard then only"),
    "shares": lazy("How often people answered"),
    "answered": lazy("Which parts were judged"),
    "weights": lazy("Agreed weights"),
}

QUADRANTS = {
    "improve": lazy("improve first"),
    "keep": lazy("keep"),
    "later": lazy("later"),
    "enough": lazy("good enough"),
    "undetermined": lazy("cannot tell yet"),
}


@register.filter
def months_span(low: int, high: int) -> str:
    """3 to 5 months, or 4 months; never broken over two lines."""
    if low == high:
        text = ngettext("{n} month", "{n} months", high).format(n=high)
    else:
        text = ngettext("{low} to {high} month", "{low} to {high} months", high).format(low=low, high=high)
    return text.replace(" ", numbers.NBSP)


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """A change that is in percent already: +6 %."""
    return numbers.NONE if value is None else numbers.signed_share(value / 100, digits)


@register.simple_tag
def lead_figure(lead: PanelLead) -> SafeString:
    """How clear each delay is, with what chance alone does; the set of delays shaded where one is claimed."""
    span = (lead.lag_low, lead.lag_high) if lead.is_claimed else None
    best = lead.lag if lead.is_claimed else lead.lag_reverse if lead.verdict == "reverse" else None
    words = lags.Words(
        reverse=_("← revenue first"),
        forward=_("satisfaction first →"),
        chance=_("what chance alone does"),
        axis=_("months between the two"),
        best=months_span(abs(best), abs(best)) if best is not None else "",
    )
    rows = tuple(
        lags.Lag(one.lag, round(one.z, DIGITS_OF_Z), is_clear=one.z > lead.limit and one.lag != 0)
        for one in lead.profile
    )
    drawings = [
        lags.spec(rows, words, drawing.PAGE, limit=lead.limit, span=span, best_lag=best, width=width)
        for width in (WIDE, NARROW)
    ]
    return figure(
        "lags", *drawings, title=_("Revenue beside satisfaction, by delay"), description=_lead_described(lead)
    )


def _lead_described(lead: PanelLead) -> str:
    top = max(lead.profile, key=lambda one: one.z)
    words = _("The clearest delay is {lag} months; its bar is {z} high, and chance alone reaches {limit}.")
    return words.format(lag=top.lag, z=numbers.points(top.z, 1), limit=numbers.points(lead.limit, 1))


@register.filter
def part_name(step: Step) -> str:
    """What a part of a change is called: an attribute's name, or what else moved the score."""
    return named(step.name) if step.kind == "attribute" else str(PARTS[step.kind])


@register.simple_tag
def parts_figure(report: Change) -> SafeString:
    """From the score before to the score after, part by part. Parts of nothing are left to the table."""
    found = report.found
    if found is None:
        return SafeString("")
    steps = tuple(_drawn(step) for step in report.steps if abs(step.part.change) >= SHOWN_FROM)
    ends = (
        parts.End(_("Before"), numbers.points(found.before, 1), round(found.before, 3)),
        parts.End(_("After"), numbers.points(found.after, 1), round(found.after, 3)),
    )
    drawings = [
        parts.spec(steps, ends, drawing.PAGE, width=width, gutter=gutter)
        for width, gutter in ((WIDE, 205), (NARROW, 172))
    ]
    words = _("From {before} to {after}: {parts}.")
    said = ", ".join(f"{step.label} {step.value}" for step in steps)
    description = words.format(before=ends[0].value, after=ends[1].value, parts=said)
    return figure("parts", *drawings, title=_("What the change is made of"), description=description)


def _drawn(step: Step) -> parts.Step:
    part = step.part
    is_known = part.low is not None and part.high is not None
    return parts.Step(
        label=part_name(step),
        value=numbers.signed(part.change, 1),
        start=round(step.start, 3),
        end=round(step.end, 3),
        low=round(step.start + part.low, 3) if is_known and part.low is not None else None,
        high=round(step.start + part.high, 3) if is_known and part.high is not None else None,
        is_clear=part.is_clear,
    )


@register.filter
def all_named(codes: Sequence[str]) -> str:
    """Names of attributes in a row: Delivery dates, Documents."""
    return ", ".join(named(code) for code in codes)


@register.filter
def quadrant(code: str) -> str:
    """What a quarter of importance and performance means."""
    return str(QUADRANTS.get(code, code))


@register.simple_tag
def drivers_figure(report: Drivers) -> SafeString:
    """Importance beside performance, with errors both ways; names only where the quarter is sure."""
    if report.ranking is None:
        return SafeString("")
    rows = tuple(_cross(row) for row in report.rows if row.share and row.share.is_known and row.mean.is_known)
    words = crosses.Words(
        importance=_("importance, % of what the parts explain"),
        performance=_("satisfaction with it, 0 to 100"),
        less_below=quadrant("later"),
        less_above=quadrant("enough"),
        more_below=quadrant("improve"),
        more_above=quadrant("keep"),
    )
    lines = 100 * report.ranking.importance_line, report.ranking.performance_line
    drawings = [crosses.spec(rows, words, drawing.PAGE, lines=lines, width=w) for w in (WIDE, NARROW)]
    said = "; ".join(f"{one.number} {one.label} {one.importance[0]} %" for one in rows)
    return figure("drivers", *drawings, title=_("Importance and satisfaction by part"), description=said)


def _cross(row: Driver) -> crosses.Cross:
    return crosses.Cross(
        number=str(row.rank),
        label=named(row.name),
        importance=_around(row.share, 100),
        performance=_around(row.mean, 1),
        is_placed=row.quadrant != "undetermined",
    )


def _around(value: Interval | None, factor: float) -> tuple[float, float, float]:
    """Estimate, low, high, of an interval that is known."""
    numbers_of = (value.estimate, value.low, value.high) if value else ()
    estimate, low, high = (round(factor * number, 2) for number in numbers_of if number is not None)
    return estimate, low, high


@register.simple_tag
def effect_figure(found: Differences) -> SafeString:
    """Reached clients less the others, span by span, before and after the change began."""
    spans = tuple(
        events.Span(
            one.first,
            one.last,
            round(one.estimate, 2),
            round(one.low, 2),
            round(one.high, 2),
            one.is_reference,
        )
        for one in found.points
    )
    words = events.Words(
        axis=_("months since it began"),
        difference=_("points, reached less others"),
        start=_("it began"),
    )
    drawings = [events.spec(spans, words, drawing.PAGE, width=width) for width in (WIDE, NARROW)]
    after = [one for one in spans if one.first >= 0]
    said = "; ".join(f"{one.first}: {numbers.signed(one.estimate, 1)}" for one in after)
    description = _("Points by months since the change began: {said}.").format(said=said)
    return figure("events", *drawings, title=_("Reached clients beside the others"), description=description)
