"""The features whose rows fall due: each has a tasks.py with `sweep(now) -> int`."""

from importlib import import_module
from importlib.util import find_spec

from config.sweep import Feature

SWEPT = (
    "surveys.tasks",
    "csat.programs.tasks",
    "csat.scores.tasks",
    "csat.alerts.tasks",
    "csat.cases.tasks",
)


def sweeps() -> dict[str, Feature]:
    """Feature name -> its sweep, in the order in which one's work makes the next one's due."""
    modules = {name.removesuffix(".tasks"): import_module(name) for name in SWEPT if find_spec(name)}
    return {name: module.sweep for name, module in modules.items() if hasattr(module, "sweep")}
