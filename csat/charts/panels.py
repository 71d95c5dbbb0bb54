"""What the charts by month share: the axis of months, the open month's hatching, the panel of revenue."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from csat.charts.drawing import Palette, Spec

GUTTER = 34  # width kept for the labels of all value axes, so that the months stand under each other
HEIGHT = 120
LETTER_WIDTH = 7  # about, of a 12 px label

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Title:
    """A panel's name and, smaller, what its axis counts; translated."""

    name: str
    unit: str

    @property
    def spec(self) -> dict[str, Any]:
        return {"text": self.name, "subtitle": self.unit, "dx": -GUTTER}

    def fitted(self, width: int) -> dict[str, Any]:
        """Broken into lines: a title wider than the picture would make the whole of it smaller."""
        name, unit = (wrap(text, int(width / LETTER_WIDTH)) for text in (self.name, self.unit))
        return {"text": name, "subtitle": unit, "dx": -GUTTER}


def panel(rows: Rows, *, width: int) -> Spec:
    return {"width": width - GUTTER, "height": HEIGHT, "data": {"values": rows}}


def x(rows: Rows, field: str = "i") -> dict[str, Any]:
    """The place of a month: whole numbers from 0, each in the middle of its month."""
    scale = {"domain": [-0.5, len(rows) - 0.5], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def value_axis(**more: Any) -> dict[str, Any]:
    return {"grid": True, "minExtent": GUTTER, "maxExtent": GUTTER, "format": "~r"} | more


def edges(half: float) -> list[dict[str, str]]:
    """Where a month's bar begins and ends."""
    return [
        {"calculate": f"datum.i - {half}", "as": "from"},
        {"calculate": f"datum.i + {half}", "as": "to"},
    ]


def wash(rows: Rows, y: dict[str, Any], low: float, high: float) -> Spec:
    """The open month's background in a panel above the bars."""
    return {
        "transform": [{"filter": "datum.open"}, *edges(0.5)],
        "mark": {"type": "rect", "fill": "url(#hatch)", "opacity": 0.35},
        "encoding": {
            "x": x(rows, "from"),
            "x2": {"field": "to"},
            "y": y | {"datum": low},
            "y2": {"datum": high},
        },
    }


def revenue(rows: Rows, title: Title, palette: Palette, *, width: int) -> Spec:
    """Bars by month, hatched while it is open, with a tick where a plan is; month labels below.

    Rows carry i, label, open, revenue and, where there are plans, plan.
    """
    y = {"field": "revenue", "type": "quantitative", "scale": {"zero": True, "nice": 3}}
    y |= {"axis": value_axis(tickCount=3)}
    hatched = {"fill": "url(#hatch)", "stroke": palette.edge, "strokeDash": [3, 2]}
    layers = [
        _bars("!datum.open", {"color": palette.fill, "cornerRadius": 1.5}, rows, y),
        _bars("datum.open", hatched, rows, y),
        {"mark": {"type": "rule", "color": palette.edge}, "encoding": {"y": {"datum": 0}}},
    ]
    if any(row.get("plan") is not None for row in rows):
        layers.append(_plan(rows, y, palette))
    return {"title": title.spec, "layer": [*layers, *_labels(rows, palette, width - GUTTER)]}


def _bars(which: str, mark: dict[str, Any], rows: Rows, y: dict[str, Any]) -> Spec:
    return {
        "transform": [{"filter": f"{which} && datum.revenue != null"}, *edges(0.34)],
        "mark": {"type": "rect"} | mark,
        "encoding": {"x": x(rows, "from"), "x2": {"field": "to"}, "y": y, "y2": {"datum": 0}},
    }


def _plan(rows: Rows, y: dict[str, Any], palette: Palette) -> Spec:
    return {
        "transform": [{"filter": "datum.plan != null"}, *edges(0.45)],
        "mark": {"type": "rule", "color": palette.ink, "strokeWidth": 1.5},
        "encoding": {"x": x(rows, "from"), "x2": {"field": "to"}, "y": y | {"field": "plan"}},
    }


def _labels(rows: Rows, palette: Palette, inner: int) -> list[Spec]:
    wide = LETTER_WIDTH * max((len(row["label"]) for row in rows if not row["open"]), default=1)
    last = LETTER_WIDTH * max((len(row["label"]) for row in rows if row["open"]), default=0)
    every = -(-wide * len(rows) // inner)
    room = (inner - last - wide / 2 - LETTER_WIDTH) / inner * len(rows) - 0.5
    closed = {"type": "text", "baseline": "top", "dy": 8}
    opened = closed | {"align": "right", "dx": inner / len(rows) / 2, "color": palette.ink, "fontWeight": 600}
    shown = (f"datum.i % {every} == 0 && datum.i < {room:.2f}", closed), ("datum.open", opened)
    return [
        {
            "transform": [{"filter": which}],
            "mark": mark,
            "encoding": {"x": x(rows), "y": {"value": HEIGHT}, "text": {"field": "label"}},
        }
        for which, mark in shown
    ]
