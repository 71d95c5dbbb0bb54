"""Lets Django find the roof's commands, templates and static files; it has no tables."""

from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "config"
