"""Revenue by month with its plan and, above it, what people ticked: facts, coloured by the answer."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import HEIGHT, Rows, Title, panel, revenue, value_axis, wash, x


@dataclass(frozen=True)
class Month:
    """`revenue` and `plan` in the unit of the panel's title; None: not known. The open month comes last."""

    label: str
    revenue: float | None
    plan: float | None
    is_open: bool


@dataclass(frozen=True)
class Answer:
    """Number ticked, as tenths of its scale, in the month with index `month`; tone: good, watch or bad."""

    month: int
    tenths: float
    tone: str


@dataclass(frozen=True)
class Mark:
    """Something that happened in the month with index `month`, with its words."""

    month: int
    label: str


@dataclass(frozen=True)
class Words:
    answers: Title
    revenue: Title


def spec(
    months: tuple[Month, ...],
    answers: tuple[Answer, ...],
    words: Words,
    palette: Palette,
    *,
    width: int,
    mark: Mark | None = None,
) -> Spec:
    """Months in order; the panel of answers, and the mark in it, is left out where there are none."""
    rows = [
        {"i": i, "label": m.label, "open": m.is_open, "revenue": m.revenue, "plan": m.plan}
        for i, m in enumerate(months)
    ]
    panels = [panel(rows, width=width) | revenue(rows, words.revenue, palette, width=width)]
    if answers:
        y = {"type": "quantitative", "scale": {"domain": [0, 10], "nice": False}}
        layers = [wash(rows, y, 0, 10), *_marked(rows, mark, palette), _dots(rows, answers, y, palette)]
        panels.insert(0, panel(rows, width=width) | {"title": words.answers.spec, "layer": layers})
    return base(palette) | {"vconcat": panels, "resolve": {"scale": {"y": "independent"}}}


def _dots(rows: Rows, answers: tuple[Answer, ...], y: dict[str, Any], palette: Palette) -> Spec:
    colours = {"good": palette.good, "watch": palette.watch, "bad": palette.bad}
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {
        "data": {"values": [{"i": a.month, "tenths": a.tenths, "tone": a.tone} for a in answers]},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.85},
        "encoding": {
            "x": x(rows),
            "y": y | {"field": "tenths", "axis": value_axis(values=[0, 5, 10])},
            "color": {"field": "tone", "type": "nominal", "legend": None, "scale": scale},
        },
    }


def _marked(rows: Rows, mark: Mark | None, palette: Palette) -> list[Spec]:
    """A dashed line between the months before and those since, its words on the side with more room."""
    if mark is None:
        return []
    data = {"data": {"values": [{"at": mark.month - 0.5}]}}
    is_right = mark.month > len(rows) / 2
    side = {"align": "right", "dx": -5} if is_right else {"align": "left", "dx": 5}
    words = {"type": "text", "baseline": "bottom", "dy": -3, "color": palette.ink, "fontWeight": 600} | side
    return [
        data
        | {
            "mark": {"type": "rule", "color": palette.ink, "strokeDash": [4, 3]},
            "encoding": {"x": x(rows, "at")},
        },
        data
        | {
            "mark": words,
            "encoding": {"x": x(rows, "at"), "y": {"value": HEIGHT}, "text": {"value": mark.label}},
        },
    ]
