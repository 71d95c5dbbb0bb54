"""A real mail server for one test, with knobs; what it took is the witness."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from config.stack.mail.server import Server


@pytest.fixture
def mail_server(tmp_path: Path, settings: Settings) -> Iterator[Server]:
    """Settings point to it. `.behaviour` is yours to order; `.messages()` and `.log()` are the witness."""
    server = Server(tmp_path / "mail")
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", urlsplit(server.url).port
    settings.MAIL_LOOKUP_URL = server.lookup_url
    yield server
    server.stop()
