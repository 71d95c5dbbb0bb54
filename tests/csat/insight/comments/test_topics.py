"""Topics that survive resampling, and the alarm on themes that are heard more."""

import json

import cattrs
import numpy as np
import pytest

from csat.insight.comments.discovery import Discovery, discover_topics
from csat.insight.comments.newcomers import Newcomers, new_themes
from csat.insight.comments.stopwords import is_empty
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import comments as study

EWMA = load("comments_ewma")


def test_planted_topics_are_found_and_each_by_its_own_words() -> None:
    found = study.discovered(comments=300, topics=6, seed=3, bootstraps=8)
    texts = study.planted(comments=300, topics=6, seed=3)
    assert found.verdict == "topics" and len(found.topics) == 6
    for topic in found.topics:
        assert len({i % 6 for i in topic.examples}) == 1
        assert all(set(texts[i].split()) & set(" ".join(topic.terms).split()) for i in topic.examples)
        assert topic.stability >= 0.6 and len(topic.terms) == 10 and topic.comments > 20


def test_noise_holds_no_topics_and_the_seed_decides() -> None:
    found = study.discovered(comments=200, topics=0, seed=4, bootstraps=6)
    assert found.verdict == "nothing_stable" and found.topics == ()
    heard: list[float] = []
    again = discover_topics(
        texts=study.planted(comments=200, topics=0, seed=4), seed=4, bootstraps=6, progress=heard.append
    )
    assert again == found and heard[-1] == 1 and heard == sorted(heard)
    assert cattrs.structure(json.loads(json.dumps(cattrs.unstructure(found))), Discovery) == found


@pytest.mark.filterwarnings("error")
def test_comments_that_topics_explain_wholly_raise_no_warning() -> None:
    """The error of an exact factorisation is rounding, below zero as often as above."""
    kinds = (
        "late delivery truck warehouse",
        "price discount invoice payment",
        "support engineer phone ticket",
    )
    more = (
        "steel coating certificate batch",
        "portal login password search",
        "catalogue website order tracking",
    )
    found = discover_topics(texts=(*kinds, *more) * 8, seed=1)
    assert isinstance(found, Discovery) and found.verdict == "topics"


def test_too_few_comments_are_listed_instead() -> None:
    few = discover_topics(texts=["the price is high"] * 29 + ["", "и да, но", "12 of 3"] * 20, seed=1)
    assert isinstance(few, TooLittle)
    assert [(m.what, m.have, m.need) for m in few.missing] == [("comments", 29, 30), ("terms", 0, 20)]
    assert isinstance(discover_topics(texts=[], seed=1), TooLittle)
    assert isinstance(
        discover_topics(texts=[f"word{chr(97 + i % 26)}x" for i in range(60)], seed=1), TooLittle
    )


@pytest.mark.parametrize("word", ["the", "and", "на", "который", "мы", "не", "был", "12", "x"])
def test_empty_words(word: str) -> None:
    assert is_empty(word)


@pytest.mark.parametrize("word", ["delivery", "late", "поставка", "срок", "дорого"])
def test_words_that_speak(word: str) -> None:
    assert not is_empty(word)


def alarm(counts: list[int], totals: list[int], accounts: int = 50, **more: object) -> Newcomers:
    months = np.repeat(np.arange(len(counts)), counts)
    found = new_themes(
        keys=("t",),
        themes=np.zeros(months.size, dtype=int),
        months=months,
        accounts=np.arange(months.size) % accounts,
        totals=totals,
        **more,
    )
    assert isinstance(found, Newcomers)
    return found


def test_the_run_is_rs() -> None:
    """Level to the digit; the limit is a simulated quantile on both sides."""
    found, expected = alarm(**EWMA["input"], seed=3), EWMA["expected"]
    theme = found.themes[0]
    assert (found.months, found.baseline_months) == (18, 12)
    assert theme.level == pytest.approx(expected["level"], rel=1e-9)
    assert theme.limit == pytest.approx(expected["limit"], rel=0.03)
    assert (theme.verdict, theme.since_month) == ("rising", expected["since"])


def test_new_rising_few_accounts_and_usual() -> None:
    totals = [40] * 18
    new = alarm([0] * 16 + [4, 6], totals)
    assert new.verdict == "alarm" and new.themes[0].verdict == "new"
    assert (new.themes[0].count, new.themes[0].since_month) == (10, 16)
    assert alarm([4] * 16 + [15, 18], totals).themes[0].verdict == "rising"
    loud = alarm([0] * 16 + [4, 6], totals, accounts=2)
    assert (loud.verdict, loud.themes[0].verdict, loud.themes[0].accounts) == ("quiet", "few_accounts", 2)
    for counts in ([4] * 18, [0] * 18, [15, 18] + [4] * 16):
        assert alarm(counts, totals).themes[0].verdict == "usual"


def test_more_comments_are_not_more_of_a_theme() -> None:
    assert alarm([4] * 12 + [12] * 6, [40] * 12 + [120] * 6).verdict == "quiet"


def test_alarms_need_a_past() -> None:
    short = new_themes(keys=("t",), themes=[0], months=[0], accounts=[1], totals=[40] * 6)
    assert isinstance(short, TooLittle) and [m.what for m in short.missing] == ["months"]
    thin = new_themes(keys=("t",), themes=[0], months=[0], accounts=[1], totals=[1] * 18)
    assert [m.what for m in thin.missing] == ["comments"]
    assert isinstance(new_themes(keys=(), themes=[], months=[], accounts=[], totals=[]), TooLittle)


def test_nonsense_is_refused() -> None:
    for bad in ({"themes": [1]}, {"months": [99]}, {"accounts": [1, 2]}, {"totals": [-1] * 18}):
        with pytest.raises(ValueError, match="mention"):
            new_themes(
                **{
                    "keys": ("t",),
                    "themes": [0],
                    "months": [0],
                    "accounts": [1],
                    "totals": [40] * 18,
                    **bad,
                }
            )


def test_alarms_are_as_rare_as_promised_and_a_real_rise_is_heard() -> None:
    """120 theme-years without change: 5 % with 3 binomial SE (.06); three times as often: nearly always."""
    assert study.alarms(runs=120, seed=6) <= 0.05 + 0.06
    assert study.alarms(runs=25, seed=7, rise=3.0) >= 0.9
