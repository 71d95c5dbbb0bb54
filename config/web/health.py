"""What monitors ask: /healthz (this process answers) and /readyz (database, broker and sweep are there)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView
from kombu.exceptions import OperationalError

from config import sweep
from config.celery import app

PROBES = ("/healthz", "/readyz")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@dataclass
class Broker(HealthCheck):
    """Whether the broker takes a connection within a second."""

    def run(self) -> None:
        try:
            with app.connection_for_write() as broker:
                broker.ensure_connection(max_retries=1, timeout=2)
        except (OperationalError, OSError) as error:
            raise ServiceUnavailable("the broker does not answer") from error


@dataclass
class Sweep(HealthCheck):
    """Whether a sweep has finished a round lately."""

    def run(self) -> None:
        try:
            seconds = sweep.seconds_since_last_round(now=timezone.now())
        finally:
            connection.close()  # this runs in a thread of its own
        if seconds is None:
            raise ServiceUnavailable("no sweep has run yet")
        if seconds > sweep.longest_silence_seconds():
            raise ServiceUnavailable(f"the last sweep was {seconds:.0f} seconds ago")


class ReadyView(HealthCheckView):
    """200 when everything is there, else 503; a line for each either way."""

    checks = (Database, Broker, Sweep)

    async def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        results = await asyncio.gather(*(check.get_result() for check in self.get_checks()))
        lines = {type(each.check).__name__.lower(): str(each.error or "ok") for each in results}
        is_ready = not any(each.error for each in results)
        return JsonResponse(
            {"status": "ready" if is_ready else "not ready", "checks": lines}, status=200 if is_ready else 503
        )


readyz = ReadyView.as_view()


def answer_probes_by_any_name(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Load balancers ask by address, not by name: probes are as if asked under our own name."""
    own_name = urlsplit(settings.BASE_URL).netloc

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = own_name
        return get_response(request)

    return middleware
