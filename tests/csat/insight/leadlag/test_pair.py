import numpy as np
import pytest

from csat.insight.leadlag.pair import PairLead, pair_lead
from csat.insight.verdict import Missing, TooLittle
from tests.csat.insight import golden
from tests.studies import pair as study

MONTHS = 72


def planted(
    seed: int, *, lead: int, sign: float = 1.0, months: int = MONTHS
) -> tuple[np.ndarray, np.ndarray]:
    """Satisfaction and revenue; innovations correlate at .8, satisfaction `lead` months first."""
    return study.planted(np.random.default_rng(seed), months=months, lead=lead, r=0.8 * sign)


def test_r_finds_the_same() -> None:
    given = golden.load("leadlag_pair_months")
    found, expected = pair_lead(**given["input"]), given["expected"]
    assert (found.satisfaction_order, found.revenue_order) == (
        expected["satisfaction_order"],
        expected["revenue_order"],
    )
    for at, wanted in zip(found.profile, expected["profile"], strict=True):
        assert (at.lag, at.n) == (wanted["lag"], wanted["n"])
        assert [at.r, at.bound, at.p] == pytest.approx([wanted[k] for k in ("r", "bound", "p")], abs=1e-12)


@pytest.mark.parametrize(
    ("lead", "sign", "verdict"), [(3, 1, "leads"), (-2, 1, "reverse"), (3, -1, "negative")]
)
def test_what_moves_first_is_told(lead: int, sign: int, verdict: str) -> None:
    satisfaction, revenue = planted(1, lead=lead, sign=sign)
    found = pair_lead(satisfaction=satisfaction, revenue=revenue)
    assert found.verdict == verdict
    assert (found.best_lag if lead > 0 else found.reverse_lag) == lead
    assert min(found.p, found.reverse_p) < 0.01


def test_both_directions_are_told_where_both_are_plain() -> None:
    rng = np.random.default_rng(4)
    news = rng.normal(size=(2, 160))
    s, y = news[0].copy(), news[1].copy()
    y[3:] += 1.2 * news[0][:-3]
    s[2:] += 1.2 * news[1][:-2]
    found = pair_lead(satisfaction=s.cumsum(), revenue=np.exp(0.02 * y.cumsum()))
    assert found.verdict == "both"


def test_exchanging_the_series_mirrors_the_profile() -> None:
    satisfaction, revenue = planted(2, lead=3)
    there = pair_lead(satisfaction=satisfaction, revenue=revenue)
    back = pair_lead(satisfaction=np.log(revenue), revenue=np.exp(satisfaction / 100))
    assert [one.r for one in there.profile] == pytest.approx([one.r for one in back.profile[::-1]], abs=1e-9)


def test_units_do_not_matter() -> None:
    satisfaction, revenue = planted(3, lead=5)
    once = pair_lead(satisfaction=satisfaction, revenue=revenue)
    again = pair_lead(satisfaction=satisfaction / 10, revenue=revenue * 1e6)
    assert again.p == pytest.approx(once.p) and again.verdict == once.verdict


def test_gaps_at_the_ends_and_inside_cost_months_and_nothing_else() -> None:
    satisfaction, revenue = planted(4, lead=3)
    satisfaction[:3] = np.nan
    revenue[[20, 45]] = np.nan
    revenue[-2:] = [0.0, -50.0]
    found = pair_lead(satisfaction=satisfaction, revenue=revenue)
    assert isinstance(found, PairLead) and found.verdict == "leads" and found.best_lag == 3
    assert found.months == MONTHS - 7 and found.innovations < MONTHS - 7


def test_short_and_broken_series_are_too_little() -> None:
    satisfaction, revenue = planted(5, lead=3, months=35)
    assert pair_lead(satisfaction=satisfaction, revenue=revenue) == TooLittle((Missing("months", 35, 36),))
    satisfaction, revenue = planted(5, lead=3, months=120)
    satisfaction[::2] = np.nan
    assert pair_lead(satisfaction=satisfaction, revenue=revenue).missing[0].what == "pairs"
    assert pair_lead(satisfaction=np.full(60, np.nan), revenue=np.ones(60)).missing[0].have == 0


@pytest.mark.parametrize("flat", [np.full(60, 70.0), 70 + 0.1 * np.arange(60), 70 + np.arange(60) % 12])
def test_a_series_without_anything_of_its_own_is_too_little(flat: np.ndarray) -> None:
    _, revenue = planted(6, lead=3, months=60)
    expected = TooLittle((Missing("variation", 0, 1),))
    assert pair_lead(satisfaction=flat, revenue=revenue) == expected
    assert pair_lead(satisfaction=np.log(revenue), revenue=np.exp(flat / 10)) == expected


def test_impossible_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="same months"):
        pair_lead(satisfaction=np.ones(40), revenue=np.ones(41))
    with pytest.raises(ValueError, match="finite"):
        pair_lead(satisfaction=np.full(40, np.inf), revenue=np.ones(40))
    with pytest.raises(ValueError, match="one series"):
        pair_lead(satisfaction=np.ones((2, 40)), revenue=np.ones((2, 40)))


@pytest.mark.parametrize("world", study.WORLDS)
def test_unrelated_series_are_seldom_said_to_lead(world: str) -> None:
    """200 pairs of 60 months; at most 2.5 % + 3.5 SE may lead, 5 % + 3.5 SE anything before revenue."""
    found = study.unrelated(world, runs=200, months=60, seed=7)
    assert found.share("leads") <= 0.025 + 3.5 * (0.025 * 0.975 / 200) ** 0.5
    assert found.share("leads", "negative") <= 0.05 + 3.5 * (0.05 * 0.95 / 200) ** 0.5


def test_a_strong_lead_is_found() -> None:
    found = study.leading(runs=100, months=60, r=0.7, seed=8)
    assert found.share("leads", "both") >= 0.85
