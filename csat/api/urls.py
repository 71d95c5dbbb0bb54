"""Addresses under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from csat.api import bulk, insight, reading
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
router.register("invitations", reading.Invitations, "invitation")
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
    path("score-groups/", ScoreGroups.as_view(), name="score-groups"),
    *(path(f"insight/{name}/", view, name=f"insight-{name}") for name, view in insight.QUESTIONS.items()),
    path("insight/effects/<uuid:uuid>/", insight.Effect.as_view(), name="insight-effect"),
    *router.urls,
]
