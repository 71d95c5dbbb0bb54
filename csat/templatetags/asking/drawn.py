"""Pictures of foresight: how many a rule would have asked, week by week."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from csat.charts import drawing
from csat.charts.asking import weeks
from csat.charts.panels import Title
from csat.reports.programs.dry_run import Week
from csat.templatetags.asking.watching import day_month
from csat.templatetags.pictures import NARROW, figure

register = template.Library()

WHOLE = 900  # px


@register.simple_tag
def asked_by_week(found: Sequence[Week]) -> SafeString:
    """Bars of the people asked in each week."""
    rows = tuple(weeks.Week(label=day_month(week.monday), count=week.asked) for week in found)
    title = Title(gettext("Asked"), gettext("people a week, by the week's Monday"))
    counts = [week.asked for week in found]
    said = gettext("From {low} to {high} people a week.").format(
        low=min(counts, default=0), high=max(counts, default=0)
    )
    return figure(
        "dry-run",
        weeks.spec(rows, title, drawing.PAGE, width=WHOLE),
        weeks.spec(rows, title, drawing.PAGE, width=NARROW),
        title=gettext("People asked by week"),
        description=said,
    )
