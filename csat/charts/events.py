"""What a change did over time: clients it reached less the others, span by span, against just before it."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import GUTTER, value_axis

HEIGHT = 220
LEAST_REACH = 5.0  # points: small differences stay small in the picture
HEAD = 1.25
ONCE: Spec = {"data": {"values": [{}]}}  # a layer that is drawn once, not for every span


@dataclass(frozen=True)
class Span:
    """Months `first` to `last` since the start (below 0: before it); the reference is 0 by definition."""

    first: int
    last: int
    estimate: float
    low: float
    high: float
    is_reference: bool


@dataclass(frozen=True)
class Words:
    """Translated; `start` is written at the line where the change began."""

    axis: str
    difference: str
    start: str


def spec(spans: tuple[Span, ...], words: Words, palette: Palette, *, width: int) -> Spec:
    """Points with their intervals in the middle of their months; a line where the change began."""
    rows = [
        {
            "at": (one.first + one.last + 1) / 2,
            "label": str(one.first) if one.first < 0 else f"+{one.first}" if one.first else "0",
            "from": one.first,
            "estimate": one.estimate,
            "low": one.low,
            "high": one.high,
            "kind": "reference" if one.is_reference else "after" if one.first >= 0 else "before",
        }
        for one in spans
    ]
    ends = min(one.first for one in spans), max(one.last for one in spans) + 1
    reach = max(LEAST_REACH, *(max(abs(one.low), abs(one.high)) for one in spans)) * HEAD
    x = {"type": "quantitative", "axis": None, "scale": {"domain": list(ends), "nice": False, "zero": False}}
    y = {"type": "quantitative", "scale": {"domain": [-reach, reach], "nice": False}}
    y |= {"axis": value_axis(tickCount=5)}
    return base(palette) | {
        "width": width - GUTTER,
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": [
            _line({"y": y | {"datum": 0}}, palette),
            _line({"x": x | {"datum": 0}}, palette, strokeDash=[2, 3]),
            {
                "transform": [{"filter": "datum.kind != 'reference'"}],
                "mark": {"type": "rule", "color": palette.edge, "strokeWidth": 1.5},
                "encoding": {"x": x | {"field": "at"}, "y": y | {"field": "low"}, "y2": {"field": "high"}},
            },
            _points(x, y, palette),
            *_labels(words, x, y, palette=palette, inner=width - GUTTER, top=reach),
        ],
    }


def _line(place: dict[str, Any], palette: Palette, **more: Any) -> Spec:
    return ONCE | {"mark": {"type": "rule", "color": palette.edge} | more, "encoding": place}


def _points(x: dict[str, Any], y: dict[str, Any], palette: Palette) -> Spec:
    tones = {"before": palette.quiet, "reference": palette.paper, "after": palette.accent}
    return {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "strokeWidth": 1.5},
        "encoding": {
            "x": x | {"field": "at"},
            "y": y | {"field": "estimate"},
            "fill": _by_kind(tones),
            "stroke": _by_kind(tones | {"reference": palette.quiet}),
        },
    }


def _by_kind(tones: dict[str, str]) -> dict[str, Any]:
    scale = {"domain": list(tones), "range": list(tones.values())}
    return {"field": "kind", "type": "nominal", "legend": None, "scale": scale}


def _labels(
    words: Words, x: dict[str, Any], y: dict[str, Any], *, palette: Palette, inner: int, top: float
) -> list[Spec]:
    """The first month of each span below, and what is counted; above, where it began and the unit."""
    months = {
        "mark": {"type": "text", "baseline": "top", "dy": 8},
        "encoding": {"x": x | {"field": "at"}, "y": {"value": HEIGHT}, "text": {"field": "label"}},
    }
    began = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "color": palette.ink}
    start = {"x": x | {"datum": 0}, "y": y | {"datum": top}, "text": {"value": words.start}}
    below = {"type": "text", "align": "right", "baseline": "top", "dy": 26}
    axis = {"x": {"value": inner}, "y": {"value": HEIGHT}, "text": {"value": words.axis}}
    above = {"type": "text", "align": "left", "baseline": "bottom", "dy": -6}
    unit = {"x": {"value": -GUTTER}, "y": {"value": 0}, "text": {"value": words.difference}}
    drawn = (began, start), (below, axis), (above, unit)
    return [months, *(ONCE | {"mark": mark, "encoding": place} for mark, place in drawn)]
