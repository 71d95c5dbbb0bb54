"""Revenue at risk against exact enumeration and simulated years; the grade of a forecast."""

import json

import cattrs
import numpy as np
import pytest

from csat.insight.intervals.interval import Interval
from csat.insight.retention.at_risk import RevenueAtRisk, revenue_at_risk
from csat.insight.retention.bands import Band, Bands, retention_by_band
from csat.insight.retention.covariates import Covariates
from csat.insight.retention.grading import forecast_grade
from csat.insight.retention.hazard import Hazard, Term
from csat.insight.retention.shocks import Shocks
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import retention as study

EXACT, BRIER = load("retention_at_risk"), load("retention_brier")


def band(losses: int, periods: int, low: float | None = None, high: float | None = None) -> Band:
    unknown = Interval(None, None, None, periods)
    return Band("band", low, high, 20, periods, losses, unknown, unknown)


def model(losses: list[int], periods: list[int], shock: float = 0.0) -> Bands:
    """Two bands, below and above 70."""
    bands = (band(losses[0], periods[0], None, 70), band(losses[1], periods[1], 70, None))
    return Bands("", bands, None, band(sum(losses), sum(periods)), None, 4, Shocks((shock,), (1.0,)))


def exact(shock: float = 0.0, **more: object) -> RevenueAtRisk:
    given = EXACT["input"]
    found = revenue_at_risk(
        revenue=given["revenue"],
        covariates=Covariates(satisfaction=[50.0 if b == 1 else 90.0 for b in given["band"]]),
        model=model(given["losses"], given["periods"], shock),
        seed=8,
        **more,
    )
    assert isinstance(found, RevenueAtRisk)
    return found


def test_chances_and_expected_loss_are_exact() -> None:
    """20,000 draws of the bands' chances: 5 SE are .004 of a chance."""
    found, expected = exact(), EXACT["expected"]
    assert found.chances == pytest.approx(expected["chances"], abs=0.004)
    assert found.expected == pytest.approx(expected["expected"], rel=0.01)


@pytest.mark.filterwarnings("error")
def test_nearly_dependent_coefficients_raise_no_warning() -> None:
    """Rounding leaves a variance of -0.00001 in one direction; the others are drawn as they are."""
    covariance = ((0.04, 0.0, 0.0), (0.0, 1.0, 1.0), (0.0, 1.0 + 1e-9, 1.0 - 2e-5))
    hazard = Hazard(
        verdict="",
        terms=tuple(Term(name, 1.0, 1.0, 1.0, 1.0, 1.0) for name in ("satisfaction", "unheard")),
        accounts=40,
        periods=400,
        events=30,
        coefficients=(-2.5, -0.3, 0.1),
        covariance=covariance,
        centres=(60.0, 0.1),
        scales=(10.0, 0.3),
        shocks=Shocks((0.0,), (1.0,)),
    )
    found = revenue_at_risk(
        revenue=np.ones(40), covariates=Covariates(satisfaction=np.linspace(40, 80, 40)), model=hazard, seed=1
    )
    assert isinstance(found, RevenueAtRisk)
    assert 0 < found.low < found.median < found.high < 40


