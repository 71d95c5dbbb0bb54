"""How clearly satisfaction goes together with revenue some months later, or earlier, beside chance."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import GUTTER, value_axis

HEIGHT = 190
ONCE: Spec = {"data": {"values": [{}]}}  # a layer that is drawn once, not for every delay
LABELLED = 3  # months between labels
HEAD = 1.5  # room above the tallest bar for what is written there


@dataclass(frozen=True)
class Lag:
    """`lag` in months, above 0: satisfaction first. `z`: how many standard errors from nothing."""

    lag: int
    z: float
    is_clear: bool


@dataclass(frozen=True)
class Words:
    """All that is written in the picture, translated. `best` stands at the bar of `best_lag`."""

    reverse: str
    forward: str
    chance: str
    axis: str
    best: str


def spec(
    lags: tuple[Lag, ...],
    words: Words,
    palette: Palette,
    *,
    limit: float,
    span: tuple[int, int] | None,
    best_lag: int | None,
    width: int,
) -> Spec:
    """Bars by delay, the band of chance behind them; `span` is the set of delays that is shaded, if any."""
    most = max(lag.lag for lag in lags)
    top = max(limit, *(abs(lag.z) for lag in lags)) * HEAD
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [-most - 0.5, most + 0.5], "nice": False}}
    y = {"type": "quantitative", "scale": {"domain": [-top, top], "nice": False}}
    y |= {"axis": value_axis(tickCount=5)}
    rows = [{"lag": one.lag, "z": one.z, "clear": one.is_clear} for one in lags]
    layers = [
        *(_span(span, x, y, top=top, palette=palette) if span else ()),
        _band(x, y, limit=limit, most=most, palette=palette),
        _bars("!datum.clear", palette.fill, x, y),
        _bars("datum.clear", palette.accent, x, y),
        _line({"y": y | {"datum": 0}}, palette),
        _line({"x": x | {"datum": 0}}, palette, strokeDash=[2, 3]),
        *_words(words, x, y, palette=palette, most=most, top=top, limit=limit),
        *_best(rows, words.best, best_lag, x=x, y=y, palette=palette),
    ]
    return base(palette) | {
        "width": width - GUTTER,
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": layers,
    }


def _line(place: dict[str, Any], palette: Palette, **more: Any) -> Spec:
    return ONCE | {"mark": {"type": "rule", "color": palette.edge} | more, "encoding": place}


def _at(x: dict[str, Any], y: dict[str, Any], corners: tuple[float, float, float, float]) -> Spec:
    left, right, low, high = corners
    return {
        "x": x | {"datum": left},
        "x2": {"datum": right},
        "y": y | {"datum": low},
        "y2": {"datum": high},
    }


def _span(
    span: tuple[int, int], x: dict[str, Any], y: dict[str, Any], *, top: float, palette: Palette
) -> list[Spec]:
    corners = (span[0] - 0.5, span[1] + 0.5, -top, top)
    mark = {"type": "rect", "color": palette.accent, "opacity": 0.12}
    return [ONCE | {"mark": mark, "encoding": _at(x, y, corners)}]


def _band(x: dict[str, Any], y: dict[str, Any], *, limit: float, most: int, palette: Palette) -> Spec:
    corners = (-most - 0.5, most + 0.5, -limit, limit)
    mark = {"type": "rect", "color": palette.edge, "opacity": 0.16}
    return ONCE | {"mark": mark, "encoding": _at(x, y, corners)}


def _bars(which: str, colour: str, x: dict[str, Any], y: dict[str, Any]) -> Spec:
    sides = [
        {"calculate": "datum.lag - 0.32", "as": "from"},
        {"calculate": "datum.lag + 0.32", "as": "to"},
    ]
    return {
        "transform": [{"filter": which}, *sides],
        "mark": {"type": "rect", "color": colour, "cornerRadius": 1},
        "encoding": {
            "x": x | {"field": "from"},
            "x2": {"field": "to"},
            "y": y | {"field": "z"},
            "y2": {"datum": 0},
        },
    }


def _words(
    words: Words,
    x: dict[str, Any],
    y: dict[str, Any],
    *,
    palette: Palette,
    most: int,
    top: float,
    limit: float,
) -> list[Spec]:
    """Which side is which above, what the grey band is inside it, months and what they count below."""
    above = {"type": "text", "baseline": "top", "dy": 2, "color": palette.ink}
    sides = (words.reverse, -most - 0.5, "left"), (words.forward, most + 0.5, "right")
    found: list[Spec] = [
        ONCE
        | {
            "mark": above | {"align": align},
            "encoding": {"x": x | {"datum": at}, "y": y | {"datum": top}, "text": {"value": text}},
        }
        for text, at, align in sides
    ]
    chance = {"type": "text", "align": "left", "baseline": "top", "dx": 3, "dy": 4}
    place = {"x": x | {"datum": -most - 0.5}, "y": y | {"datum": -limit}, "text": {"value": words.chance}}
    found.append(ONCE | {"mark": chance, "encoding": place})
    months = {
        "transform": [{"filter": f"datum.lag % {LABELLED} == 0"}],
        "mark": {"type": "text", "baseline": "top", "dy": 8},
        "encoding": {"x": x | {"field": "lag"}, "y": {"value": HEIGHT}, "text": {"field": "lag"}},
    }
    axis = {"type": "text", "align": "right", "baseline": "top", "dy": 26}
    named = {"x": x | {"datum": most + 0.5}, "y": {"value": HEIGHT}, "text": {"value": words.axis}}
    return [*found, months, ONCE | {"mark": axis, "encoding": named}]


def _best(
    rows: list[dict[str, Any]],
    text: str,
    best_lag: int | None,
    *,
    x: dict[str, Any],
    y: dict[str, Any],
    palette: Palette,
) -> list[Spec]:
    """What the clearest delay says, at the end of its bar."""
    chosen = next((row for row in rows if row["lag"] == best_lag), None)
    if chosen is None:
        return []
    is_up = chosen["z"] >= 0
    mark = {"type": "text", "color": palette.ink, "fontWeight": 600, "dy": -5 if is_up else 5}
    mark |= {"baseline": "bottom" if is_up else "top", "align": "center"}
    place = {"x": x | {"datum": chosen["lag"]}, "y": y | {"datum": chosen["z"]}, "text": {"value": text}}
    return [ONCE | {"mark": mark, "encoding": place}]
