"""Clients by their estimate, each with its interval: a few by name, or all of thousands as thin lines."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import GUTTER, LETTER_WIDTH, Title, value_axis

ROW, HEIGHT = 27, 210
THICKEST, THINNEST = 5.0, 0.35
LEAST_SPAN = 40
STATES = ("below", "above", "unsure")


@dataclass(frozen=True)
class Client:
    """`state`: "below", "above" or "unsure", by the interval alone. `is_shown`: in the table beside."""

    name: str
    estimate: float
    low: float
    high: float
    state: str
    is_shown: bool = True


@dataclass(frozen=True)
class Line:
    """What all are held against, with its words."""

    at: float
    label: str


def named(
    clients: tuple[Client, ...], line: Line | None, palette: Palette, *, width: int, gutter: int
) -> Spec:
    """A row a client, in the order given, from the top; `gutter` px for the names."""
    rows = [_row(i, client, room=gutter // LETTER_WIDTH - 2) for i, client in enumerate(clients)]
    low, high = _ends(clients, line)
    x: dict[str, Any] = {"type": "quantitative", "scale": {"domain": [low, high], "nice": False}}
    axis = {"axis": {"grid": True, "values": list(range(low, high + 1, 10)), "orient": "bottom"}}
    scale = {"domain": [-0.6, len(rows) - 0.4], "reverse": True}
    y = {"field": "i", "type": "quantitative", "axis": None, "scale": scale}
    bar = {"type": "rule", "strokeWidth": 4, "strokeCap": "round", "opacity": 0.55}
    dot = {"type": "point", "filled": True, "size": 62, "opacity": 1}
    words = {"type": "text", "align": "right", "dx": -10, "color": palette.ink}
    return base(palette) | {
        "width": width - gutter - 8,
        "height": ROW * max(len(rows), 1),
        "padding": {"left": 0, "right": 8, "top": 20 if line else 4, "bottom": 2},
        "data": {"values": rows},
        "layer": [
            *_upright(line, palette, x),
            {
                "mark": bar,
                "encoding": {"x": x | axis | {"field": "low"}, "x2": {"field": "high"}, "y": y}
                | _colour(palette),
            },
            {"mark": dot, "encoding": {"x": x | {"field": "at"}, "y": y} | _colour(palette)},
            {"mark": words, "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}}},
        ],
    }


def crowd(
    clients: tuple[Client, ...], line: Line | None, title: Title, palette: Palette, *, width: int
) -> Spec:
    """All clients from left to right in the order given: one path a state, however many there are."""
    inner = width - GUTTER
    low, high = _ends(clients, line)
    x: dict[str, Any] = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.5, len(clients) - 0.5], "nice": False, "zero": False},
    }
    y: dict[str, Any] = {
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": value_axis(values=list(range(low, high + 1, 20))),
    }
    thickness = max(THINNEST, min(THICKEST, 0.62 * inner / len(clients)))
    return base(palette) | {
        "width": inner,
        "height": HEIGHT,
        "title": title.fitted(width),
        "layer": [
            *_shown(clients, palette, x),
            *(
                _intervals(clients, state, palette, x=x | {"field": "i"}, y=y, thickness=thickness)
                for state in STATES
            ),
            {
                "data": {"values": [{"i": i, "at": c.estimate} for i, c in enumerate(clients)]},
                "mark": {"type": "line", "color": palette.ink, "strokeWidth": 1.25},
                "encoding": {"x": x | {"field": "i"}, "y": y | {"field": "at"}},
            },
            *_level(line, palette, y),
        ],
    }


def _row(i: int, client: Client, *, room: int) -> dict[str, Any]:
    """Names are cut here, where the room is known."""
    return {
        "i": i,
        "name": client.name if len(client.name) <= room else client.name[: room - 1].rstrip() + "…",
        "at": client.estimate,
        "low": client.low,
        "high": client.high,
        "state": client.state,
    }


def _ends(clients: tuple[Client, ...], line: Line | None) -> tuple[int, int]:
    """Round tens around all intervals and the line, at least 40 points apart, within the scale."""
    seen = [value for c in clients for value in (c.low, c.high)] + ([line.at] if line else [])
    low, high = (int(min(seen) // 10 * 10), int(-(-max(seen) // 10) * 10)) if seen else (0, 100)
    while high - low < LEAST_SPAN:
        low, high = (low, high + 10) if high < 100 and (low == 0 or high % 20) else (low - 10, high)
    return low, high


def _tones(palette: Palette) -> dict[str, str]:
    return {"below": palette.bad, "above": palette.good, "unsure": palette.edge}


def _colour(palette: Palette) -> dict[str, Any]:
    tones = _tones(palette)
    scale = {"domain": list(tones), "range": list(tones.values())}
    return {"color": {"field": "state", "type": "nominal", "legend": None, "scale": scale}}


def _intervals(
    clients: tuple[Client, ...],
    state: str,
    palette: Palette,
    *,
    x: dict[str, Any],
    y: dict[str, Any],
    thickness: float,
) -> Spec:
    """One path for all intervals of a state, broken between them: a tenth of the size of single marks."""
    points: list[dict[str, Any]] = []
    for i, client in enumerate(clients):
        if client.state == state:
            points += [{"i": i, "y": client.low}, {"i": i, "y": client.high}, {"i": i, "y": None}]
    rows = [point | {"o": o} for o, point in enumerate(points)]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": _tones(palette)[state],
            "strokeWidth": thickness,
            "strokeJoin": "bevel",
            "opacity": 0.6,
            "invalid": "break-paths-show-domains",
        },
        "encoding": {"x": x, "y": y | {"field": "y"}, "order": {"field": "o", "type": "quantitative"}},
    }


def _shown(clients: tuple[Client, ...], palette: Palette, x: dict[str, Any]) -> list[Spec]:
    """Where the clients of the table beside stand among all."""
    places = [i for i, client in enumerate(clients) if client.is_shown]
    if not places or len(places) == len(clients):
        return []
    ends = [{"from": places[0] - 0.5, "to": places[-1] + 0.5}]
    return [
        {
            "data": {"values": ends},
            "mark": {"type": "rect", "fill": palette.accent, "opacity": 0.12},
            "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
        }
    ]


def _upright(line: Line | None, palette: Palette, x: dict[str, Any]) -> list[Spec]:
    if line is None:
        return []
    one: Spec = {"data": {"values": [{}]}}
    at = {"x": x | {"datum": line.at}}
    words = {"type": "text", "baseline": "bottom", "dy": -4, "color": palette.ink}
    return [
        one | {"mark": {"type": "rule", "color": palette.ink, "strokeDash": [4, 3]}, "encoding": at},
        one | {"mark": words, "encoding": at | {"y": {"value": 0}, "text": {"value": line.label}}},
    ]


def _level(line: Line | None, palette: Palette, y: dict[str, Any]) -> list[Spec]:
    if line is None:
        return []
    one: Spec = {"data": {"values": [{}]}}
    at = {"y": y | {"datum": line.at}}
    words = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -4, "color": palette.ink}
    words |= {"fontWeight": 600}
    return [
        one | {"mark": {"type": "rule", "color": palette.ink, "strokeDash": [4, 3]}, "encoding": at},
        one | {"mark": words, "encoding": at | {"x": {"value": 0}, "text": {"value": line.label}}},
    ]
