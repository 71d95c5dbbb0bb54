"""The money chart: a fall is marked between the months before it and those since."""

import json

from csat.charts import drawing, money
from csat.charts.panels import Title

MONTHS = tuple(money.Month(f"M{i}", 100.0 + i, None, i == 11) for i in range(12))
ANSWERS = tuple(money.Answer(i, 9.0 if i < 8 else 3.0, "good" if i < 8 else "bad") for i in range(12))
WORDS = money.Words(answers=Title("Answers", "of 10"), revenue=Title("Revenue", "EUR"))


def drawn(*, answers: tuple[money.Answer, ...] = ANSWERS, mark: money.Mark | None = None) -> str:
    spec = money.spec(MONTHS, answers, WORDS, drawing.PAGE, width=480, mark=mark)
    assert json.loads(json.dumps(spec)) == spec
    return drawing.svg(spec, key="m", title="t", description="d")


def test_a_mark_stands_with_its_words_before_the_month() -> None:
    svg = drawn(mark=money.Mark(8, "less satisfied since"))
    assert "less satisfied since" in svg and "stroke-dasharray" in svg.replace("strokeDash", "")


def test_without_a_mark_or_answers_there_is_none() -> None:
    assert "less satisfied since" not in drawn()
    assert "less satisfied since" not in drawn(answers=(), mark=money.Mark(8, "less satisfied since"))
