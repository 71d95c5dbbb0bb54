"""The upper floor: whom we serve and ask, what answers are worth, what they say, what we do."""

from django.apps import AppConfig


class CsatConfig(AppConfig):
    name = "csat"
    verbose_name = "Satisfaction"
