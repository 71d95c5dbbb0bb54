"""Lets Django find the roof's commands, templates and static files, and our admin; it has no tables."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RoofConfig(AppConfig):
    name = "config"


class LastResortConfig(AdminConfig):
    """Django's admin behind a door of its own."""

    default_site = "config.web.admin.SuperusersOnly"
