"""The rule "lost": twice the usual gap, at least 3 months, 12 for seasonal buyers, or closed by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.retention.lost import Spell, Standing, lost

NAN = float("nan")


def one(row: str, closed: float = NAN, seasonal: float = NAN) -> Standing:
    """x a purchase, . none, - a credit note, ? not known."""
    worth = {"x": 10.0, ".": 0.0, "-": -5.0, "?": NAN}
    revenue = np.array([[worth[c] for c in row]])
    return lost(revenue=revenue, closed_month=[closed], is_seasonal=[seasonal])[0]


@pytest.mark.parametrize(
    ("row", "verdict", "allowed", "lost_month"),
    [
        ("xxxxxx", "active", 3, None),
        ("xxxxx.", "late", 3, None),
        ("xxxx..", "late", 3, None),
        ("xxx...", "lost", 3, 5),
        ("xxx....", "lost", 3, 5),
        ("x..x..x..", "active", 6, None),
        ("x..x..x...", "late", 6, None),
        ("x..x..x.....", "late", 6, None),
        ("x..x..x......", "lost", 6, 12),
        ("x.xx.x....", "lost", 4, 9),
        ("x...........", "active", 12, None),
        ("x............", "lost", 12, 12),
        ("............", "never_bought", 12, None),
        ("????????????", "no_figures", 12, None),
        ("xxx--.", "lost", 3, 5),
        ("xxx???", "active", 3, None),
        ("xxx?.?.", "late", 3, None),
        ("??xxx...", "lost", 3, 7),
    ],
)
def test_the_rule(row: str, verdict: str, allowed: int, lost_month: int | None) -> None:
    found = one(row)
    assert (found.verdict, found.allowed_months, found.lost_month) == (verdict, allowed, lost_month)
    assert found.is_lost == (lost_month is not None)


def test_unknown_months_stretch_no_gap() -> None:
    assert one("xxx??xxx").usual_gap_months == 1


def test_seasonal_buyers_are_waited_for_a_year() -> None:
    summer = "....xxxx....|....xxxx....".replace("|", "")
    found = one(summer)
    assert found.is_seasonal and found.allowed_months == 12 and found.verdict == "late"
    assert one(summer + "........").verdict == "lost"
    assert one(summer, seasonal=0).verdict == "lost"
    assert one("xxx...", seasonal=1).verdict == "late"


def test_steady_buyers_are_not_taken_for_seasonal() -> None:
    assert not any(one(row).is_seasonal for row in ("x" * 30, "x..." * 8, "xx." * 9, "xxxxx", "x....x"))


def test_closing_by_hand_counts_at_once_and_for_good() -> None:
    assert (one("xxxxxx", closed=3).verdict, one("xxxxxx", closed=3).lost_month) == ("closed", 3)
    assert one("xxx......", closed=8).lost_month == 5
    assert one("xxxxxx", closed=9).lost_month == 5
    assert one("......", closed=3) == Standing("closed", None, None, None, 12, False, None, ())


def test_a_lost_account_that_returns_starts_a_new_spell() -> None:
    found = one("xxx......xxx")
    assert found.spells == (Spell(0, 5, True), Spell(9, 11, False)) and found.verdict == "active"
    assert one("xxx......xxx", closed=7).spells == (Spell(0, 5, True),)


def test_arrays_must_fit() -> None:
    with pytest.raises(ValueError, match="accounts x months"):
        lost(revenue=[1.0, 2.0])
    with pytest.raises(ValueError, match="one entry"):
        lost(revenue=[[1.0], [2.0]], closed_month=[1.0])
    assert lost(revenue=np.empty((0, 5))) == ()


@settings(max_examples=200)
@given(st.lists(st.sampled_from("xxx...-?"), max_size=40), st.integers(-1, 40))
def test_spells_are_in_order_and_end_as_the_verdict_says(row: list[str], closed: int) -> None:
    found = one("".join(row) or "?", closed=closed if closed >= 0 else NAN)
    ends = [m for spell in found.spells for m in (spell.start, spell.end)]
    assert ends == sorted(ends) and all(0 <= m < max(len(row), 1) for m in ends)
    assert all(spell.is_lost for spell in found.spells[:-1])
    if found.spells:
        assert found.spells[-1].is_lost == found.is_lost
