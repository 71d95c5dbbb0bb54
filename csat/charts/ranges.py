"""Ranges under each other on one axis, each with its expected value and, where it is known, what happened."""

from dataclasses import dataclass

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import Title

ROW = 58


@dataclass(frozen=True)
class Range:
    """`label` stands above the bar, `note` below it. `happened` None: not known yet."""

    label: str
    note: str
    low: float
    at: float
    high: float
    happened: float | None
    is_inside: bool


def spec(ranges: tuple[Range, ...], title: Title, palette: Palette, *, width: int) -> Spec:
    """In the order given, from the top; the axis begins at 0."""
    rows = [
        {"i": i, "label": r.label, "note": r.note, "low": r.low, "at": r.at, "high": r.high}
        | {"happened": r.happened, "tone": "good" if r.is_inside else "bad"}
        for i, r in enumerate(ranges)
    ]
    top = max((max(r.high, r.happened or 0) for r in ranges), default=1) or 1
    places: Spec = {"domain": [-0.55, len(rows) - 0.3], "reverse": True}
    x: Spec = {"type": "quantitative", "scale": {"domain": [0, top], "nice": 4}}
    y: Spec = {"field": "i", "type": "quantitative", "axis": None, "scale": places}
    inner = width - 12
    return base(palette) | {
        "width": inner,
        "height": ROW * len(rows),
        "title": title.fitted(width) | {"dx": 0},
        "data": {"values": rows},
        "layer": [*_marks(x, y, palette), *_words(y, palette)],
    }


def _marks(x: Spec, y: Spec, palette: Palette) -> list[Spec]:
    """A bar, the dot of what is expected, the diamond of what happened."""
    axis = {"axis": {"grid": True, "tickCount": 4, "format": "~r"}}
    bar = {"type": "rule", "strokeWidth": 10, "color": palette.accent, "opacity": 0.28, "strokeCap": "round"}
    point = {"type": "point", "filled": True, "opacity": 1}
    tones: Spec = {"domain": ["good", "bad"], "range": [palette.good, palette.bad]}
    colour: Spec = {"field": "tone", "type": "nominal", "legend": None, "scale": tones}
    return [
        {"mark": bar, "encoding": {"x": x | axis | {"field": "low"}, "x2": {"field": "high"}, "y": y}},
        {
            "mark": point | {"shape": "circle", "size": 80, "color": palette.accent},
            "encoding": {"x": x | {"field": "at"}, "y": y},
        },
        {
            "transform": [{"filter": "datum.happened != null"}],
            "mark": point | {"shape": "diamond", "size": 150, "stroke": palette.paper},
            "encoding": {"x": x | {"field": "happened"}, "y": y, "color": colour},
        },
    ]


def _words(y: Spec, palette: Palette) -> list[Spec]:
    words = {"type": "text", "align": "left", "fontSize": 12}
    return [
        {
            "mark": words | {"dy": -16, "color": palette.ink, "fontWeight": 600},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "label"}},
        },
        {
            "mark": words | {"dy": 16, "color": palette.quiet},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "note"}},
        },
    ]
