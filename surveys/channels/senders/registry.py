"""Finds the channels: every module of a package that has a CHANNEL, by its name."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from surveys.channels import senders
from surveys.channels.senders.interface import Channel


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel beside mail, by name."""
    return found_in(senders)


def channel(name: str) -> Channel:
    """The channel of a batch. Raises KeyError where it is gone: its file was taken away."""
    return channels()[name]


def found_in(package: ModuleType) -> Mapping[str, Channel]:
    """The channels of a package. Raises ValueError for a name that two files take."""
    found: dict[str, Channel] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        name = f"{package.__name__}.{module.name}"
        # The interface describes a channel and this module finds them: neither is one.
        if name in (__name__, Channel.__module__):
            continue
        made: Channel | None = getattr(importlib.import_module(name), "CHANNEL", None)
        if made is None:
            continue
        if made.name in found:
            raise ValueError(f"two channels are called {made.name!r}; one of them is {name}")
        found[made.name] = made
    return found
