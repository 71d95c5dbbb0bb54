"""Golden files of leaving: R's survival, lifelines, R's quantiles and optim(), scikit-learn, enumeration."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from csat.insight.retention.bands import retention_by_band
from csat.insight.retention.firth import firth_cloglog
from csat.insight.retention.kaplan_meier import kaplan_meier
from csat.insight.retention.log_rank import log_rank
from csat.insight.retention.shocks import period_shocks
from tests.csat.insight.retention.test_bands import bands_of, lower_band
from tests.csat.insight.retention.test_forecast import exact, grade
from tests.studies.golden.comparing import Part, equal, exactly, loosely


def _at_risk(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found, below = exact(), [0.0, *expected["distribution"]]
    yield loosely(found.chances, expected["chances"], "chances, 20,000 draws")
    yield loosely(found.expected, expected["expected"], "expected loss, 20,000 draws")
    shares = []
    for value, share in ((found.low, 0.1), (found.median, 0.5), (found.high, 0.9)):
        # The distribution has steps: the quantile sits where it passes the share.
        at = int(value // 10)
        shares.append(np.clip(share, below[at], below[at + 1]))
    yield loosely(shares, (0.1, 0.5, 0.9), "quantiles, 20,000 draws")


def _bands(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for (losses, n), (low, high) in zip(known["counts"], expected["intervals"], strict=True):
        found = lower_band(losses, n).loss
        # The product's intervals reach 0 and 1 where none or all were lost.
        theirs = (0 if losses == 0 else low, 1 if losses == n else high)
        yield exactly((found.low, found.high), theirs)
    score, lost = bands_of((50, *known["lower"]), (90, *known["higher"]))
    chance = retention_by_band(satisfaction=score, is_lost=lost, edges=(70,)).chance
    yield exactly(chance, expected["chance"])


def _brier(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = grade()
    yield exactly((found.brier, found.base_brier), (expected["brier"], expected["base_brier"]))


def _firth(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for sample, given in known.items():
        found = firth_cloglog(rows=given["rows"], is_event=given["is_event"])
        theirs = expected[sample]
        yield exactly(found.log_likelihood, theirs["log_likelihood"])
        yield exactly(found.coefficients, theirs["coefficients"])
        yield exactly(found.covariance, theirs["covariance"])


def _kaplan_meier(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for sample, given in known.items():
        found, theirs = kaplan_meier(**given, min_at_risk=1), expected[sample]
        for column in ("time", "at_risk", "events", "survival", "low", "high"):
            steps = zip(found.steps, theirs[column], strict=True)
            # R gives no limits where the curve reaches 0.
            pairs = [(getattr(step, column), value) for step, value in steps if value is not None]
            yield exactly(*zip(*pairs, strict=True))
        for name in ("median", "median_low", "median_high"):
            yield equal(getattr(found, name), theirs[name])


def _lifelines(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    steps = {step.time: step for step in kaplan_meier(**known, min_at_risk=1).steps}
    for column in ("survival", "low", "high"):
        yield exactly([getattr(steps[time], column) for time in expected["time"]], expected[column])


def _log_rank(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for sample, given in known.items():
        found, theirs = log_rank(**given), expected[sample]
        yield exactly((found.chi_square, found.p), (theirs["chi_square"], theirs["p"]))
        if "observed" in theirs:
            yield equal([group.events for group in found.groups], theirs["observed"])
            yield exactly([group.expected for group in found.groups], theirs["expected"])


def _shocks(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = period_shocks(**known)
    yield exactly(found.sizes, expected["sizes"])
    yield exactly(found.weights, expected["weights"])


FILES = {
    "retention_at_risk": _at_risk,
    "retention_bands": _bands,
    "retention_brier": _brier,
    "retention_firth": _firth,
    "retention_kaplan_meier": _kaplan_meier,
    "retention_lifelines": _lifelines,
    "retention_log_rank": _log_rank,
    "retention_shocks": _shocks,
}
