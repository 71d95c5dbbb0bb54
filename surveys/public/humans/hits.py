"""Knows the visits of programs that leave no answer, and counts them for the survey's page (D11)."""

from datetime import datetime

from django.http import HttpRequest

from surveys.actions.answering import discarding
from surveys.actions.answering.discarding import Kind
from surveys.public.visits import Visit

AHEAD = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")  # what browsers and mail programs fetch ahead with


def kind_of(request: HttpRequest) -> Kind | None:
    """Why this visit is nobody's; None for one that may be a person's."""
    if request.method == "HEAD":
        return Kind.HEAD
    is_ahead = any("prefetch" in request.headers.get(name, "").lower() for name in AHEAD)
    return Kind.PREFETCH if is_ahead or request.headers.get("X-Purpose") == "preview" else None


def count(visit: Visit, kind: Kind, now: datetime) -> None:
    discarding.count(version_id=visit.door.version_id, kind=kind, now=now)
