"""Satisfaction above revenue: two panels on one axis of months, never a double axis."""

from dataclasses import dataclass
from typing import Any

from csat.charts.drawing import Palette, Spec, base
from csat.charts.panels import Rows, Title, panel, revenue, value_axis, wash, x

LEAST_SPAN = 40
LABEL_MONTHS = 6  # the last point's label reaches back so far, and stands above the band there


@dataclass(frozen=True)
class Month:
    """`revenue` in the unit of the panel's title; None leaves a gap. The open month comes last."""

    label: str
    score: float | None
    low: float | None
    high: float | None
    revenue: float | None
    is_open: bool


@dataclass(frozen=True)
class Words:
    """All that is written in the picture, translated; `last` stands at the last point instead of a legend."""

    satisfaction: Title
    revenue: Title
    last: str


def spec(months: tuple[Month, ...], words: Words, palette: Palette, *, width: int) -> Spec:
    """Months in order, `width` in px."""
    rows = [
        {
            "i": i,
            "label": m.label,
            "open": m.is_open,
            "score": m.score,
            "low": m.low,
            "high": m.high,
            "revenue": m.revenue,
        }
        for i, m in enumerate(months)
    ]
    return base(palette) | {
        "vconcat": [
            panel(rows, width=width) | _satisfaction(rows, words, palette),
            panel(rows, width=width) | revenue(rows, words.revenue, palette, width=width),
        ],
        "resolve": {"scale": {"y": "independent"}},
    }


def score_ends(rows: Rows) -> tuple[int, int]:
    """Ends of the score's axis: round tens around all intervals, at least 40 points apart."""
    seen = [v for row in rows for v in (row["score"], row["low"], row["high"]) if v is not None]
    if not seen:
        return 50, 90
    low, high = int(min(seen) // 10 * 10), int(-(-max(seen) // 10) * 10)
    while high - low < LEAST_SPAN:
        is_lower_next = low > 0 and (high == 100 or high - (min(seen) + max(seen)) / 2 > 10)
        low, high = (low - 10, high) if is_lower_next else (low, high + 10)
    return low, high


def _satisfaction(rows: Rows, words: Words, palette: Palette) -> Spec:
    low, high = score_ends(rows)
    y = {"type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False}}
    axis = {"axis": value_axis(values=list(range(low, high + 1, 20)))}
    last = max((row["i"] for row in rows if row["score"] is not None), default=-1)
    band = {"type": "area", "color": palette.accent, "opacity": 0.16}
    line = {"type": "line", "color": palette.accent, "strokeWidth": 2, "strokeJoin": "round"}
    return {
        "title": words.satisfaction.spec,
        "layer": [
            wash(rows, y, low, high),
            {
                "mark": band,
                "encoding": {"x": x(rows), "y": y | axis | {"field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": line, "encoding": {"x": x(rows), "y": y | axis | {"field": "score"}}},
            *_end(rows, last, y, text=words.last, palette=palette),
        ],
    }


def _end(rows: Rows, last: int, y: dict[str, Any], *, text: str, palette: Palette) -> list[Spec]:
    """The last point and, above its interval, what it says."""
    if last < 0:
        return []
    dot = {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": palette.accent}
    dot |= {"stroke": palette.paper, "strokeWidth": 2}
    side = {"align": "right", "dx": 6} if last > len(rows) / 2 else {"align": "left", "dx": -6}
    label = {"type": "text", "baseline": "bottom", "dy": -6, "color": palette.ink, "fontWeight": 600} | side
    near = [row["high"] or row["score"] for row in rows[max(0, last - LABEL_MONTHS) : last + 1]]
    above = max(height for height in near if height is not None)
    chosen = {"transform": [{"filter": f"datum.i == {last}"}]}
    return [
        chosen | {"mark": dot, "encoding": {"x": x(rows), "y": y | {"field": "score"}}},
        chosen
        | {
            "mark": label,
            "encoding": {"x": x(rows), "y": y | {"datum": above}, "text": {"value": text}},
        },
    ]
