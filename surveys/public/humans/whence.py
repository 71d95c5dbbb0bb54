"""Where an answer came from, as far as it is kept: a keyed hash for 90 days, and whether it was us."""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from surveys.actions.answering import Whence
from surveys.models import Inside
from surveys.public.doors import floods

PURPOSE = b"barometer: device of an answer"


def of_request(request: HttpRequest) -> Whence:
    """Who posts a page: the hash of network and browser, and the sign that it is one of us."""
    return Whence(device=device(request), inside=_inside(request))


def device(request: HttpRequest) -> str:
    """Tells one browser in one network from another; neither can be had out of it without our key."""
    network = floods.network(request.META.get("REMOTE_ADDR", ""))
    known = f"{network} {request.headers.get('User-Agent', '')}"
    key = hmac.digest(settings.SECRET_KEY.encode(), PURPOSE, "sha256")
    return hmac.digest(key, known.encode(errors="replace"), "sha256").hex()[:32]


def _inside(request: HttpRequest) -> str:
    # Clients have no session here: only for who brings a cookie of ours the database is asked.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return Inside.SESSION
    return Inside.NETWORK if _is_ours(request.META.get("REMOTE_ADDR", "")) else ""


def _is_ours(address: str) -> bool:
    if not settings.OFFICE_NETWORKS:
        return False
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in ip_network(each, strict=False) for each in settings.OFFICE_NETWORKS)
