"""The list of all questions, each with its answer in one sentence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from csat import access
from csat.customers.queries import local_day
from csat.reports.insight import index as report

QUESTIONS = {
    "lead": lazy("Does satisfaction lead revenue?"),
    "risk": lazy("How much revenue may go?"),
    "change": lazy("Why did the score change?"),
    "drivers": lazy("What carries satisfaction?"),
    "themes": lazy("What do clients write about?"),
    "retention": lazy("Do satisfied clients stay longer?"),
    "effects": lazy("Did what we changed work?"),
    "drops": lazy("Who has fallen?"),
    "decline": lazy("Who declines quietly?"),
    "silence": lazy("Who has gone silent?"),
    "clients": lazy("How do clients compare?"),
}


@access.require(access.may_see_overview)
def index(request: HttpRequest) -> HttpResponse:
    today, accounts = local_day(timezone.now()), access.accounts_visible_to(request.user)
    is_for_all = access.may_read_insight(request.user)
    context = {
        "by_client": [_row(known) for known in report.by_client(accounts, today=today)],
        "pooled": [_row(known) for known in report.pooled(accounts, today=today)] if is_for_all else [],
        "today": today,
    }
    return render(request, "csat/insight.html", context)


def _row(known: report.Known) -> tuple[str, str, str, str, object]:
    """Url name, question, partial that says the answer, name, report."""
    says = f"csat/_insight_{known.name}_says.html"
    return f"insight_{known.name}", str(QUESTIONS[known.name]), says, known.name, known.report
