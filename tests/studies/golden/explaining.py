"""Golden files of what explains a change: base R, linearmodels."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from csat.insight.explaining.answers import Answers
from csat.insight.explaining.decomposition import decompose_change
from tests.csat.insight.explaining.test_decomposition import errors_of, parts_of
from tests.csat.insight.explaining.test_differences import found as differences
from tests.studies.golden.comparing import Part, equal, exactly


def _decomposition(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    before, after = (Answers(**known[name]) for name in ("before", "after"))
    parts = parts_of(decompose_change(before=before, after=after, attributes=known["attributes"]))
    yield equal(set(parts), set(expected["estimate"]))
    yield exactly([parts[name].change for name in expected["estimate"]], list(expected["estimate"].values()))
    errors = errors_of(parts)
    yield exactly(list(errors.values()), [expected["error"][name] for name in errors])


def _differences(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = differences(np.array(known["outcome"], dtype=float), np.array(known["treated"]), known["start"])
    if "plain" not in expected:
        yield exactly(found.plain.estimate, expected["estimate"])
        return
    plain = expected["plain"]
    yield exactly([getattr(found.plain, name) for name in plain], list(plain.values()))
    yield exactly((found.drift.estimate, found.drift.p), (expected["drift"], expected["drift_p"]))
    has_welch = "welch" in expected
    yield exactly(found.pre_trend_p, expected["pre_trend_p" if has_welch else "joint_p"])
    if has_welch:
        yield exactly(found.plain.error, expected["welch"]["error"])
        yield exactly(found.adjusted.estimate, expected["adjusted"])


FILES = {
    "explaining_decomposition": _decomposition,
    "explaining_differences_full": _differences,
    "explaining_differences_gaps": _differences,
    "explaining_differences_linearmodels": _differences,
}
