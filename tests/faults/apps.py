"""Puts the sabotage named in the environment into a process, once its models are loaded."""

import importlib
import os

from django.apps import AppConfig


class SabotagedConfig(AppConfig):
    name = "tests.faults"
    label = "sabotaged"

    def ready(self) -> None:
        ways = importlib.import_module("tests.faults.sabotage")
        getattr(ways, os.environ["SABOTAGE"])()
