"""How gunicorn serves Barometer: threads, a log without personal links, a stop that lets requests finish."""

import os
from typing import Any

from django.db import connections
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from config.web.masking import mask

WHO = ("h", "u", "l", "a", "f", "{x-forwarded-for}i", "{user-agent}i", "{referer}i", "{cookie}i")


class DiscreetLogger(Logger):
    """A personal link opens a client's answers: the access log shows only its kind."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms = super().atoms(resp, req, environ, request_time)
        if environ.get("barometer.discreet"):
            # An anonymous survey: neither who came, nor what stood behind the question mark.
            atoms |= dict.fromkeys(WHO, "-") | {"q": "", "r": atoms["r"].partition("?")[0]}
        return {name: mask(value) if isinstance(value, str) else value for name, value in atoms.items()}


bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
preload_app = True  # imported once, shared by the workers: half the start, half the memory
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000  # a leak somewhere costs a restart, not the service
max_requests_jitter = 2_000
accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
logger_class = DiscreetLogger


def post_fork(server: Any, worker: Any) -> None:
    """A worker opens connections of its own, whatever was opened while the application was imported."""
    for connection in connections.all(initialized_only=True):
        connection.close()
