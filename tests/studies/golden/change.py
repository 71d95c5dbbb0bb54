"""Golden files of drops: numerical integration, a Kalman filter, Markov chains, published tables, R."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from csat.insight.change.components import Components, variance_components
from csat.insight.change.expected import expected_alarms
from csat.insight.change.model import Fall, layout, posterior
from csat.insight.change.wander import with_wander
from tests.csat.insight.change.test_calibration import calibrated
from tests.csat.insight.change.test_point import looked_at, of_case
from tests.csat.insight.change.test_reviews import CALIBRATION, reviewed
from tests.csat.insight.change.test_runs import of
from tests.csat.insight.change.test_wander import HARDLY_EVER
from tests.studies.golden.comparing import Part, equal, exactly, loosely


def _alarm(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    components = Components(**known["components"])
    found = calibrated(patterns=known["patterns"], components=components, histories=9000)
    yield loosely(found.level, expected["level"], f"both simulated, standard error {expected['error']:.1e}")


def _components(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = variance_components(
        accounts=known["account"], persons=known["person"], waves=known["wave"], points=known["points"]
    )
    ours = [getattr(found, name) for name in expected]
    yield loosely(ours, list(expected.values()), "moments beside maximum likelihood")


def _point(known: list[dict[str, Any]], expected: list[dict[str, Any]]) -> Iterator[Part]:
    for case, theirs in zip(known, expected, strict=True):
        rows = of_case(case)
        found = looked_at(**rows)
        yield equal(found.since, theirs["since"])
        names = ("probability", "size", "size_low", "size_high")
        yield exactly([getattr(found, name) for name in names], [theirs[name] for name in names])
        yield exactly([(one.wave, one.probability) for one in found.waves], theirs["by_wave"])
        waves, persons, points = (np.array(rows.pop(name)) for name in ("waves", "persons", "points"))
        known_rows = layout(waves=waves, persons=persons, fall=Fall(), **rows)
        left = (points - rows["components"].mean)[known_rows.order, None]
        likelihood = posterior(known_rows, left).log_likelihood[0]
        yield exactly(likelihood - points.size / 2 * np.log(2 * np.pi), theirs["log_likelihood"])


def _reviews(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    names = ("precision", "precision_low", "precision_high", "ratio", "ratio_low", "ratio_high")
    for theirs in expected["reviews"]:
        years = theirs["promised"] / CALIBRATION.rate
        found = reviewed(real=theirs["real"], not_real=theirs["not_real"], account_years=years)
        yield exactly([getattr(found, name) for name in names], [theirs[name] for name in names])
    rate = known["rate"]
    for theirs in expected["alarms"]:
        calibration = replace(CALIBRATION, rate=rate)
        alarms = expected_alarms(accounts=round(theirs["mean"] / rate), calibration=calibration)
        yield exactly(alarms.expected, theirs["mean"])
        yield equal((alarms.low, alarms.high), (theirs["low"], theirs["high"]))


def _runs(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for case in expected["chains"]:
        run = of(case, [case["shift"]]).shifted[0]
        yield exactly(run.mean, case["mean"])
        yield equal(run.within is None, case["within"] is None)
        if run.within is not None:
            yield exactly(run.within, case["within"])
    published = [
        (run.mean, printed)
        for case in expected["published"]
        for run, printed in zip(of(case, case["shifts"]).shifted, case["mean"], strict=True)
    ]
    agreed = sum(round(mean, _decimals(printed)) == printed for mean, printed in published)
    why = f"published tables, {agreed} of {len(published)} equal to the printed digits"
    yield loosely(*zip(*published, strict=True), why)


def _decimals(printed: float) -> int:
    return len(str(printed).partition(".")[2])


def _wander(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    components, answers = Components(**known["components"]), np.array(known["answers"])
    waves = np.arange(answers.shape[1])
    for wander, total, first in expected["log_likelihood"]:
        spread = replace(components, wander=wander)
        rows = layout(waves=waves, persons=waves * 0, components=spread, fall=HARDLY_EVER)
        found = posterior(rows, answers.T - components.mean).log_likelihood
        found = found - waves.size / 2 * np.log(2 * np.pi)
        yield exactly((found.sum(), found[0]), (total, first))
    accounts, at = (index.ravel() for index in np.indices(answers.shape))
    rows = {"accounts": accounts, "persons": accounts, "waves": at, "points": answers.ravel()}
    estimate = with_wander(**rows, components=components, fall=HARDLY_EVER).wander
    yield loosely(estimate, expected["wander"], "estimate, a parabola over a grid")


FILES = {
    "change_alarm": _alarm,
    "change_components": _components,
    "change_point": _point,
    "change_reviews": _reviews,
    "change_runs": _runs,
    "change_wander": _wander,
}
