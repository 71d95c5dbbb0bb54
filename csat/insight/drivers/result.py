"""What a driver analysis says: attributes in order of importance, or correlations alone."""

from dataclasses import dataclass

from csat.insight.drivers.within import WithinAccounts
from csat.insight.intervals.interval import Interval
from csat.insight.verdict import Missing, TooLittle


@dataclass(frozen=True)
class Driver:
    """One attribute.

    `n` answers judged it; `mean` in the unit given; `correlation` with overall (within segments where given);
    `share` of the explained part, 0 to 1, and its interval; `rank` 1 carries most; `first` = P(rank 1) and
    `among_three` = P(rank <= 3) over the bootstraps. `quadrant`: "improve" (important, below the average),
    "keep" (important, above), "later" (less important, below), "enough" (less important, above), or
    "undetermined" where fewer than 80 % of the bootstraps agree; `agreement`: share of bootstraps in the most
    frequent quadrant.
    """

    name: str
    n: int
    mean: Interval
    correlation: Interval
    share: Interval
    rank: int
    first: float
    among_three: float
    quadrant: str
    agreement: float


@dataclass(frozen=True)
class Drivers:
    """`drivers` in order of share. Cross-hairs: `importance_line` 1/p, `performance_line` the mean of means.

    `method` "lmg" or "johnson" made shares and intervals alike; `gaps` "complete_cases" or "em". `halo`: mean
    correlation between attributes. `left_out`: attributes without enough answers or that never vary.
    `within`: the check within accounts, None where no waves were given.

    verdict: "ranked", or "order_not_reliable" where r2, adjusted for p, < .2 or halo > .7 (attributes move
    together).
    """

    drivers: tuple[Driver, ...]
    r2: Interval
    halo: Interval
    importance_line: float
    performance_line: float
    method: str
    gaps: str
    n: int
    accounts: int
    bootstraps: int
    seed: int
    left_out: tuple[str, ...]
    within: WithinAccounts | TooLittle | None
    verdict: str


@dataclass(frozen=True)
class Correlate:
    """One attribute and its correlation with overall."""

    name: str
    n: int
    mean: float
    correlation: Interval


@dataclass(frozen=True)
class CorrelationsOnly:
    """Too few answers to divide importance, enough for correlations; `missing`: what a ranking needs."""

    correlations: tuple[Correlate, ...]
    n: int
    accounts: int
    left_out: tuple[str, ...]
    missing: tuple[Missing, ...]
    verdict: str = "correlations_only"
