"""Golden files of quiet decline and silence: statsmodels, R's survey, scipy in fractions."""

from collections.abc import Iterator
from typing import Any

from scipy.special import ndtr, ndtri

from csat.insight.change.components import Components
from csat.insight.quiet.silence import Silence
from tests.csat.insight.quiet import test_decline, test_silence
from tests.studies.golden.comparing import Part, equal, exactly


def _decline(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for case, theirs in zip(known["slopes"], expected["slopes"], strict=True):
        spreads = {name: case[name] for name in ("person", "residual", "wander")}
        rows = {name: case[name] for name in ("waves", "persons", "points")}
        found = test_decline.looked_at(**rows, components=Components(mean=70.0, account=10.0, **spreads))
        slope, error = theirs["slope"], theirs["error"]
        yield exactly(
            (found.slope, found.slope_high, found.probability),
            (slope, slope + ndtri(0.975) * error, ndtr(-slope / error)),
        )
    for case, theirs in zip(known["ratios"], expected["ratios"], strict=True):
        year = test_decline.looked_at(revenue=[*case["before"], *[1.0] * 6, *case["now"]]).revenue
        yield exactly((year.change, year.low), (theirs["change"], theirs["low"]))


def _silence(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = test_silence.looked_at(**known)
    yield exactly((found.prior.a, found.prior.b), (expected["a"], expected["b"]))
    pairs = [
        (row.probability, chance)
        for row, chance in zip(found.rows, expected["probability"], strict=True)
        if isinstance(row, Silence)
    ]
    yield equal(len(pairs) > 30, True)
    yield exactly(*zip(*pairs, strict=True))


FILES = {"quiet_decline": _decline, "quiet_silence": _silence}
