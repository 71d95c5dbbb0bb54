"""Sites that may frame a widget, as people type them: one a line, without wildcards or paths."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from surveys.errors import DomainError

HOST = re.compile(r"(?=.{1,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
PORTS = {"http": 80, "https": 443}


class WrongOrigin(DomainError):
    """A line is no site's origin."""

    code = "wrong_origin"


def read(text: str) -> list[str]:
    """The origins in a text as browsers write them, each once, in their order. Raises WrongOrigin."""
    return list(dict.fromkeys(origin(line) for line in re.split(r"[\s,]+", text) if line))


def origin(address: str) -> str:
    """`https://www.example.com` of an address on that site. Raises WrongOrigin.

    What comes out stands in a header of ours, so nothing passes but scheme, host and port.
    """
    wrong = WrongOrigin(
        _("“%(address)s” is not a site's address.") % {"address": address[:80]},
        mend=_("Write it like https://www.example.com."),
    )
    try:
        parts = urlsplit(address.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        raise wrong from None
    if parts.scheme not in PORTS or not HOST.fullmatch(host) or parts.username is not None:
        raise wrong
    is_usual = port in (None, PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"


def _ascii(host: str) -> str:
    return host.encode("idna").decode("ascii").lower() if host else ""
