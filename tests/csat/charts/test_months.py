import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from csat.charts import drawing, money, months
from csat.charts.panels import Title

WORDS = months.Words(
    satisfaction=Title("Satisfaction & more", "CSI"), revenue=Title("Revenue", "€ M"), last="74 (71 to 77)"
)


def month(i: int, **more: object) -> months.Month:
    found = months.Month(f"M{i}", score=70.0 + i, low=66.0, high=80.0, revenue=4.0, is_open=False)
    return replace(found, **more)


def drawn(rows: tuple[months.Month, ...], width: int = 480) -> str:
    spec = months.spec(rows, WORDS, drawing.PAGE, width=width)
    return drawing.svg(spec, key="k", title="A <title>", description="Words & figures")


def test_a_drawing_obeys_the_content_security_policy_and_follows_light_and_dark() -> None:
    svg = drawn((*(month(i) for i in range(12)), month(12, is_open=True)))
    assert "style" not in svg and "<script" not in svg and "onload" not in svg
    assert 'fill="var(--accent)"' in svg and 'fill="url(#k-hatch)"' in svg
    assert "#000" not in svg and "steelblue" not in svg


def test_a_drawing_is_one_image_with_a_name_and_a_description() -> None:
    svg = drawn(tuple(month(i) for i in range(12)))
    root = ET.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-labelledby") == "k-t k-d"
    assert svg.count("role=") == 1 and "aria-hidden" not in svg
    names = [element.text for element in root if element.tag.endswith(("title", "desc"))]
    assert names == ["A <title>", "Words & figures"]
    assert root.get("width") is None and root.get("viewBox")


@pytest.mark.parametrize(
    "rows",
    [
        (month(0),),
        (month(0, is_open=True),),
        tuple(month(i, score=None, low=None, high=None) for i in range(5)),
        tuple(month(i, revenue=None) for i in range(5)),
        tuple(month(i, low=None, high=None) for i in range(5)),
        tuple(month(i, revenue=-3.0 if i else 2.0) for i in range(5)),
        tuple(month(i, score=None if i % 2 else 50.0) for i in range(40)),
        tuple(month(i, score=None, low=None, high=None, revenue=None) for i in range(13)),
    ],
)
def test_every_shape_of_data_can_be_drawn(rows: tuple[months.Month, ...]) -> None:
    for width in (480, 350):
        assert ET.fromstring(drawn(rows, width)).tag.endswith("svg")


@pytest.mark.parametrize(
    ("low", "high", "ends"), [(71, 77, (50, 90)), (2, 9, (0, 40)), (95, 100, (60, 100)), (5, 98, (0, 100))]
)
def test_the_scores_axis_ends_on_tens_at_least_forty_apart(
    low: float, high: float, ends: tuple[int, int]
) -> None:
    assert months.score_ends([{"score": low, "low": low, "high": high}]) == ends


def test_the_last_point_says_what_it_is() -> None:
    assert "74 (71 to 77)" in drawn(tuple(month(i) for i in range(12)))


def test_revenue_with_plan_and_answers() -> None:
    rows = tuple(money.Month(f"M{i}", revenue=3.0, plan=4.0, is_open=i == 12) for i in range(13))
    dots = (money.Answer(month=3, tenths=4, tone="bad"), money.Answer(month=5, tenths=9, tone="good"))
    words = money.Words(answers=Title("Answers", "of 10"), revenue=Title("Revenue", "€ M"))
    spec = money.spec(rows, dots, words, drawing.PAGE, width=480)
    svg = drawing.svg(spec, key="m", title="t", description="d")
    assert "var(--bad)" in svg and "var(--good)" in svg and "style" not in svg
    assert "Answers" not in drawing.svg(
        money.spec(rows, (), words, drawing.PAGE, width=480), key="m", title="t", description="d"
    )


def test_a_picture_for_mail_has_real_colours() -> None:
    spec = months.spec(tuple(month(i) for i in range(3)), WORDS, drawing.PRINT, width=480)
    assert "var(" not in str(spec)
    assert drawing.png(spec).startswith(b"\x89PNG")
