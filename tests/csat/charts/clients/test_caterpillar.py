"""Eight clients by name, two thousand as lines: the same colours, and a page that stays small."""

import re

import pytest

from csat.charts import drawing
from csat.charts.clients.caterpillar import Client, Line, crowd, named
from csat.charts.panels import Title

WORDS = Title("Clients", "0 to 100")
TONES = ("--bad", "--good", "--edge")


def clients(count: int) -> tuple[Client, ...]:
    states = ("below", "unsure", "above")
    return tuple(
        Client(f"Client {i}", at, max(at - 9, 0), min(at + 9, 100), states[min(i * 3 // count, 2)])
        for i, at in enumerate(20 + 70 * i / count for i in range(count))
    )


def drawn(spec: drawing.Spec) -> str:
    return drawing.svg(spec, key="c", title="t", description="d")


def test_a_few_stand_by_name_with_the_line_they_are_held_against() -> None:
    svg = drawn(named(clients(8), Line(75, "target 75"), drawing.PAGE, width=480, gutter=168))
    assert all(f"Client {i}" in svg for i in range(8))
    assert "target 75" in svg
    assert all(tone in svg for tone in TONES)
    assert "style=" not in svg


def test_long_names_are_cut_whatever_the_script() -> None:
    long = Client("Общество с ограниченной ответственностью «Ромашка»", 50, 40, 60, "unsure")
    svg = drawn(named((long,), None, drawing.PAGE, width=350, gutter=118))
    assert "Общество с огр" not in svg and "Общество" in svg and "…" in svg


@pytest.mark.parametrize("count", [26, 2000])
def test_many_are_three_paths_however_many(count: int) -> None:
    svg = drawn(crowd(clients(count), Line(75, "target 75"), WORDS, drawing.PAGE, width=900))
    marks = re.findall(r'<path[^>]*stroke="var\((--\w+)\)"[^>]*>', svg)
    assert {tone for tone in marks if tone in TONES} == set(TONES)
    assert sum(tone in TONES for tone in marks) == 3
    assert len(svg) < 60 * count + 20_000
    assert "target 75" in svg


def test_the_page_shown_is_marked_among_all() -> None:
    some = tuple(
        Client(c.name, c.estimate, c.low, c.high, c.state, is_shown=i < 25)
        for i, c in enumerate(clients(200))
    )
    assert 'fill="var(--accent)"' in drawn(crowd(some, None, WORDS, drawing.PAGE, width=480))
    assert 'fill="var(--accent)"' not in drawn(crowd(clients(200), None, WORDS, drawing.PAGE, width=480))


def test_nobody_and_one_can_be_drawn() -> None:
    assert "<svg" in drawn(named((), None, drawing.PAGE, width=350, gutter=100))
    assert "<svg" in drawn(crowd(clients(1), None, WORDS, drawing.PAGE, width=350))
