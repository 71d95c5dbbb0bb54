"""The drawings that ask why: every shape of data, only our colours, words where they belong."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from csat.charts import crosses, drawing, events, lags, parts
from csat.charts.drawing import Spec

LAG_WORDS = lags.Words("revenue first", "satisfaction first", "chance", "months", "4 months")
CROSS_WORDS = crosses.Words("importance", "satisfaction", "later", "good enough", "improve first", "keep")
EVENT_WORDS = events.Words("months since", "points", "it began")


def drawn(spec: Spec) -> str:
    svg = drawing.svg(spec, key="k", title="A <title>", description="Words")
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "style" not in svg and "<script" not in svg and "NaN" not in svg
    assert "steelblue" not in svg and "#4c78a8" not in svg
    return svg


def lag(number: int, z: float) -> lags.Lag:
    return lags.Lag(number, z, is_clear=z > 2.8)


def profile(*, top: float = 4.0) -> tuple[lags.Lag, ...]:
    return tuple(lag(number, top if number == 4 else -0.5) for number in range(-12, 13))


@pytest.mark.parametrize("width", [480, 350])
def test_delays_with_the_band_of_chance_and_the_set_that_is_claimed(width: int) -> None:
    svg = drawn(
        lags.spec(profile(), LAG_WORDS, drawing.PAGE, limit=2.8, span=(3, 5), best_lag=4, width=width)
    )
    for words in ("revenue first", "satisfaction first", "chance", "4 months", "-12", ">12<"):
        assert svg.count(words) == 1, words
    assert svg.count("var(--accent)") == 2  # the claimed set and the one bar beyond chance


@pytest.mark.parametrize("top", [0.0, -7.0, 40.0])
def test_delays_without_a_claim_have_no_set(top: float) -> None:
    spec = lags.spec(
        profile(top=top), LAG_WORDS, drawing.PAGE, limit=2.8, span=None, best_lag=None, width=480
    )
    svg = drawn(spec)
    assert "4 months" not in svg and svg.count("var(--accent)") == (1 if top > 2.8 else 0)


CROSS = crosses.Cross("1", "Delivery dates", (40.0, 25.0, 52.0), (62.0, 60.0, 64.0), is_placed=True)


def test_importance_beside_performance_names_only_what_is_sure() -> None:
    unsure = replace(CROSS, number="2", label="Quality", importance=(10.0, 1.0, 20.0), is_placed=False)
    svg = drawn(crosses.spec((CROSS, unsure), CROSS_WORDS, drawing.PAGE, lines=(50.0, 66.0), width=480))
    assert "1 Delivery dates" in svg and "Quality" not in svg and ">2<" in svg
    for corner in ("later", "good enough", "improve first", "keep"):
        assert svg.count(f">{corner}<") == 1


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_attributes_can_be_drawn(count: int) -> None:
    rows = tuple(replace(CROSS, number=str(i), importance=(i, i, i)) for i in range(count))
    for width in (480, 350):
        drawn(crosses.spec(rows, CROSS_WORDS, drawing.PAGE, lines=(8.0, 66.0), width=width))


STEP = parts.Step("Delivery dates", "+3.0", 70.0, 73.0, 72.0, 74.0, is_clear=True)
ENDS = (parts.End("Before", "70.0", 70.0), parts.End("After", "72.0", 72.0))


def test_parts_lead_from_the_score_before_to_the_score_after() -> None:
    steps = (
        STEP,
        replace(STEP, label="Who answered", value="−0.5", start=73.0, end=72.5, low=None, high=None),
        replace(STEP, label="Weights", value="−0.5", start=72.5, end=72.0, is_clear=False),
    )
    svg = drawn(parts.spec(steps, ENDS, drawing.PAGE, width=480, gutter=190))
    for words in ("Before", "After", "Delivery dates", "+3.0", "Who answered", "Weights"):
        assert f">{words}<" in svg, words
    assert "var(--good)" in svg and "var(--bad)" in svg and "var(--fill)" in svg


def test_a_change_of_nothing_can_be_drawn() -> None:
    ends = (ENDS[0], replace(ENDS[0], label="After"))
    drawn(parts.spec((), ends, drawing.PAGE, width=350, gutter=172))


def test_an_effect_over_time_begins_at_a_line() -> None:
    spans = tuple(
        events.Span(first, first + 2, 0.1 * first, 0.1 * first - 3, 0.1 * first + 3, first == -3)
        for first in range(-12, 12, 3)
    )
    for width in (480, 350):
        svg = drawn(events.spec(spans, EVENT_WORDS, drawing.PAGE, width=width))
        for words in ("it began", "months since", "points", "+9", "-12"):
            assert svg.count(f">{words}<") == 1, words


def test_only_the_first_span_after_can_be_drawn() -> None:
    spans = (events.Span(-3, -1, 0.0, 0.0, 0.0, True), events.Span(0, 2, 40.0, 20.0, 60.0, False))
    drawn(events.spec(spans, EVENT_WORDS, drawing.PAGE, width=350))
