"""The mean of answers, weighted back to the contact list where some roles answer more than others."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Cell:
    """A role within a segment, or several merged. `cells` index the population; `weight` of one answer."""

    cells: tuple[int, ...]
    population: int
    answers: int
    weight: float


@dataclass(frozen=True)
class PostStratified:
    """Weighted beside unweighted. verdict: "same", or "differs": more than 1 standard error apart.

    `n_eff`: Kish's number of equally weighted answers. `covered_share`: share of the contact list in segments
    from which anybody answered. `trimmed`: answers whose weight was cut. `error` and `plain_error` are the
    standard errors of the two means.
    """

    weighted: Interval
    unweighted: Interval
    error: float
    plain_error: float
    n_eff: float
    covered_share: float
    trimmed: int
    is_raked: bool
    cells: tuple[Cell, ...]
    verdict: str


def post_stratified(
    *,
    values: ArrayLike,
    accounts: ArrayLike,
    cells: ArrayLike,
    population: ArrayLike,
    segments: ArrayLike | None = None,
    second_cells: ArrayLike | None = None,
    second_population: ArrayLike | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
    confidence: float = CONFIDENCE,
) -> PostStratified | TooLittle:
    """Mean with each answer weighing w_h = N_h / n_h of its cell, clustered by account.

    `values` (n,): answers. `accounts` (n,): integer labels. `cells` (n,): index of the answer's cell (a role
    within a segment) in `population` (h,): number of contacts of each cell. `segments` (h,): the segment of
    each cell, one where not given; a cell nobody of which answered is merged within it. `second_cells` (n,)
    and `second_population` (g,): a second margin, e.g. regions; then weights are raked to both.
    """
    raise NotImplementedError
