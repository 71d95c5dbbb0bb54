"""From a Vega-Lite spec to an SVG that stands in a page: no style attribute, colours are CSS variables."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import vl_convert

Spec = dict[str, Any]
# Texts are measured in a font that the drawing knows, and shown in the page's: of one that it does not know
# it thinks every Cyrillic letter twice as wide, and the picture shrinks to make room.
MEASURED = "sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours by meaning. Pages take CSS variables, which follow light and dark; mails and PDF real ones."""

    accent: str
    fill: str
    edge: str
    ink: str
    quiet: str
    hairline: str
    paper: str
    good: str
    watch: str
    bad: str


PAGE = Palette(
    accent="var(--accent)",
    fill="var(--fill)",
    edge="var(--edge)",
    ink="var(--ink)",
    quiet="var(--quiet)",
    hairline="var(--hairline)",
    paper="var(--paper)",
    good="var(--good)",
    watch="var(--watch)",
    bad="var(--bad)",
)
PRINT = Palette(
    accent="#1e4fc4",
    fill="#c3c9d3",
    edge="#858e9c",
    ink="#191e28",
    quiet="#5a6371",
    hairline="#e5e7eb",
    paper="#ffffff",
    good="#17693d",
    watch="#885000",
    bad="#b3261e",
)


def base(palette: Palette) -> Spec:
    """What all charts share: no frame, hairline grid, quiet 12 px labels."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": None,
        "padding": {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "config": {
            "aria": False,
            "font": MEASURED,
            "view": {"stroke": None},
            "axis": {
                "domain": False,
                "ticks": False,
                "grid": False,
                "title": None,
                "labelColor": palette.quiet,
                "labelFontSize": 12,
                "gridColor": palette.hairline,
            },
            "title": {
                "anchor": "start",
                "frame": "group",
                "color": palette.ink,
                "fontSize": 13,
                "fontWeight": 600,
                "subtitleColor": palette.quiet,
                "subtitleFontSize": 12,
                "subtitlePadding": 2,
                "offset": 12,
            },
            "text": {"color": palette.quiet, "fontSize": 12},
            "concat": {"spacing": 18},
        },
    }


def svg(spec: Spec, *, key: str, title: str, description: str) -> str:
    """The drawing as an element of a page, scaled by CSS. `key` makes its ids unique in the page.

    A fill or stroke of `url(#hatch)` becomes the hatching that marks what is not final.
    """
    drawn = vl_convert.vegalite_to_svg(spec)
    head, body = drawn.split(">", 1)
    box = re.search(r'viewBox="[^"]+"', head)
    words = f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
    hatch = (
        f'<defs><pattern id="{key}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatching" d="M0 0V6"/></pattern></defs>'
    )
    view = box.group() if box else ""
    start = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-t {key}-d" {view}>'
    body = body.replace("url(#hatch)", f"url(#{key}-hatch)")
    body = body.replace(f'font-family="{MEASURED}"', 'font-family="inherit"')
    return start + words + hatch + re.sub(r' (aria-hidden|aria-roledescription|role)="[^"]*"', "", body)


def png(spec: Spec, *, scale: float = 2.0) -> bytes:
    """The picture for mails. The spec must have been built with real colours."""
    return vl_convert.vegalite_to_png(spec, scale=scale)
