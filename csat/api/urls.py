"""Addresses under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from csat.api import bulk, insight, reading
from csat.api.asking import events
from csat.api.asking.invitations import Invitations
from csat.api.asking.people import suppressions
from csat.api.asking.people.exclusions import Exclusions
from csat.api.asking.people.why import WhyAsked
from csat.api.asking.rules.budgets import Budgets
from csat.api.asking.rules.foresight import CalendarAhead
from csat.api.asking.rules.programs import Programs
from csat.api.asking.rules.waves import Waves
from csat.api.said import views as said
from csat.api.score_groups import ScoreGroups
from csat.api.tokens import Tokens

router = SimpleRouter()
router.register("accounts", reading.Accounts, "account")
router.register("contacts", reading.Contacts, "contact")
router.register("deals", reading.Deals, "deal")
router.register("revenue", reading.RevenueRows, "revenue")
router.register("employees", reading.Employees, "employee")
router.register("assignments", reading.Assignments, "assignment")
router.register("programs", Programs, "program")
router.register("waves", Waves, "wave")
router.register("invitations", Invitations, "invitation")
router.register("events", events.Events, "event")
router.register("exclusions", Exclusions, "exclusion")
router.register("suppressions", suppressions.Suppressions, "suppression")
router.register("responses", said.Responses, "response")
router.register("answers", said.Answers, "answer")
router.register("scores", reading.Scores, "score")
router.register("signals", reading.Signals, "signal")
router.register("tokens", Tokens, "token")

app_name = "api"
urlpatterns = [
    *(
        path(f"{kind.value}/bulk", view.as_view(), name=f"{kind.value}-bulk")
        for kind, view in bulk.VIEWS.items()
    ),
    path("events/bulk", events.EventsBulk.as_view(), name="event-bulk"),
    path("suppressions/bulk", suppressions.SuppressionsBulk.as_view(), name="suppression-bulk"),
    path("programs/calendar/", CalendarAhead.as_view(), name="program-calendar"),
    path("budgets/", Budgets.as_view(), name="budgets"),
    path("contacts/<uuid:uuid>/why/", WhyAsked.as_view(), name="contact-why"),
    path("score-groups/", ScoreGroups.as_view(), name="score-groups"),
    *(path(f"insight/{name}/", view, name=f"insight-{name}") for name, view in insight.QUESTIONS.items()),
    path("insight/effects/<uuid:uuid>/", insight.Effect.as_view(), name="insight-effect"),
    *router.urls,
]
