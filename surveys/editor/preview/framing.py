"""A client's page within our own: framed by us alone, in the light that was chosen."""

import hashlib
import re
from base64 import b64encode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpResponse

LIGHT, DARK = "light", "dark"
# A frame has the light of the whole browser: another one is written into the page's own style.
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_MEDIA = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")
_BOTH = re.compile(r'(color-scheme(?:" content="|:\s*))light dark')


def framed(html: str, light: str, *, status: int = 200, has_style_attributes: bool = False) -> HttpResponse:
    """The page as a response; its one inline style is allowed by its hash.

    A mail has its style in attributes, as mail programs want it: those are allowed, and no script at all.
    """
    scheme = DARK if light == DARK else LIGHT
    chosen = _BOTH.sub(
        rf"\g<1>{scheme}", _MEDIA.sub("@media all" if scheme == DARK else "@media not all", html)
    )
    response = HttpResponse(chosen, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Frame-Options"] = "SAMEORIGIN"
    policy = {"style-src": [SELF, *map(_source, _STYLE.findall(chosen))], "frame-ancestors": [SELF]}
    if has_style_attributes:
        policy |= {"style-src": [UNSAFE_INLINE], "script-src": [NONE]}
    response._csp_replace = policy  # type: ignore[attr-defined]  # what csp.decorators.csp_replace sets
    return response


def _source(css: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
