"""The page on themes of comments."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csat import access
from csat.customers.queries import local_day
from csat.pages.insight.showing import show
from csat.reports.insight import themes as report


@access.require(access.may_read_insight)
def themes(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    found = report.build(
        access.accounts_visible_to(request.user), today=today, with_words=access.may_see_people(request.user)
    )
    return show(request, "csat/insight_themes.html", found)
