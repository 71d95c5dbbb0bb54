"""Tests that run side by side share no broker and no cache: each process has a numbered database of its own.

Loaded before the settings are read, by `-p` in pyproject.toml. PostgreSQL's databases pytest-django keeps apart.
"""

import os
from urllib.parse import urlsplit


def apart(environment: dict[str, str], process: str) -> dict[str, str]:
    """The addresses of broker and cache for the process `gw0`, `gw1` ...; those that are set, changed."""
    number = int(process.removeprefix("gw")) + 1
    return {
        name: urlsplit(environment[name])._replace(path=f"/{number}").geturl()
        for name in ("BROKER_URL", "CACHE_URL")
        if environment.get(name)
    }


if process := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ.update(apart(dict(os.environ), process))
