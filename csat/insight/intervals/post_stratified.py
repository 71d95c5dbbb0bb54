"""The mean of answers, weighted back to the contact list where some roles answer more than others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from csat.insight.given import numbers
from csat.insight.intervals.clustered_mean import effective_number
from csat.insight.intervals.interval import CONFIDENCE, Interval
from csat.insight.intervals.margins.margin import Margin, margin
from csat.insight.intervals.margins.raking import rake
from csat.insight.verdict import TooLittle, shortages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MIN_ANSWERS, MIN_ACCOUNTS = 5, 2
TRIM = 3.0


@dataclass(frozen=True)
class Cell:
    """A role within a segment, or several merged. `cells` index the population; `weight` of one answer.

    Raked answers of a cell weigh differently; then `weight` is their mean.
    """

    cells: tuple[int, ...]
    population: int
    answers: int
    weight: float


@dataclass(frozen=True)
class PostStratified:
    """Weighted beside unweighted. verdict: "same", or "differs": more than 1 standard error apart.

    `error` and `plain_error`: standard errors of the weighted and of the unweighted mean, the latter being
    the yardstick. `n_eff`: Kish's number of equally weighted answers. `covered_share`: share of the contact
    list in segments from which anybody answered; the others' opinion is not in any number here. `trimmed`:
    answers whose weight was cut. `margin_gap`: largest share of the contact list by which trimming, or
    margins that contradict each other, leave a cell over or under its number.
    """

    weighted: Interval
    unweighted: Interval
    error: float
    plain_error: float
    n_eff: float
    covered_share: float
    trimmed: int
    margin_gap: float
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

    `values` (n,): answers, any unit; NaN is left out. `accounts` (n,): integer labels. `cells` (n,): index of
    the answer's cell (a role within a segment) in `population` (h,), the number of contacts in each cell.
    `segments` (h,): the segment of each cell, one where not given; a cell from which nobody answered is
    merged with the most answered one of its segment. `second_cells` (n,) and `second_population` (g,): a
    second margin, e.g. regions; then weights are raked to both. TooLittle below 5 answers or 2 accounts.
    Raises ValueError for other shapes and for cells with more answers than contacts.

    Weights above 3 times their median are cut to it. e_r = w_r (y_r - fit of y by cells), or w_r (y_r - m)
    where weights were cut; SE = sqrt(k/(k-1) sum_a (e_a - mean)^2) / sum w over accounts; t with n_eff of the
    accounts less 1 degrees of freedom. Source: Holt and Smith (1979), JRSS A 142, 33-46; trimming: Potter
    (1990), Proc. Survey Research Methods, 225-230; checked against survey::postStratify and rake in R.
    """
    value, account = numbers(values), np.asarray(accounts)
    is_given = ~np.isnan(value)
    if account.shape != value.shape or (second_cells is None) != (second_population is None):
        raise ValueError("values and accounts are (n,); a second margin has cells and population")
    margins = [margin(cells, population, segments, is_given=is_given)]
    if second_cells is not None and second_population is not None:
        margins.append(margin(second_cells, second_population, None, is_given=is_given))
    value, (_, which) = value[is_given], np.unique(account[is_given], return_inverse=True)
    k = int(which.max(initial=-1)) + 1
    missing = shortages(answers=(value.size, MIN_ANSWERS), accounts=(k, MIN_ACCOUNTS))
    if missing:
        return TooLittle(missing)
    return _compared(value, which, margins, bounds=bounds, confidence=confidence)


def _compared(
    value: Floats, which: Ints, margins: list[Margin], *, bounds: tuple[float, float], confidence: float
) -> PostStratified:
    """Weighted and unweighted mean; `which` (n,) are the accounts, numbers from 0."""
    weight, trimmed, gap = _weights(margins)
    plain_weight = np.ones(value.size)
    error = _error(value, weight, which, () if trimmed else tuple(margins))
    plain_error = _error(value, plain_weight, which, ())
    mean, plain = float(weight @ value / weight.sum()), float(value.mean())
    freedom = max(1.0, effective_number(np.bincount(which, weights=weight).astype(float)) - 1)
    reaches = stdtrit([freedom, float(which.max())], (1 + confidence) / 2) * [error, plain_error]
    weighted, unweighted = (
        Interval(one, max(bounds[0], one - reach), min(bounds[1], one + reach), value.size)
        for one, reach in zip((mean, plain), reaches.tolist(), strict=True)
    )
    return PostStratified(
        weighted=weighted,
        unweighted=unweighted,
        error=error,
        plain_error=plain_error,
        n_eff=effective_number(weight),
        covered_share=margins[0].covered_share,
        trimmed=trimmed,
        margin_gap=gap,
        is_raked=len(margins) > 1,
        cells=_cells(margins[0], weight),
        verdict="differs" if abs(mean - plain) > plain_error + 1e-9 else "same",
    )


def _weights(margins: list[Margin]) -> tuple[Floats, int, float]:
    """Weights (n,) brought to the margins, how many were cut, and what of the margins is missed."""
    raked = rake(categories=[m.member for m in margins], totals=[m.total for m in margins])
    weight = np.array(raked.weights)
    most = TRIM * float(np.median(weight))
    trimmed = int((weight > most * (1 + 1e-9)).sum())
    weight = np.minimum(weight, most)
    gap = max(
        float(np.abs(np.bincount(m.member, weights=weight) / weight.sum() - m.total / m.total.sum()).max())
        for m in margins
    )
    return weight, trimmed, gap


def _error(value: Floats, weight: Floats, which: Ints, margins: tuple[Margin, ...]) -> float:
    """Standard error of the weighted mean, clustered; what the margins explain does not vary."""
    rest = value - weight @ value / weight.sum()
    if margins:
        dummies = np.hstack([np.eye(m.total.size)[m.member] for m in margins])
        rest = rest - dummies @ np.linalg.lstsq(dummies, rest, rcond=None)[0]
    sums = np.bincount(which, weights=weight * rest)
    k = sums.size
    return float(np.sqrt(k / (k - 1) * ((sums - sums.mean()) ** 2).sum()) / weight.sum())


def _cells(first: Margin, weight: Floats) -> tuple[Cell, ...]:
    answers = np.bincount(first.member)
    mean = np.bincount(first.member, weights=weight) / answers
    rows = zip(first.merged, first.total.tolist(), answers.tolist(), mean.tolist(), strict=True)
    return tuple(Cell(merged, round(people), n, one) for merged, people, n, one in rows)
