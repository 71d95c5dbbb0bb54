"""Golden files of leads, of panels and of single series: plm, nlme, statsmodels, linearmodels, base R."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from csat.insight.leadlag.attributes import holm
from csat.insight.leadlag.granger import panel_granger
from csat.insight.leadlag.pair import pair_lead
from csat.insight.leadlag.power import critical_z, months_needed, power
from csat.insight.leadlag.whitening import whiten
from csat.insight.panels.drift import Drift, passage
from csat.insight.panels.opinion import opinion
from csat.insight.panels.regression import clustered_fit
from csat.insight.panels.within import within
from tests.csat.insight.panels.test_panels import numbers
from tests.studies.golden.comparing import Part, equal, exactly


def _granger(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = panel_granger(
        cause=numbers(known["cause"]), effect=numbers(known["effect"]), order=known["order"]
    )
    names = ("wald_mean", "z_tilde", "p", "z_bar")
    yield exactly([getattr(found, name) for name in names], [expected[name] for name in names])


def _pair(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found, theirs = pair_lead(**known), expected["profile"]
    for name in ("satisfaction_order", "revenue_order"):
        yield equal(getattr(found, name), expected[name])
    yield equal([(at.lag, at.n) for at in found.profile], [(at["lag"], at["n"]) for at in theirs])
    ours = [(at.r, at.bound, at.p) for at in found.profile]
    yield exactly(ours, [(at["r"], at["bound"], at["p"]) for at in theirs])


def _ar(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = whiten(series=known["series"], max_order=4)
    yield equal(found.order, expected["order"])
    yield exactly((found.intercept, *found.coefficients), expected["parameters"])
    yield exactly(found.innovations[0, found.order :], expected["residuals"])


def _filter(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    readings = numbers([known["readings"]])
    noise, seen = np.ones(readings.shape), np.isfinite(readings[0])
    drift = Drift(known["persistence"], known["reliability"], 1.0)
    run = passage(readings=readings, noise=noise, pairs=[(drift.persistence, drift.reliability)])
    yield exactly(run.surprises[0][seen], numbers(expected["surprises"])[seen])
    found = opinion(readings=readings, noise=noise, drift=drift)
    yield exactly(found[0], expected["opinion"])


def _holm(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    yield exactly(holm(p=known["p"]), expected["adjusted"])


def _regression(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    y, x, z = (numbers(known[key]) for key in "yxz")
    for name, basis in (("plain", None), ("trends", np.arange(float(y.shape[1]))[:, None])):
        found, theirs = clustered_fit(outcome=y, regressors=[x, z], basis=basis), expected[name]
        yield exactly(found.coefficients, theirs["coefficients"])
        # linearmodels leaves out the factor k / (k - 1).
        yield exactly(found.covariance * (found.clusters - 1) / found.clusters, theirs["covariance"])


def _reml(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    readings = numbers(known["y"])
    run = passage(readings=readings, noise=np.ones(readings.shape), pairs=known["pairs"])
    theirs = -2 * np.array(expected["likelihoods"])
    yield exactly(run.deviances - run.deviances[0], theirs - theirs[0])


def _within(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    y, x = numbers(known["y"]), numbers(known["x"])
    yield exactly(within(series=y), numbers(expected["residuals"]))
    found = clustered_fit(outcome=y, regressors=[x])
    variance = found.covariance[0, 0] * (found.clusters - 1) / found.clusters
    yield exactly((found.coefficients[0], variance), (expected["coefficient"], expected["variance"]))


def _power(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    yield exactly(critical_z(known["lags"]), expected["z"])
    designs = [
        {"accounts": row["accounts"], "r": row["r"], "survey_gap_months": row["gap"]}
        for row in expected["rows"]
    ]
    yield equal([months_needed(**design) for design in designs], [row["months"] for row in expected["rows"]])
    found = [power(**design, months=60) for design in designs]
    yield exactly(found, [row["power_of_60"] for row in expected["rows"]])


FILES = {
    "leadlag_granger_grunfeld_1": _granger,
    "leadlag_granger_grunfeld_2": _granger,
    "leadlag_granger_unbalanced": _granger,
    "leadlag_pair_months": _pair,
    "leadlag_panel_ar": _ar,
    "leadlag_panel_filter": _filter,
    "leadlag_panel_holm": _holm,
    "leadlag_panel_regression": _regression,
    "leadlag_panel_reml": _reml,
    "leadlag_panel_within": _within,
    "leadlag_power_table": _power,
}
