"""Golden files of intervals: R's survey, statsmodels and answers listed one by one."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.special import stdtrit

from csat.insight.intervals.clustered_mean import clustered_mean, effective_number
from csat.insight.intervals.csi import csi
from csat.insight.intervals.margins.raking import rake
from csat.insight.intervals.nps import nps
from csat.insight.intervals.proportion import proportion
from csat.insight.intervals.share_difference import share_difference
from csat.insight.intervals.top_box import top_box
from csat.insight.intervals.weightings import weightings
from tests.csat.insight.intervals.test_company_csi import golden_company
from tests.csat.insight.intervals.test_post_stratified import golden_mean
from tests.csat.insight.intervals.test_weightings import ends
from tests.studies.golden.comparing import Part, equal, exactly


def _clustered(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    account = np.array(known["account"]) - 1
    sums, counts = np.bincount(account, weights=known["points"]), np.bincount(account)
    found = clustered_mean(sums=sums, counts=counts)
    yield exactly(ends(found), [expected[name] for name in ("mean", "low", "high")])
    revenue = np.bincount(account, weights=known["revenue"]) / counts
    found = clustered_mean(sums=sums, counts=counts, weights=revenue / counts, bounds=(-999, 999))
    reach = stdtrit(effective_number(revenue) - 1, 0.975) * expected["revenue_error"]
    mean = expected["revenue_mean"]
    yield exactly(ends(found), (mean, mean - reach, mean + reach))
    company = golden_company()
    yield exactly(
        (company.by_respondent.estimate, company.by_revenue.estimate, company.difference.estimate),
        (expected["mean"], mean, mean - expected["mean"]),
    )


def _csi(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    answers = np.array(known["answers"], dtype=float)
    yield exactly(csi(answers=answers, scale=(1, 10), weights=known["weights"]).points, expected["points"])


def _nps(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = [nps(promoters=up, passives=middle, detractors=down) for up, middle, down in known["counts"]]
    yield exactly([(one.low, one.high) for one in found], np.clip(expected["limits"], -100, 100))


def _post_stratified(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    post, found = expected["post"], golden_mean(is_raked=False)
    yield exactly(
        (found.weighted.estimate, found.error, found.n_eff, found.plain_error),
        (post["mean"], post["error"], post["n_eff"], expected["plain_error"]),
    )
    raked, found = expected["raked"], golden_mean(is_raked=True)
    weights = rake(
        categories=[known["role"], known["region"]], totals=[known["roles"], known["regions"]]
    ).weights
    yield exactly((found.weighted.estimate, found.error), (raked["mean"], raked["error"]))
    yield exactly(weights, raked["weights"])


def _shares(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    singles = [proportion(successes=successes, n=n) for successes, n in known["singles"]]
    yield exactly([(one.low, one.high) for one in singles], expected["singles"])
    pairs = [share_difference(successes=(x, y), n=(n, m)) for x, n, y, m in known["pairs"]]
    yield exactly([(one.low, one.high) for one in pairs], expected["pairs"])


def _top_box(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    account = np.array(known["account"]) - 1
    found = top_box(successes=np.bincount(account, weights=known["top"]), counts=np.bincount(account))
    yield exactly(
        (*ends(found.share), found.design_effect),
        [expected[name] for name in ("share", "low", "high", "design_effect")],
    )


def _weightings(known: dict[str, Any], expected: list[dict[str, Any]]) -> Iterator[Part]:
    ones = np.ones(len(known["points"]))
    found = weightings(
        sums=known["points"],
        counts=ones,
        accounts=np.array(known["account"]),
        weights=[ones, np.array(known["by_role"]), np.array(known["by_revenue"])],
    )
    yield equal(len(found.ways), len(expected))
    for way, theirs in zip(found.ways, expected, strict=True):
        yield exactly((*ends(way.mean), way.n_eff), (*theirs["mean"].values(), theirs["n_eff"]))
        if "difference" in theirs:
            yield exactly(ends(way.difference), tuple(theirs["difference"].values()))


FILES = {
    "intervals_clustered": _clustered,
    "intervals_csi": _csi,
    "intervals_nps": _nps,
    "intervals_post_stratified": _post_stratified,
    "intervals_shares": _shares,
    "intervals_top_box": _top_box,
    "intervals_weightings": _weightings,
}
