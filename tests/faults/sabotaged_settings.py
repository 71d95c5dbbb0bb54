"""The settings of a sabotaged process: the real ones, and an app that breaks one promise."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.apps.SabotagedConfig"]
