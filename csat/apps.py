"""The upper floor: whom we serve and ask, what answers are worth, what they say, what we do."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CsatConfig(AppConfig):
    name = "csat"
    verbose_name = "Satisfaction"

    def ready(self) -> None:
        autodiscover_modules("receivers")
