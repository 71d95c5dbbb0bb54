"""The hazard of leaving against R, and its claims in simulated portfolios."""

import json

import cattrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csat.insight.retention.covariates import Covariates
from csat.insight.retention.firth import firth_cloglog
from csat.insight.retention.hazard import Hazard, churn_hazard
from csat.insight.retention.shocks import period_shocks
from csat.insight.verdict import TooLittle
from tests.csat.insight.golden import load
from tests.studies import retention as study

FIRTH, SHOCKS = load("retention_firth"), load("retention_shocks")


@pytest.mark.parametrize("sample", ["veteran", "separated"])
def test_firth_equals_r_optim(sample: str) -> None:
    given, expected = FIRTH["input"][sample], FIRTH["expected"][sample]
    found = firth_cloglog(rows=given["rows"], is_event=given["is_event"])
    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-9)
    assert found.coefficients == pytest.approx(expected["coefficients"], abs=1e-6)
    assert np.allclose(found.covariance, expected["covariance"], atol=1e-6)


def test_with_many_events_the_penalty_hardly_matters() -> None:
    """R's plain glm on 128 deaths: within a tenth of a standard error."""
    given, plain = FIRTH["input"]["veteran"], FIRTH["expected"]["plain"]
    found = firth_cloglog(rows=given["rows"], is_event=given["is_event"])
    errors = np.sqrt(np.diag(plain["covariance"]))
    assert np.all(np.abs(np.subtract(found.coefficients, plain["coefficients"])) < 0.1 * errors)


def veteran() -> tuple[np.ndarray, Covariates]:
    """R's person-periods as accounts x periods."""
    given = FIRTH["input"]["veteran"]
    account = np.unique(given["account"], return_inverse=True)[1]
    period = np.array(given["period"]) - min(given["period"])
    shape = (account.max() + 1, period.max() + 1)
    event, karno, age = (np.full(shape, np.nan) for _ in range(3))
    for matrix, column in ((event, "is_event"), (karno, "karno"), (age, "age")):
        matrix[account, period] = given[column]
    return event, Covariates(satisfaction=karno, tenure_months=age)


def test_the_hazard_ratio_is_rs() -> None:
    event, covariates = veteran()
    found = churn_hazard(is_event=event, covariates=covariates, unit=20)
    expected = FIRTH["expected"]["veteran"]
    slope, error = expected["coefficients"][1], np.sqrt(expected["covariance"][1][1])
    term = found.terms[0]
    assert (term.name, found.events, found.verdict) == ("satisfaction", 128, "lower_leave_more")
    bounds = np.exp([slope, slope - 1.959964 * error, slope + 1.959964 * error])
    assert (term.ratio, term.low, term.high) == pytest.approx(tuple(bounds), rel=1e-6)
    assert term.p < 1e-8 and found.terms[1].name == "tenure"


def test_several_events_of_an_account_widen_the_interval() -> None:
    """The same accounts six times over as six periods: no new information about satisfaction."""
    rng = np.random.default_rng(4)
    score = rng.normal(70, 10, 80)
    event = (rng.random(80) < 0.4).astype(float)
    once = churn_hazard(is_event=event[:, None], covariates=Covariates(score[:, None]))
    often = churn_hazard(
        is_event=np.repeat(event[:, None], 6, axis=1),
        covariates=Covariates(np.repeat(score[:, None], 6, axis=1)),
    )
    widths = [np.log(f.terms[0].high / f.terms[0].low) for f in (once, often)]
    assert widths[1] == pytest.approx(widths[0], rel=0.15)


def test_being_unheard_is_a_term_and_what_never_varies_is_none() -> None:
    event, covariates = veteran()
    score = np.asarray(covariates.satisfaction).copy()
    score[::3] = np.nan
    given = Covariates(satisfaction=score, is_silent=np.zeros_like(score), log_revenue=score * 0 + 3)
    assert [t.name for t in churn_hazard(is_event=event, covariates=given).terms] == [
        "satisfaction",
        "unheard",
    ]


