"""Who really asks: X-Forwarded-* headers count only when one of TRUSTED_PROXIES has set them."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = "HTTP_X_FORWARDED_"


def believe_trusted_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """REMOTE_ADDR becomes the visitor's own address; headers that a stranger has made up are dropped."""
    networks = [ip_network(each, strict=False) for each in settings.TRUSTED_PROXIES]

    def is_trusted(address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in networks)

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            # The nearest proxy writes last: the first stranger from the right is the visitor.
            hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            strangers = (hop for hop in reversed(hops) if hop and not is_trusted(hop))
            request.META["REMOTE_ADDR"] = next(strangers, peer)
        else:
            for name in [name for name in request.META if name.startswith(FORWARDED)]:
                del request.META[name]
        return get_response(request)

    return middleware
