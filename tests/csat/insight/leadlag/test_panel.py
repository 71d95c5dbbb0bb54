"""Does satisfaction lead revenue: found when planted, not claimed when absent, any data survived."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from csat.insight.leadlag.panel import PanelLead, panel_lead
from csat.insight.verdict import TooLittle
from tests.studies.panel import AGAINST, MONTHLY, NULLS, QUARTERLY, World, least, most, outcome, panel

STRONG = replace(MONTHLY, effect=0.12)


def lead_of(world: World, seed: int = 1, permutations: int = 199, **more: object) -> PanelLead:
    heard, money = panel(world, seed)
    found = panel_lead(satisfaction=heard, revenue=money, seed=seed, permutations=permutations, **more)  # type: ignore[arg-type]
    assert isinstance(found, PanelLead)
    return found


def test_a_strong_lead_is_told_in_full() -> None:
    told: list[float] = []
    found = lead_of(STRONG, progress=told.append)
    assert found.verdict == "leads" and found.is_claimed
    assert found.lag_low <= 4 <= found.lag_high and found.sign == 1
    assert found.p == 1 / 200
    assert [point.lag for point in found.profile] == list(range(-12, 13))
    assert max(found.profile, key=lambda point: point.z).lag == found.lag
    assert 2 < found.limit < 4 and 0 < found.r < 1
    assert found.placebo.p > 0.005
    assert (found.accounts, found.months, found.gap, told[-1]) == (46, 38, 1, 1.0)
    json.dumps(asdict(found), allow_nan=False)


def test_the_same_seed_gives_the_same_to_the_last_digit() -> None:
    assert lead_of(MONTHLY) == lead_of(MONTHLY)


def test_neither_scale_nor_currency_matters() -> None:
    heard, money = panel(STRONG, 1)
    plain = panel_lead(satisfaction=heard, revenue=money, seed=1, permutations=99)
    other = panel_lead(satisfaction=heard / 20 - 3, revenue=money * 90, seed=1, permutations=99)
    assert isinstance(plain, PanelLead) and isinstance(other, PanelLead)
    assert (plain.verdict, plain.lag, plain.p) == (other.verdict, other.lag, other.p)


def test_quarterly_surveys_know_their_gap() -> None:
    found = lead_of(replace(QUARTERLY, effect=0.12))
    assert found.gap == 3 and found.verdict == "leads" and found.lag_low <= 4 <= found.lag_high


def test_a_strong_negative_lead_is_seldom_told_as_reverse() -> None:
    """What it leaks into the other direction is weaker than itself."""
    told = [lead_of(replace(MONTHLY, effect=-0.25), seed=seed, permutations=99).verdict for seed in range(30)]
    assert told.count("negative") >= 27


def test_more_satisfaction_with_less_revenue_is_never_a_claim() -> None:
    assert lead_of(replace(STRONG, effect=-0.12)).verdict == "negative"


@pytest.mark.parametrize("name", NULLS)
def test_what_has_no_lead_is_not_given_one(name: str) -> None:
    runs = 60
    assert outcome(NULLS[name], runs=runs, seed=500, permutations=99).claimed <= most(runs)


@pytest.mark.parametrize("name", AGAINST)
def test_other_relations_are_not_called_a_lead(name: str) -> None:
    runs = 30
    assert outcome(AGAINST[name], runs=runs, seed=700, permutations=99).claimed <= most(runs)


@pytest.mark.parametrize(("world", "found"), [(MONTHLY, 0.6), (QUARTERLY, 0.85)])
def test_planted_leads_are_found_with_their_delay(world: World, found: float) -> None:
    runs = 40
    result = outcome(world, runs=runs, seed=900, permutations=99)
    assert result.claimed >= least(runs, found)
    assert np.mean(result.is_held) >= least(len(result.is_held), 0.95)


def test_a_shock_of_a_whole_segment_proves_nothing() -> None:
    claims = 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        heard, money = panel(World(missing=0.0), seed)
        segment = np.arange(46) % 3
        shock = random.normal(size=(3, 42))
        heard += 8 * shock[segment, 4:]
        money *= np.exp(0.3 * shock[segment, :-4])
        found = panel_lead(satisfaction=heard, revenue=money, segments=segment, seed=seed, permutations=99)
        claims += found.verdict in ("leads", "both")
    assert claims / 30 <= most(30)


def test_a_shock_that_accounts_answer_more_or_less_strongly_proves_nothing() -> None:
    """Those that answer strongly do so in both series, satisfaction first: month effects do not suffice."""
    claims = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        heard, money = panel(World(missing=0.0), seed)
        shock = random.normal(size=42)
        answer = random.uniform(0, 2, size=(46, 1))
        heard += 8 * answer * shock[4:]
        money *= np.exp(0.3 * answer * shock[:-4])
        found = panel_lead(satisfaction=heard, revenue=money, seed=seed, permutations=99)
        claims += found.verdict in ("leads", "both")
    assert claims / 40 <= most(40)


def test_an_account_s_own_sharp_season_is_no_lead() -> None:
    """One month of the year stands out, another one in each account, revenue's three months before."""
    claims = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        heard, money = panel(World(missing=0.0), seed)
        turn = (np.arange(38) + random.integers(0, 12, size=(46, 1))) % 12
        heard += 12 * (turn == 6)
        money *= np.exp(0.4 * (turn == 3))
        found = panel_lead(satisfaction=heard, revenue=money, seed=seed, permutations=99)
        claims += found.verdict in ("leads", "both")
    assert claims / 40 <= most(40)


@pytest.mark.parametrize(
    ("accounts", "months", "what"), [(5, 38, "accounts"), (20, 20, "months"), (5, 9, "accounts")]
)
def test_too_little_says_what_is_missing(accounts: int, months: int, what: str) -> None:
    heard, money = panel(World(accounts=accounts, months=months, missing=0.0), 1)
    found = panel_lead(satisfaction=heard, revenue=money, seed=1)
    assert isinstance(found, TooLittle)
    assert what in [missing.what for missing in found.missing]


def test_few_waves_are_too_little() -> None:
    heard, money = panel(World(gap=9), 1)
    found = panel_lead(satisfaction=heard, revenue=money, seed=1)
    assert isinstance(found, TooLittle) and [m.what for m in found.missing] == ["waves"]


@pytest.mark.parametrize("value", [np.nan, 7.0])
def test_satisfaction_that_never_varies_is_too_little(value: float) -> None:
    money = panel(World(), 1)[1]
    found = panel_lead(satisfaction=np.full(money.shape, value), revenue=money, seed=1)
    assert isinstance(found, TooLittle)


@pytest.mark.filterwarnings("error")
def test_odd_values_end_in_a_verdict() -> None:
    heard, money = panel(World(leaving=0.5), 3)
    money[:4], heard[4:8] = -money[:4], 80.0
    money[9, 5] *= 1e9
    money[10], heard[11] = 0.0, np.nan
    found = panel_lead(satisfaction=heard, revenue=money, seed=1, permutations=99)
    assert isinstance(found, PanelLead) and found.accounts == 36


def test_wrong_shapes_are_refused() -> None:
    heard, money = panel(World(), 1)
    with pytest.raises(ValueError, match="accounts x months"):
        panel_lead(satisfaction=heard[:, 1:], revenue=money, seed=1)
    with pytest.raises(ValueError, match="finite"):
        panel_lead(satisfaction=heard, revenue=money * np.inf, seed=1)
    with pytest.raises(ValueError, match="lag"):
        panel_lead(satisfaction=heard, revenue=money, lags=0, seed=1)
