"""A real web server on the test's database, and how many come to it: few in CI, all with --full."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.benchmarks.answering.servers import OURS, served
from tests.faults.clients.crowd import Crowd

FEW = Crowd(tokens=60, agents=15, browsers=3, people=120)
MANY = Crowd(tokens=1000, agents=1000, browsers=50, people=1000)


@pytest.fixture
def crowd(request: pytest.FixtureRequest) -> Crowd:
    return MANY if request.config.getoption("--full", default=False) else FEW


@pytest.fixture
def web(process_environment: dict[str, str], settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of gunicorn with two workers of eight threads; links in mails lead to it."""
    cache.clear()
    with served("web", OURS, process_environment, tmp_path) as server:
        settings.BASE_URL = f"http://127.0.0.1:{server.port}"
        yield settings.BASE_URL
    cache.clear()