def test_scenarios_are_spread_as_enumeration_says() -> None:
    found = exact()
    below = EXACT["expected"]["distribution"]
    for value, share in ((found.low, 0.1), (found.median, 0.5), (found.high, 0.9)):
        at = int(value // 10)
        # The distribution has steps: the quantile sits where it passes the share.
        assert below[max(at - 1, 0)] - 0.015 <= share <= below[at] + 0.015


def test_key_accounts_skew_the_loss() -> None:
    found = exact()
    assert found.verdict == "skewed" and found.skewness > 0.05 and found.basis == "bands"
    assert [s.account for s in found.top][:2] == [0, 2] and 0.8 < found.top_share < 1
    many = revenue_at_risk(
        revenue=[100.0] * 80,
        covariates=Covariates(satisfaction=[90.0] * 80),
        model=model([9, 3], [60, 70]),
        seed=1,
        draws=500,
    )
    assert many.verdict == "spread" and many.top_share == pytest.approx(5 / 80)


def test_shared_parameters_and_shocks_widen() -> None:
    sure = revenue_at_risk(
        revenue=[10.0] * 200,
        covariates=Covariates(satisfaction=[50.0] * 200),
        model=model([900, 300], [6000, 7000]),
        seed=2,
    )
    unsure = revenue_at_risk(
        revenue=[10.0] * 200,
        covariates=Covariates(satisfaction=[50.0] * 200),
        model=model([9, 3], [60, 70]),
        seed=2,
    )
    shaken = revenue_at_risk(
        revenue=[10.0] * 200,
        covariates=Covariates(satisfaction=[50.0] * 200),
        model=model([900, 300], [6000, 7000], shock=0.4),
        seed=2,
    )
    widths = [f.high - f.low for f in (sure, unsure, shaken)]
    assert widths[1] > 2.5 * widths[0] and widths[2] > 2.5 * widths[0]
    # Alone, independent accounts: 2 x 1.2816 x 10 sqrt(200 p q), p = 1 - .85^4.
    p = 1 - 0.85**4
    assert widths[0] == pytest.approx(2 * 1.2816 * 10 * np.sqrt(200 * p * (1 - p)), rel=0.12)


def test_contraction_adds_to_losses() -> None:
    falls = model([12, 12], [60, 70])
    found, plain = exact(contraction=falls, contraction_shares=[0.25, 0.5]), exact()
    p, f = np.array(found.chances), 1 - (1 - np.array([12.5 / 61, 12.5 / 71])) ** 4
    expected = np.array(EXACT["input"]["revenue"]) * (1 - p) * f[np.array(EXACT["input"]["band"]) - 1] * 0.375
    assert found.expected_from_contraction == pytest.approx(expected.sum(), rel=0.05)
    assert found.expected == pytest.approx(found.expected_from_losses + found.expected_from_contraction)
    assert found.high > plain.high
    assert exact(contraction=falls).expected_from_contraction == 0


def test_the_same_seed_gives_the_same_digits_and_plain_json() -> None:
    heard: list[float] = []
    found = exact(draws=1200, progress=heard.append)
    assert found == exact(draws=1200) and heard[-1] == 1 and heard == sorted(heard)
    stored = json.loads(json.dumps(cattrs.unstructure(found), allow_nan=False))
    assert cattrs.structure(stored, RevenueAtRisk) == found


def test_too_little_and_nonsense() -> None:
    covariates = Covariates(satisfaction=[50.0] * 6)
    found = revenue_at_risk(
        revenue=[1.0, 1, 1, 1, 0, -5], covariates=covariates, model=model([9, 3], [60, 70]), seed=1
    )
    assert isinstance(found, TooLittle) and found.missing[0].have == 4
    for revenue in ([1.0] * 5, [np.nan] * 6):
        with pytest.raises(ValueError, match="one entry"):
            revenue_at_risk(revenue=revenue, covariates=covariates, model=model([9, 3], [60, 70]), seed=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        exact(contraction=model([1, 1], [9, 9]), contraction_shares=[1.5])


def test_the_unheard_have_the_chance_of_all_where_none_were_before() -> None:
    score = np.repeat([[50.0], [90.0]], 10, axis=0) + np.zeros((20, 10))
    lost = np.zeros((20, 10))
    lost[:9, 9] = lost[10:14, 9] = 1
    learned = retention_by_band(satisfaction=score, is_lost=lost, edges=(70,))
    now = Covariates(satisfaction=[50.0, 90.0, np.nan, 50.0, 90.0])
    chances = revenue_at_risk(revenue=[1.0] * 5, covariates=now, model=learned, seed=1).chances
    assert chances[1] < chances[2] < chances[0]


@pytest.mark.parametrize(
    "world", [study.World(), study.World(shock=0.3), study.World(loss=0.005, accounts=200)]
)
def test_outcomes_fall_into_the_interval_as_often_as_it_says(world: study.World) -> None:
    """150 portfolios; 80 % with 3 binomial SE (.098)."""
    found = study.risk_coverage(world, runs=150, seed=21)
    assert found.inside == pytest.approx(0.8, abs=0.098)


def grade(**more: object):
    given = {**BRIER["input"], "lost_amount": np.array(BRIER["input"]["is_lost"]) * 10.0}
    return forecast_grade(**{**given, "expected_amount": 120.0, "low": 60.0, "high": 180.0, **more})


def test_brier_scores_are_scikit_learns() -> None:
    found, expected = grade(), BRIER["expected"]
    assert (found.brier, found.base_brier) == pytest.approx((expected["brier"], expected["base_brier"]))
    assert found.gain.estimate == pytest.approx(expected["base_brier"] - expected["brier"])
    assert found.verdict == ("better" if found.gain.estimate > 0 else "base_rate_only")
    assert sum(t.accounts for t in found.thirds) == 60 and found.is_inside == (60 <= found.lost_amount <= 180)
    assert [t.expected for t in found.thirds] == sorted(t.expected for t in found.thirds)


def test_a_forecast_that_is_no_better_falls_back_to_the_base_rate() -> None:
    upside_down = grade(chances=0.4 - np.array(BRIER["input"]["chances"]))
    same_for_all = grade(chances=np.full(60, 0.2))
    assert upside_down.verdict == same_for_all.verdict == "base_rate_only"


def test_few_losses_cannot_grade_chances_but_still_the_amount() -> None:
    found = grade(is_lost=[1] * 4 + [0] * 56, lost_amount=[1.0] * 60)
    assert found.verdict == "too_few_losses" and found.is_inside
    few = forecast_grade(
        chances=[0.1], is_lost=[0], lost_amount=[0.0], expected_amount=1.0, low=0.0, high=2.0
    )
    assert isinstance(few, TooLittle) and few.missing[0].need == 15


def test_grading_refuses_nonsense() -> None:
    for bad in ({"chances": [1.5] * 60}, {"is_lost": [3] * 60}, {"lost_amount": [1.0]}):
        with pytest.raises(ValueError, match="chances"):
            grade(**bad)
