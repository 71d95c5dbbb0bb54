"""Three ways to weigh the same answers, and whose voices are among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from csat.insight.intervals.interval import Interval
from csat.insight.intervals.weightings import Weightings, weightings
from csat.reports.satisfaction import MIN_ANSWERS
from csat.reports.scores import estimates
from csat.reports.scores.measures import Measure
from csat.scores.grouped import Sums

PERSON, ROLE, REVENUE = "person", "role", "revenue"
AGREE, DISAGREE, CANNOT_TELL = "agree", "disagree", "cannot_tell"


@dataclass(frozen=True)
class Way:
    """The score when each person, each role, or each unit of revenue weighs the same.

    `n_eff`: of how many equally weighted answers it is worth. `difference` from the score by person.
    """

    name: str
    score: Interval
    n_eff: float | None
    difference: Interval | None = None

    @property
    def equal_answers(self) -> int | None:
        return None if self.n_eff is None else max(round(self.n_eff), 1)

    @property
    def differs(self) -> str:
        """lower or higher than by person, beyond noise; else empty."""
        if self.difference is None or self.difference.low is None or self.difference.high is None:
            return ""
        return "lower" if self.difference.high < 0 else "higher" if self.difference.low > 0 else ""


@dataclass(frozen=True)
class Ways:
    """By person, by role, by revenue. `without_revenue`: clients heard whose revenue is not known."""

    ways: tuple[Way, ...]
    verdict: str
    roles: int
    without_revenue: int


def weigh(measure: Measure, total: Interval, rows: Sequence[Sums], year: Mapping[int, int]) -> Ways:
    """`total`: the score by person. `rows`: sums by role and account. `year`: revenue of twelve months."""
    n = estimates.answers(rows)
    accounts = {row.account_id for row in rows}
    roles = {row.key[0] for row in rows}
    unknown = sum(year.get(account, 0) <= 0 for account in accounts)
    plain = Way(PERSON, total, float(n) if n else None)
    if n < MIN_ANSWERS or total.estimate is None:
        hidden = (Way(name, estimates.unknown(n), None) for name in (ROLE, REVENUE))
        return Ways((plain, *hidden), CANNOT_TELL, len(roles), unknown)
    columns = estimates.Columns.of(rows)
    found = weightings(
        sums=columns.sums,
        counts=columns.counts,
        accounts=np.array([row.account_id for row in rows]),
        weights=[np.ones(len(rows)), _by_role(rows), _by_revenue(rows, year)],
        bounds=measure.bounds,
    )
    if not isinstance(found, Weightings):
        alone = (Way(name, estimates.unknown(n), None) for name in (ROLE, REVENUE))
        return Ways((plain, *alone), CANNOT_TELL, len(roles), unknown)
    others = tuple(
        Way(name, one.mean, one.n_eff or None, one.difference)
        for name, one in zip((ROLE, REVENUE), found.ways[1:], strict=True)
    )
    return Ways((plain, *others), found.verdict, len(roles), unknown)


def _by_role(rows: Sequence[Sums]) -> list[float]:
    """Every role together weighs 1."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.key[0]] = counts.get(row.key[0], 0) + row.n
    return [1 / counts[row.key[0]] for row in rows]


def _by_revenue(rows: Sequence[Sums], year: Mapping[int, int]) -> list[float]:
    """Every account together weighs its revenue; without any it weighs nothing."""
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.account_id] = counts.get(row.account_id, 0) + row.n
    return [max(year.get(row.account_id, 0), 0) / counts[row.account_id] for row in rows]
