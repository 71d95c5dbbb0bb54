"""How many are still there, month after month, by group: steps that go down, named at their ends."""

from dataclasses import dataclass

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import GUTTER, Title, value_axis

HEIGHT = 200
LABEL_GAP = 0.08  # of the axis: labels nearer than that would overlap


@dataclass(frozen=True)
class Curve:
    """`points`: (time, share of 0 to 1) in order, from the start. `label` stands at its end. `tone`: good,
    watch, bad or quiet."""

    label: str
    tone: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Words:
    title: Title
    times: str  # below the axis: what it counts


def spec(curves: tuple[Curve, ...], words: Words, palette: Palette, *, width: int, room: int) -> Spec:
    """`room`: px on the right for the labels. Time 0 is at the left end."""
    last = max((curve.points[-1][0] for curve in curves), default=1.0)
    least = min((share for curve in curves for _, share in curve.points), default=0.0)
    bottom = max(0.0, int(least * 10) / 10 - 0.1)
    inner = width - GUTTER - room
    axes = _axes(words, palette, last=last, bottom=bottom, inner=inner)
    places = _apart({c.label: c.points[-1][1] for c in curves}, (1 - bottom) * LABEL_GAP)
    steps = [
        {"time": time, "share": share, "tone": c.tone, "label": c.label}
        for c in curves
        for time, share in c.points
    ]
    ends = [{"time": last, "share": places[c.label], "tone": c.tone, "label": c.label} for c in curves]
    lines = {"mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2}}
    names = {"mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 600}}
    return base(palette) | {
        "width": inner,
        "height": HEIGHT,
        "title": words.title.fitted(width),
        "layer": [
            lines | {"data": {"values": steps}, "encoding": axes | {"detail": {"field": "label"}}},
            names | {"data": {"values": ends}, "encoding": axes | {"text": {"field": "label"}}},
        ],
    }


def _axes(words: Words, palette: Palette, *, last: float, bottom: float, inner: int) -> Spec:
    tones = {"good": palette.good, "watch": palette.watch, "bad": palette.bad, "quiet": palette.quiet}
    title = {"title": words.times, "titleColor": palette.quiet, "titleFontWeight": 400, "titleAnchor": "end"}
    return {
        "x": {
            "field": "time",
            "type": "quantitative",
            "scale": {"domain": [0, last], "nice": False},
            "axis": title | {"grid": False, "tickMinStep": 3, "tickCount": inner // 60},
        },
        "y": {
            "field": "share",
            "type": "quantitative",
            "scale": {"domain": [bottom, 1], "nice": False, "zero": False},
            "axis": value_axis() | {"format": ".0%", "tickCount": 4},
        },
        "color": {
            "field": "tone",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": list(tones), "range": list(tones.values())},
        },
    }


def _apart(heights: dict[str, float], gap: float) -> dict[str, float]:
    """The labels' heights, moved so that neighbours are at least `gap` apart."""
    placed: dict[str, float] = {}
    below = float("-inf")
    for label, height in sorted(heights.items(), key=lambda pair: pair[1]):
        below = max(height, below + gap)
        placed[label] = below
    return placed
