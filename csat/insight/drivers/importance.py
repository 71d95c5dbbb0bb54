"""Which attributes go together with overall satisfaction, in which order, and how sure that is."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from csat.insight.drivers.answers.prepared import Prepared, prepare
from csat.insight.drivers.correlation import Mix
from csat.insight.drivers.lmg import MOST_ATTRIBUTES
from csat.insight.drivers.margins import of_correlation, of_r2, percentiles
from csat.insight.drivers.quadrants import quadrants
from csat.insight.drivers.resampling import Resampled, resample
from csat.insight.drivers.result import Correlate, CorrelationsOnly, Driver, Drivers
from csat.insight.drivers.within import WithinAccounts, within_accounts
from csat.insight.verdict import Missing, TooLittle, shortages

MIN_ANSWERS, ANSWERS_AN_ATTRIBUTE, MIN_ACCOUNTS = 60, 10, 20
MIN_FOR_CORRELATIONS, MIN_ACCOUNTS_FOR_CORRELATIONS = 30, 10
LMG_UP_TO, LEAST_BOOTSTRAPS = 12, 100
WEAK_R2, HALO = 0.2, 0.7

Progress = Callable[[float], None]


def drivers(
    *,
    attributes: ArrayLike,
    overall: ArrayLike,
    accounts: ArrayLike,
    names: Sequence[str],
    segments: ArrayLike | None = None,
    waves: ArrayLike | None = None,
    method: Literal["auto", "lmg", "johnson"] = "auto",
    bootstraps: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Drivers | CorrelationsOnly | TooLittle:
    """Shares of importance with account-bootstrap intervals, ranks, quadrants and a check within accounts.

    `attributes` (n, p), NaN = not judged; `overall` (n,), NaN = row left out; `accounts` (n,): integer
    labels; `names` (p,); `segments` (n,): integer label of the account's segment, always held constant;
    `waves` (n,): integer labels in order of time, for the check within accounts. One unit, any.
    `bootstraps` >= 100; `progress` hears the share done.

    Gaps as in `correlation`. `method` auto: LMG for up to 12 attributes, Johnson beyond; shares, intervals
    and ranks come from one method. A ranking needs max(60, 10 p) answers of 20 accounts and 2 attributes
    that vary; with 30 answers of 10 accounts CorrelationsOnly; below that TooLittle. Raises ValueError for
    other shapes, infinite values, names that repeat.

    Accounts are resampled, not answers. Source: Groemping (2006), J. Statist. Software 17(1); Johnson (2004),
    Multivariate Behavioral Research 39(2), 283-307; Davison and Hinkley, Bootstrap Methods (1997), 3.8.
    """
    data = prepare(attributes, overall, accounts=accounts, segments=segments, names=names)
    if too_little := _too_little(data):
        return too_little
    mix = Mix(data.table, data.segments, data.accounts)
    missing = _missing_for_ranking(data)
    way = _way("none" if missing else method, len(data.names), bootstraps)
    found = resample(data, mix, method=way, bootstraps=bootstraps, seed=seed, progress=progress)
    if missing:
        return _correlations(data, found, missing)
    within = None if waves is None else _within(data, found, accounts, waves)
    return _ranking(data, found, method=way, gaps=mix.gaps, seed=seed, within=within)


def _too_little(data: Prepared) -> TooLittle | None:
    missing = shortages(
        answers=(len(data.rows), MIN_FOR_CORRELATIONS),
        accounts=(data.account_count, MIN_ACCOUNTS_FOR_CORRELATIONS),
        attributes=(len(data.names), 1),
    )
    if not missing and np.ptp(data.table[:, -1]) == 0:
        missing = (Missing("different_answers", 1, 2),)
    return TooLittle(missing) if missing else None


def _missing_for_ranking(data: Prepared) -> tuple[Missing, ...]:
    p = len(data.names)
    return shortages(
        answers=(len(data.rows), max(MIN_ANSWERS, ANSWERS_AN_ATTRIBUTE * p)),
        accounts=(data.account_count, MIN_ACCOUNTS),
        attributes=(p, 2),
    )


def _way(method: str, p: int, bootstraps: int) -> str:
    if bootstraps < LEAST_BOOTSTRAPS:
        raise ValueError(f"percentiles need at least {LEAST_BOOTSTRAPS} bootstraps")
    if method == "auto":
        return "lmg" if p <= LMG_UP_TO else "johnson"
    if method == "lmg" and p > MOST_ATTRIBUTES:
        raise ValueError(f"lmg takes at most {MOST_ATTRIBUTES} attributes")
    return method


def _correlations(data: Prepared, found: Resampled, missing: tuple[Missing, ...]) -> CorrelationsOnly:
    counts = _judged(data)
    correlates = [
        Correlate(
            name=name,
            n=counts[j],
            mean=float(found.means[0, j]),
            correlation=of_correlation(found.correlations[:, j], n=counts[j], accounts=data.account_count),
        )
        for j, name in enumerate(data.names)
    ]
    return CorrelationsOnly(
        correlations=tuple(sorted(correlates, key=lambda one: -(one.correlation.estimate or 0.0))),
        n=len(data.rows),
        accounts=data.account_count,
        left_out=data.left_out,
        missing=missing,
    )


def _ranking(
    data: Prepared,
    found: Resampled,
    *,
    method: str,
    gaps: str,
    seed: int,
    within: WithinAccounts | TooLittle | None,
) -> Drivers:
    n, accounts = len(data.rows), data.account_count
    r2 = of_r2(found.r2, n=n, accounts=accounts)
    halo = of_correlation(found.halo, n=n, accounts=accounts)
    # Plain R2 of 60 answers to 6 attributes that say nothing passes the threshold one time in ten.
    adjusted = 1 - (1 - float(found.r2[0])) * (n - 1) / max(n - len(data.names) - 1, 1)
    is_reliable = adjusted >= WEAK_R2 and float(found.halo[0]) <= HALO
    return Drivers(
        drivers=_drivers(data, found),
        r2=r2,
        halo=halo,
        importance_line=1 / len(data.names),
        performance_line=float(found.means[0].mean()),
        method=method,
        gaps=gaps,
        n=n,
        accounts=accounts,
        bootstraps=len(found.r2) - 1,
        seed=seed,
        left_out=data.left_out,
        within=within,
        verdict="ranked" if is_reliable else "order_not_reliable",
    )


def _drivers(data: Prepared, found: Resampled) -> tuple[Driver, ...]:
    counts, n = _judged(data), len(data.rows)
    order = np.argsort(-found.shares[0], kind="stable")
    ranks = (-found.shares[1:]).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    labels = quadrants(found.shares[1:], found.means[1:])
    return tuple(
        Driver(
            name=data.names[j],
            n=counts[j],
            mean=percentiles(found.means[:, j], n=counts[j], accounts=data.account_count),
            correlation=of_correlation(found.correlations[:, j], n=n, accounts=data.account_count),
            share=percentiles(found.shares[:, j], n=n, accounts=data.account_count),
            rank=rank,
            first=float((ranks[:, j] == 1).mean()),
            among_three=float((ranks[:, j] <= 3).mean()),
            quadrant=labels[j][0],
            agreement=labels[j][1],
        )
        for rank, j in enumerate(order.tolist(), 1)
    )


def _judged(data: Prepared) -> list[int]:
    counts: list[int] = (~np.isnan(data.table[:, :-1])).sum(axis=0).tolist()
    return counts


def _within(
    data: Prepared, found: Resampled, accounts: ArrayLike, waves: ArrayLike
) -> WithinAccounts | TooLittle:
    """By the shares found, so that the one number speaks of the drivers; all alike where there are none."""
    shares = found.shares[0]
    if np.shape(waves) != np.shape(accounts):
        raise ValueError("waves and accounts describe the same answers")
    return within_accounts(
        attributes=data.table[:, :-1],
        overall=data.table[:, -1],
        accounts=np.asarray(accounts)[data.rows],
        waves=np.asarray(waves)[data.rows],
        weights=shares if shares.sum() > 0 else None,
    )
