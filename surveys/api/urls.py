"""Addresses of surveys under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from surveys.api.drafts import Draft, Review
from surveys.api.schema import QuestionnaireSchema
from surveys.api.surveys import Surveys
from surveys.api.versions import Comparison, Export, Versions

router = SimpleRouter()
router.register("surveys", Surveys, "survey")
ONE = "surveys/<uuid:uuid>"

app_name = "surveys-api"
urlpatterns = [
    path(f"{ONE}/draft/", Draft.as_view(), name="survey-draft"),
    path(f"{ONE}/review/", Review.as_view(), name="survey-review"),
    path(f"{ONE}/compare/", Comparison.as_view(), name="survey-compare"),
    path(f"{ONE}/export/", Export.as_view(), name="survey-export"),
    path(
        f"{ONE}/versions/",
        Versions.as_view({"get": "list", "post": "create"}),
        name="survey-versions",
    ),
    path(f"{ONE}/versions/<int:number>/", Versions.as_view({"get": "retrieve"}), name="survey-version"),
    path("questionnaire-schema/1", QuestionnaireSchema.as_view(), name="questionnaire-schema"),
    *router.urls,
]
