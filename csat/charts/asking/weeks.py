"""A count week by week: bars with their numbers above and the first days of the weeks below."""

from dataclasses import dataclass

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import HEIGHT, LETTER_WIDTH, Title, edges, x

ROOM = 1.2  # above the tallest bar, for its number


@dataclass(frozen=True)
class Week:
    """`label` is the week's first day, as it is written."""

    label: str
    count: int


def spec(weeks: tuple[Week, ...], title: Title, palette: Palette, *, width: int) -> Spec:
    """Weeks in order, `width` in px."""
    rows = [{"i": i, "label": week.label, "count": week.count} for i, week in enumerate(weeks)]
    top = max((week.count for week in weeks), default=1) or 1
    wide = LETTER_WIDTH * max((len(week.label) for week in weeks), default=1) + LETTER_WIDTH
    every = max(1, -(-wide * len(rows) // width))
    y: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [0, top * ROOM], "nice": False}}
    place = {"x": x(rows), "y": y | {"field": "count"}}
    return base(palette) | {
        "width": width - 8,
        "height": HEIGHT,
        "title": title.fitted(width) | {"dx": 0},
        "data": {"values": rows},
        "layer": [
            _bars(rows, y, palette),
            {"mark": {"type": "rule", "color": palette.edge}, "encoding": {"y": y | {"datum": 0}}},
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -3, "color": palette.ink},
                "encoding": place | {"text": {"field": "count"}},
            },
            {
                "transform": [{"filter": f"datum.i % {every} == 0"}],
                "mark": {"type": "text", "baseline": "top", "dy": 8},
                "encoding": {"x": x(rows), "y": {"value": HEIGHT}, "text": {"field": "label"}},
            },
        ],
    }


def _bars(rows: list[dict[str, object]], y: Spec, palette: Palette) -> Spec:
    return {
        "transform": edges(0.36),
        "mark": {"type": "rect", "color": palette.accent, "opacity": 0.85, "cornerRadius": 1.5},
        "encoding": {
            "x": x(rows, "from"),
            "x2": {"field": "to"},
            "y": y | {"field": "count"},
            "y2": {"datum": 0},
        },
    }
