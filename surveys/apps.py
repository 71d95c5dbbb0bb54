"""The ground floor: questionnaires, invitations, delivery, the public form, responses."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"