def test_results_are_plain_json() -> None:
    event, covariates = veteran()
    found = churn_hazard(is_event=event, covariates=covariates)
    stored = json.loads(json.dumps(cattrs.unstructure(found), allow_nan=False))
    assert cattrs.structure(stored, Hazard) == found


def test_too_few_events_are_said() -> None:
    event = np.zeros((30, 8))
    event[:19, 3] = 1
    score = np.arange(240.0).reshape(30, 8)
    found = churn_hazard(is_event=event, covariates=Covariates(satisfaction=score))
    assert isinstance(found, TooLittle)
    assert [(m.what, m.have, m.need) for m in found.missing] == [("events", 19, 20)]
    event[19, 3] = 1
    assert isinstance(churn_hazard(is_event=event, covariates=Covariates(satisfaction=score)), Hazard)
    for constant in (np.full((30, 8), 70.0), np.full((30, 8), np.nan)):
        missing = churn_hazard(is_event=event, covariates=Covariates(satisfaction=constant)).missing
        assert [m.what for m in missing] == ["scores"]


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="accounts x periods"):
        churn_hazard(is_event=[[0.0]], covariates=Covariates(satisfaction=[1.0]))
    with pytest.raises(ValueError, match="0, 1 or NaN"):
        churn_hazard(is_event=[[2.0]], covariates=Covariates(satisfaction=[[1.0]]))
    with pytest.raises(ValueError, match="same accounts"):
        churn_hazard(is_event=[[1.0]], covariates=Covariates(satisfaction=[[1.0]], is_silent=[1.0]))
    with pytest.raises(ValueError, match="depend"):
        firth_cloglog(rows=[[1.0, 2.0], [1.0, 2.0]], is_event=[0, 1])
    with pytest.raises(ValueError, match="without NaN"):
        firth_cloglog(rows=[[1.0], [np.nan]], is_event=[0, 1])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 20))
def test_firth_is_finite_and_climbs_to_a_top(seed: int, events: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(40), rng.normal(0, 3, 40), rng.random(40) < 0.2])
    x[0, 2], x[1, 2] = 1, 0
    y = np.zeros(40)
    y[np.argsort(x[:, 1])[:events]] = 1
    found = firth_cloglog(rows=x, is_event=y)
    assert np.isfinite(found.coefficients).all() and np.all(np.diag(found.covariance) > 0)


def test_shocks_equal_r() -> None:
    found = period_shocks(**SHOCKS["input"])
    assert found.sizes == pytest.approx(SHOCKS["expected"]["sizes"])
    assert found.weights == pytest.approx(SHOCKS["expected"]["weights"], abs=1e-6)


def test_shocks_are_thought_larger_where_periods_differ() -> None:
    even, uneven = (
        period_shocks(events=e, expected=[20.0] * 8) for e in ([20] * 8, [5, 45, 10, 30, 8, 40, 12, 10])
    )
    means = [float(np.dot(s.sizes, s.weights)) for s in (even, uneven)]
    assert means[0] < 0.15 < 0.4 < means[1]
    assert sum(period_shocks(events=[], expected=[]).weights) == pytest.approx(1)
    with pytest.raises(ValueError, match="not negative"):
        period_shocks(events=[-1], expected=[1.0])


def test_ratios_hold_the_truth_and_no_effect_is_seldom_claimed() -> None:
    """100 portfolios each; 95 % and 5 % with 3 binomial SE (.065)."""
    found = study.slope_coverage(study.World(), runs=100, seed=11)
    assert found.covered >= 0.95 - 0.065 and found.claimed > 0.7
    assert found.mean_log_ratio == pytest.approx(-0.5, abs=0.08)
    nothing = study.slope_coverage(study.World(slope=0.0), runs=100, seed=12)
    assert nothing.covered >= 0.95 - 0.065 and nothing.claimed <= 0.05 + 0.065
