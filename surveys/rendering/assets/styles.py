"""The clients' style sheets as one inlined element: a page is readable after one request.

The content security policy allows an inlined style by its hash; `sources` names those in use.
"""

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from surveys.rendering import colours

FOLDER = Path(__file__).resolve().parents[2] / "static" / "surveys"
SHEETS = ("paper", "form", "scales", "picks", "fields", "grids", "wide")
MOST_COLOURS = 8  # an installation has one; whoever tries others out leaves no long header behind

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s*([{};,>])\s*|\s+")
_handed_out: dict[str, "Style"] = {}


@dataclass(frozen=True)
class Style:
    """A style element, and its hash as the policy's style-src names it."""

    element: SafeString
    source: str


def element(colour: str) -> SafeString:
    """The style element of a page in the company's colour."""
    if colour not in _handed_out:
        while len(_handed_out) >= MOST_COLOURS:
            _handed_out.pop(next(iter(_handed_out)), None)
        _handed_out[colour] = _made(colour)
    return _handed_out[colour].element


def sources() -> list[str]:
    """The style elements that this process hands out, as the policy's style-src names them."""
    return sorted({style.source for style in list(_handed_out.values())})


def _made(colour: str) -> Style:
    accent = colours.accent(colour)
    css = (
        f":root{{--a-light:{accent.light};--on-light:{accent.on_light};"
        f"--a-dark:{accent.dark};--on-dark:{accent.on_dark}}}{_sheets()}"
    )
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(element=mark_safe(f"<style>{css}</style>"), source=f"'sha256-{digest}'")


@lru_cache(maxsize=1)
def _sheets() -> str:
    return "".join(smaller((FOLDER / f"{name}.css").read_text(encoding="utf-8")) for name in SHEETS)


def smaller(css: str) -> str:
    """The same rules without comments and without space around their punctuation."""
    return _SPACE.sub(lambda match: match.group(1) or " ", _COMMENT.sub("", css)).strip()
