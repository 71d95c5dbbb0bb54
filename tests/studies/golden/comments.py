"""Golden files of comments: PostgreSQL's stems, statsmodels, R."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.special import stdtrit

from csat.insight.comments.theme_scores import benjamini_hochberg
from csat.insight.comments.words import forms_of
from tests.csat.insight.comments.test_theme_scores import one
from tests.csat.insight.comments.test_topics import alarm
from tests.studies.golden.comparing import Part, equal, exactly, loosely


def _benjamini_hochberg(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    for sample, p in known.items():
        yield exactly(benjamini_hochberg(p), expected[sample])


def _clustered(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    found = one(**known).difference
    accounts, has = np.array(known["accounts"]), np.array(known["has"])
    freedom = min(np.unique(accounts[who]).size for who in (has, ~has)) - 1
    reach = stdtrit(freedom, 0.975) * expected["error"]
    yield exactly((found.estimate, found.high - found.estimate), (expected["difference"], reach))


def _ewma(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    theme = alarm(**known, seed=3).themes[0]
    yield exactly(theme.level, expected["level"])
    yield equal(theme.since_month, expected["since"])
    yield loosely(theme.limit, expected["limit"], "limit, simulated on both sides")


def _stems(known: dict[str, Any], expected: dict[str, Any]) -> Iterator[Part]:
    yield equal([forms_of(word) for word in known["words"]], [{stem} for stem in expected["stems"]])


FILES = {
    "comments_benjamini_hochberg": _benjamini_hochberg,
    "comments_clustered": _clustered,
    "comments_ewma": _ewma,
    "comments_stems": _stems,
}
