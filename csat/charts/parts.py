"""A change taken apart: from the score before, part by part, to the score after; each with its interval."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base

ROW = 28


@dataclass(frozen=True)
class Step:
    """One part from `start` to `end`; its interval stands around `end`. Beyond noise where `is_clear`."""

    label: str
    value: str
    start: float
    end: float
    low: float | None
    high: float | None
    is_clear: bool


@dataclass(frozen=True)
class End:
    """The score at one end, as text and as number."""

    label: str
    value: str
    at: float


def spec(
    steps: tuple[Step, ...], ends: tuple[End, End], palette: Palette, *, width: int, gutter: int
) -> Spec:
    """The score before on top, a row a part, the score after at the bottom; `gutter` px for labels."""
    rows = [
        {
            "row": place + 1,
            "label": step.label,
            "value": step.value,
            "start": step.start,
            "end": step.end,
            "low": step.low,
            "high": step.high,
            "tone": ("more" if step.end >= step.start else "less") if step.is_clear else "unclear",
        }
        for place, step in enumerate(steps)
    ]
    last = len(rows) + 1
    scores = [
        {"row": row, "label": end.label, "value": end.value, "at": end.at}
        for row, end in zip((0, last), ends, strict=True)
    ]
    x, y = _x(rows, scores), _y(last)
    return base(palette) | {
        "width": width - gutter,
        "height": ROW * (last + 1),
        "padding": {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "layer": [
            *_labels(rows, scores, y, palette=palette, gutter=gutter),
            _connectors(rows, scores, x, y, palette=palette),
            _bars(rows, x, y, palette),
            _whiskers(rows, x, y, palette),
            *_scores(scores, x, y, palette),
            _values(rows, x, y, palette),
        ],
    }


def _x(rows: list[dict[str, Any]], scores: list[dict[str, Any]]) -> dict[str, Any]:
    """Wide enough for all intervals, with room for the numbers on both sides."""
    seen = [row[key] for row in rows for key in ("start", "end", "low", "high") if row[key] is not None]
    seen += [score["at"] for score in scores]
    low, high = min(seen), max(seen)
    room = max(high - low, 1.0) * 0.14
    scale = {"domain": [low - room, high + room], "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale, "axis": None}


def _y(last: int) -> dict[str, Any]:
    scale = {"domain": [last + 0.5, -0.5], "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale, "axis": None}


def _labels(
    rows: list[dict[str, Any]],
    scores: list[dict[str, Any]],
    y: dict[str, Any],
    *,
    palette: Palette,
    gutter: int,
) -> list[Spec]:
    text = {"type": "text", "align": "left", "baseline": "middle", "limit": gutter - 10}
    at = {"x": {"value": -gutter}, "y": y | {"field": "row"}, "text": {"field": "label"}}
    strong = text | {"fontWeight": 600, "color": palette.ink}
    return [
        {"data": {"values": rows}, "mark": text, "encoding": at},
        {"data": {"values": scores}, "mark": strong, "encoding": at},
    ]


def _connectors(
    rows: list[dict[str, Any]],
    scores: list[dict[str, Any]],
    x: dict[str, Any],
    y: dict[str, Any],
    *,
    palette: Palette,
) -> Spec:
    """Hairlines from each end of a part to the beginning of the next one."""
    stops = [scores[0]["at"], *(row["end"] for row in rows)]
    lines = [{"at": stop, "from": place, "to": place + 1} for place, stop in enumerate(stops)]
    place = {"x": x | {"field": "at"}, "y": y | {"field": "from"}, "y2": {"field": "to"}}
    return {"data": {"values": lines}, "mark": {"type": "rule", "color": palette.hairline}, "encoding": place}


def _bars(rows: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], palette: Palette) -> Spec:
    tones = {"more": palette.good, "less": palette.bad, "unclear": palette.fill}
    sides = [
        {"calculate": "datum.row - 0.3", "as": "top"},
        {"calculate": "datum.row + 0.3", "as": "bottom"},
    ]
    return {
        "data": {"values": rows},
        "transform": sides,
        "mark": {"type": "rect", "cornerRadius": 1.5},
        "encoding": {
            "x": x | {"field": "start"},
            "x2": {"field": "end"},
            "y": y | {"field": "top"},
            "y2": {"field": "bottom"},
            "color": {
                "field": "tone",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": list(tones), "range": list(tones.values())},
            },
        },
    }


def _whiskers(rows: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], palette: Palette) -> Spec:
    known = [row for row in rows if row["low"] is not None]
    return {
        "data": {"values": known},
        "mark": {"type": "rule", "color": palette.ink, "strokeWidth": 1.25},
        "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y | {"field": "row"}},
    }


def _scores(
    scores: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], palette: Palette
) -> list[Spec]:
    dot = {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": palette.accent}
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 9, "fontWeight": 600}
    place = {"x": x | {"field": "at"}, "y": y | {"field": "row"}}
    words = place | {"text": {"field": "value"}}
    return [
        {"data": {"values": scores}, "mark": dot, "encoding": place},
        {"data": {"values": scores}, "mark": text | {"color": palette.ink}, "encoding": words},
    ]


def _values(rows: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], palette: Palette) -> Spec:
    """The number of each part, right of everything that is drawn for it."""
    placed = [
        row | {"right": max(v for v in (row["start"], row["end"], row["high"]) if v is not None)}
        for row in rows
    ]
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "color": palette.ink}
    place = {"x": x | {"field": "right"}, "y": y | {"field": "row"}, "text": {"field": "value"}}
    return {"data": {"values": placed}, "mark": text, "encoding": place}
