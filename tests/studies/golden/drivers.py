"""Golden files of drivers: lm() over all orders, pingouin, statsmodels, R's likelihood by optim()."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from csat.insight.drivers.correlation import correlation
from csat.insight.drivers.importance import drivers
from csat.insight.drivers.johnson import johnson
from csat.insight.drivers.lmg import lmg
from csat.insight.drivers.within import within_accounts
from tests.studies.golden.comparing import Part, equal, exactly, loosely


def _correlation(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = correlation(values=known["complete"], segments=known["segments"])
    yield exactly(found.matrix, expected["complete"])
    gaps = correlation(values=np.array(known["gaps"], dtype=float), segments=known["segments"])
    yield loosely(gaps.matrix, expected["em"], "with gaps, both maximise step by step")


def _pingouin(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    whole = np.corrcoef(np.column_stack([known["attributes"], known["overall"]]).T)
    parts = lmg(correlations=whole[:-1, :-1], with_outcome=whole[:-1, -1]).parts
    yield exactly(parts, expected["lmg"])
    found = drivers(**known, accounts=np.arange(140) // 4, names=list("abcdefg"), bootstraps=100)
    shares = {one.name: 100 * one.share.estimate for one in found.drivers}
    yield exactly([shares[name] for name in "abcdefg"], expected["percent"])


def _swiss(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    given = {key: known[key] for key in ("correlations", "with_outcome")}
    found = lmg(**given)
    yield exactly((*found.parts, found.r2), (*expected["lmg"], expected["r2"]))
    yield exactly(johnson(**given).parts, expected["johnson"])


def _within(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = within_accounts(
        attributes=np.column_stack([known[column] for column in "abc"]),
        overall=known["overall"],
        accounts=known["account"],
        waves=known["wave"],
        weights=known["weights"],
    )
    slope = found.slope
    yield exactly(
        (slope.estimate, slope.low, slope.high), [expected[end] for end in ("slope", "low", "high")]
    )
    yield equal((slope.n, found.accounts), (expected["changes"], expected["accounts"]))


FILES = {
    "drivers_correlation": _correlation,
    "drivers_pingouin": _pingouin,
    "drivers_swiss": _swiss,
    "drivers_within": _within,
}
