"""Knows a device that has answered by a signed cookie, set with the thanks and never before."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from surveys.models import Collector

LIVES = timedelta(days=365)
signer = signing.TimestampSigner(salt="surveys.public.doors.devices")


def remember(response: HttpResponse, collector: Collector) -> None:
    """Have the device keep that it answered at this collector: nothing else, and for nobody else."""
    response.set_cookie(
        _name(collector),
        signer.sign(collector.uuid.hex),
        max_age=LIVES,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def answered_at(request: HttpRequest, collector: Collector) -> datetime | None:
    """When this device answered here; None where it did not, or the cookie is forged."""
    text = request.COOKIES.get(_name(collector), "")
    try:
        if signer.unsign(text, max_age=LIVES) != collector.uuid.hex:
            return None
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(signing.b62_decode(text.split(":")[1]), UTC)


def _name(collector: Collector) -> str:
    return f"answered-{collector.slug}"
