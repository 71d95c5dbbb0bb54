"""Revenue by month with its plan and, above it, what people ticked: facts, coloured by the answer."""

from dataclasses import dataclass

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import Title, panel, revenue, value_axis, wash, x


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
class Words:
    answers: Title
    revenue: Title


def spec(
    months: tuple[Month, ...], answers: tuple[Answer, ...], words: Words, palette: Palette, *, width: int
) -> Spec:
    """Months in order; the panel of answers is left out where there are none."""
    rows = [
        {"i": i, "label": m.label, "open": m.is_open, "revenue": m.revenue, "plan": m.plan}
        for i, m in enumerate(months)
    ]
    panels = [panel(rows, width=width) | revenue(rows, words.revenue, palette, width=width)]
    if answers:
        y = {"type": "quantitative", "scale": {"domain": [0, 10], "nice": False}}
        colours = {"good": palette.good, "watch": palette.watch, "bad": palette.bad}
        dots = {
            "data": {"values": [{"i": a.month, "tenths": a.tenths, "tone": a.tone} for a in answers]},
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.85},
            "encoding": {
                "x": x(rows),
                "y": y | {"field": "tenths", "axis": value_axis(values=[0, 5, 10])},
                "color": {
                    "field": "tone",
                    "type": "nominal",
                    "legend": None,
                    "scale": {"domain": list(colours), "range": list(colours.values())},
                },
            },
        }
        above = {"title": words.answers.spec, "layer": [wash(rows, y, 0, 10), dots]}
        panels.insert(0, panel(rows, width=width) | above)
    return base(palette) | {"vconcat": panels, "resolve": {"scale": {"y": "independent"}}}
