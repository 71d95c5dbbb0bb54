"""Golden files of pooling: a sampler of the same model, lme4, sums over a finer grid."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from csat.insight.pooling.account_means import account_means
from csat.insight.pooling.manager_means import manager_means
from csat.insight.pooling.shares import account_shares
from tests.studies.golden.comparing import Part, exactly, loosely


def _accounts(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = account_means(**known)
    middle, low, high = (np.clip(expected[name], 0, 100) for name in ("mean", "low", "high"))
    yield loosely([one.estimate for one in found.estimates], middle, "means, sampler")
    yield loosely([(one.low, one.high) for one in found.estimates], np.c_[low, high], "limits, sampler")
    segments = [one.estimate.estimate for one in found.segments]
    yield loosely(segments, expected["segments"]["mean"], "segments, sampler")
    yield loosely(found.spread, expected["spread"], "spread, sampler")


def _lme4(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = account_means(**known)
    # lme4 takes one value for each spread, the product sums over them.
    yield loosely(
        [one.estimate for one in found.estimates],
        expected["mean"],
        "means, lme4 takes one value of each spread",
    )
    yield loosely(
        (found.noise, found.spread),
        (expected["noise"], expected["spread"]),
        "spreads, lme4's likeliest beside the mean",
    )


def _managers(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = manager_means(**known, seed=1)
    effects, estimates = ([getattr(m, name) for m in found.managers] for name in ("effect", "estimate"))
    means = [expected[name]["mean"] for name in ("effect", "estimate")]
    yield loosely([[e.estimate for e in effects], [e.estimate for e in estimates]], means, "means, sampler")
    limits = [*(expected["effect"][end] for end in ("low", "high")), expected["estimate"]["low"]]
    ours = [[e.low for e in effects], [e.high for e in effects], [e.low for e in estimates]]
    yield loosely(ours, limits, "limits, sampler")
    places = [[m.top for m in found.managers], [m.bottom for m in found.managers]]
    yield loosely(
        places, [expected["top"], expected["bottom"]], "chances of the first and last place, sampler"
    )


def _shares(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = account_shares(**known)
    yield exactly((found.a, found.b), (expected["a"], expected["b"]))
    ours = [[getattr(one, end) for one in found.estimates] for end in ("estimate", "low", "high")]
    yield loosely(ours, [expected[end] for end in ("mean", "low", "high")], "shares, a coarser grid")


FILES = {
    "pooling_accounts": _accounts,
    "pooling_lme4": _lme4,
    "pooling_managers": _managers,
    "pooling_shares": _shares,
}
