"""Importance beside performance: each attribute a point with its errors both ways, in four named quarters."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import GUTTER, value_axis

HEIGHT = 320
LABEL_WIDE, LABEL_HIGH, LABEL_OFF = 0.4, 0.05, 0.035  # of the spans; how far off its point a label stands
ROOM = 0.08  # of the span, beyond the outermost interval
ONCE: Spec = {"data": {"values": [{}]}}  # a layer that is drawn once, not for every point


@dataclass(frozen=True)
class Cross:
    """`importance` in percent, `performance` in points, each with low and high; `number` stands beside it.

    `is_placed`: its quarter is sure enough to be named, and `label` is written.
    """

    number: str
    label: str
    importance: tuple[float, float, float]
    performance: tuple[float, float, float]
    is_placed: bool


@dataclass(frozen=True)
class Words:
    """Translated; the quarters by importance (less, more) and performance (below, above)."""

    importance: str
    performance: str
    less_below: str
    less_above: str
    more_below: str
    more_above: str


def spec(
    crosses: tuple[Cross, ...], words: Words, palette: Palette, *, lines: tuple[float, float], width: int
) -> Spec:
    """`lines`: where importance and performance are parted."""
    rows: list[dict[str, Any]] = [
        {
            "number": one.number,
            "label": f"{one.number} {one.label}" if one.is_placed else one.number,
            "x": one.importance[0],
            "x_low": one.importance[1],
            "x_high": one.importance[2],
            "y": one.performance[0],
            "y_low": one.performance[1],
            "y_high": one.performance[2],
            "placed": one.is_placed,
        }
        for one in crosses
    ]
    ends = _ends(rows, "x", lines[0], least=0.0), _ends(rows, "y", lines[1], least=None)
    rows = _labelled(rows, ends)
    x = _axis(ends[0], {"grid": False, "tickCount": 5, "labelPadding": 6})
    y = _axis(ends[1], value_axis(tickCount=5, grid=False))
    return base(palette) | {
        "width": width - GUTTER,
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": [
            _line({"x": x | {"datum": lines[0]}}, palette),
            _line({"y": y | {"datum": lines[1]}}, palette),
            *_quarters(words, x, y, ends=ends, palette=palette),
            *_errors(x, y, palette),
            *_points(x, y, palette),
            *_axis_names(words, palette, inner=width - GUTTER),
        ],
    }


def _labelled(
    rows: list[dict[str, Any]], ends: tuple[tuple[float, float], tuple[float, float]]
) -> list[dict[str, Any]]:
    """On which side of its point a label stands: inwards, and below where one above would meet another's."""
    wide, high = ends[0][1] - ends[0][0], ends[1][1] - ends[1][0]
    found: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda one: -one["y"]):
        side = "left" if row["x"] <= sum(ends[0]) / 2 else "right"
        above = row["y"] + LABEL_OFF * high
        is_met = any(
            abs(row["x"] - other["x"]) < LABEL_WIDE * wide
            and abs(above - other["label_y"]) < LABEL_HIGH * high
            for other in found
        )
        height = above - 2 * LABEL_OFF * high if is_met else above
        found.append(row | {"side": side, "level": "top" if is_met else "bottom", "label_y": height})
    return found


def _ends(rows: list[dict[str, Any]], side: str, line: float, *, least: float | None) -> tuple[float, float]:
    seen = [line, *(row[f"{side}{end}"] for row in rows for end in ("", "_low", "_high"))]
    room = (max(seen) - min(seen) or 1.0) * ROOM
    low = min(seen) - room
    return (low if least is None else max(least, low)), max(seen) + room


def _axis(ends: tuple[float, float], axis: dict[str, Any]) -> dict[str, Any]:
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale, "axis": axis}


def _line(place: dict[str, Any], palette: Palette) -> Spec:
    mark = {"type": "rule", "color": palette.edge, "strokeDash": [2, 3]}
    return ONCE | {"mark": mark, "encoding": place}


def _quarters(
    words: Words,
    x: dict[str, Any],
    y: dict[str, Any],
    *,
    ends: tuple[tuple[float, float], tuple[float, float]],
    palette: Palette,
) -> list[Spec]:
    """The names of the four quarters, in the corners."""
    (left, right), (bottom, top) = ends
    corners = (
        (words.less_above, left, top),
        (words.more_above, right, top),
        (words.less_below, left, bottom),
        (words.more_below, right, bottom),
    )
    return [
        ONCE
        | {
            "mark": {
                "type": "text",
                "align": "left" if at == left else "right",
                "baseline": "top" if height == top else "bottom",
                "dx": 4 if at == left else -4,
                "dy": 4 if height == top else -4,
                "color": palette.quiet,
            },
            "encoding": {"x": x | {"datum": at}, "y": y | {"datum": height}, "text": {"value": text}},
        }
        for text, at, height in corners
    ]


def _errors(x: dict[str, Any], y: dict[str, Any], palette: Palette) -> list[Spec]:
    mark = {"type": "rule", "color": palette.edge, "strokeWidth": 1.25}
    return [
        {
            "mark": mark,
            "encoding": {"x": x | {"field": "x_low"}, "x2": {"field": "x_high"}, "y": y | {"field": "y"}},
        },
        {
            "mark": mark,
            "encoding": {"x": x | {"field": "x"}, "y": y | {"field": "y_low"}, "y2": {"field": "y_high"}},
        },
    ]


def _points(x: dict[str, Any], y: dict[str, Any], palette: Palette) -> list[Spec]:
    """Filled where the quarter is sure, hollow where it is not."""
    place = {"x": x | {"field": "x"}, "y": y | {"field": "y"}}
    sure = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": palette.accent}
    unsure = {"type": "point", "size": 70, "opacity": 1, "stroke": palette.quiet, "fill": palette.paper}
    text = {"type": "text", "color": palette.ink, "fontWeight": 600}
    words = place | {"text": {"field": "label"}}
    return [
        {"transform": [{"filter": "!datum.placed"}], "mark": unsure, "encoding": place},
        {"transform": [{"filter": "datum.placed"}], "mark": sure, "encoding": place},
        *(
            {
                "transform": [{"filter": f"datum.side == '{side}' && datum.level == '{level}'"}],
                "mark": text | {"align": side, "baseline": level, "dx": across, "dy": down},
                "encoding": words,
            }
            for side, across in (("left", 6), ("right", -6))
            for level, down in (("bottom", -4), ("top", 5))
        ),
    ]


def _axis_names(words: Words, palette: Palette, *, inner: int) -> list[Spec]:
    below = {"type": "text", "align": "right", "baseline": "top", "dy": 24, "color": palette.quiet}
    above = {"type": "text", "align": "left", "baseline": "bottom", "dy": -6, "color": palette.quiet}
    names = (
        (below, inner, HEIGHT, words.importance),
        (above, -GUTTER, 0, words.performance),
    )
    return [
        ONCE | {"mark": mark, "encoding": {"x": {"value": x}, "y": {"value": y}, "text": {"value": text}}}
        for mark, x, y, text in names
    ]
