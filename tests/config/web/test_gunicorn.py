"""What the web server's log says of clients' pages: their kind, never whose."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils.log import log_response
from gunicorn.config import Config

from config.web.gunicorn import DiscreetLogger, access_log_format
from config.web.masking import Masked, mask


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("GET /s/abcdefgh12345678?a=7 HTTP/1.1", "GET /s/…?a=7 HTTP/1.1"),
        ("POST /c/k7Qm2xV9pLd4 HTTP/1.1", "POST /c/… HTTP/1.1"),
        ("POST /c/k7Qm2xV9pLd4/abcd_efgh-12345678?page=2 HTTP/1.1", "POST /c/…?page=2 HTTP/1.1"),
        ("GET /w/k7Qm2xV9pLd4.js HTTP/1.1", "GET /w/….js HTTP/1.1"),
        ("GET /accounts/ HTTP/1.1", "GET /accounts/ HTTP/1.1"),
    ],
)
def test_links_are_masked(line: str, masked: str) -> None:
    assert mask(line) == masked


def line(environ: dict[str, Any]) -> str:
    given = {
        "REMOTE_ADDR": "203.0.113.77",
        "REQUEST_METHOD": "POST",
        "RAW_URI": "/s/abcdefgh12345678?a=7",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "QUERY_STRING": "a=7",
        "HTTP_USER_AGENT": "Tracer/9.1",
        "HTTP_REFERER": "https://mail.example/inbox/7",
    }
    headers = [("USER-AGENT", "Tracer/9.1"), ("X-FORWARDED-FOR", "203.0.113.77"), ("COOKIE", "a=b")]
    response = SimpleNamespace(status="303 See Other", sent=0, headers=[])
    request = SimpleNamespace(headers=headers)
    time = SimpleNamespace(seconds=0, microseconds=1000)
    logger = DiscreetLogger(Config())
    atoms = logger.atoms(response, request, given | environ, time)
    everything = f"{access_log_format} %(a)s %(f)s %(q)s %({{user-agent}}i)s %({{x-forwarded-for}}i)s"
    return everything % logger.atoms_wrapper_class(atoms)


def test_an_anonymous_answer_leaves_neither_address_nor_program_nor_query() -> None:
    assert "203.0.113.77" in line({}) and "Tracer" in line({})
    found = line({"barometer.discreet": "yes"})
    assert not any(trace in found for trace in ("203.0.113.77", "Tracer", "a=7", "mail.example", "abcdefgh"))
    assert '"POST /s/…' in found


def test_a_failure_is_logged_without_the_link(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(Masked())
    failed = SimpleNamespace(status_code=503)

    log_response("Service Unavailable: %s", "/s/abcdefgh12345678", response=failed)

    assert "Service Unavailable: /s/…" in caplog.text and "abcdefgh" not in caplog.text
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["masked"]
