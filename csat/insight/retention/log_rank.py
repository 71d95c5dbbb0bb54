"""Do groups of accounts stay for different lengths of time, or may it be chance? The log-rank test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from csat.insight.retention.kaplan_meier import at_risk_at, checked
from csat.insight.verdict import TooLittle, shortages

MIN_EVENTS, MIN_ACCOUNTS = 10, 5
SIGNIFICANT = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GroupLosses:
    """`events` lost in the group, and how many were `expected` had all groups been alike."""

    group: int
    n: int
    events: int
    expected: float


@dataclass(frozen=True)
class LogRank:
    """`verdict`: "differ" (p < .05) or "no_difference_shown" (which is not "the same")."""

    verdict: str
    chi_square: float
    degrees: int
    p: float
    groups: tuple[GroupLosses, ...]


def log_rank(
    *, ends: ArrayLike, is_event: ArrayLike, groups: ArrayLike, starts: ArrayLike | None = None
) -> LogRank | TooLittle:
    """Whether the groups' survival curves differ by more than chance.

    `ends`, `is_event`, `starts` (n,): as in `kaplan_meier`, left truncation included; `groups` (n,): whole
    numbers, fixed before the time at risk begins (a group that depends on what came later is immortal-time
    bias).

    TooLittle (groups, events, accounts) below 2 groups, 10 losses, or 5 accounts in the smallest group.
    Raises ValueError for arrays that don't fit, or NaN.

    At each time of a loss: E_g = d r_g / r, V_gh = d (r-d)/(r-1) r_g/r (1[g=h] - r_h/r); chi-square =
    (O-E)' V^- (O-E). Source: Mantel (1966); Peto and Peto (1972), J. R. Stat. Soc. A 135, 185-207; checked
    against R survival::survdiff, and with left truncation against the score test of coxph(ties = "exact").
    """
    begin, end, event = checked(ends=ends, is_event=is_event, starts=starts)
    label = np.asarray(groups)
    if label.shape != end.shape:
        raise ValueError("groups have one entry an account")
    names, sizes = np.unique(label, return_counts=True)
    smallest = float(sizes.min()) if sizes.size else 0.0
    missing = shortages(
        groups=(float(names.size), 2.0),
        events=(float(event.sum()), float(MIN_EVENTS)),
        accounts=(smallest, float(MIN_ACCOUNTS)),
    )
    if missing:
        return TooLittle(missing)
    observed, expected, covariance = _sums(begin, end, event, label == names[:, None])
    found = zip(names.tolist(), sizes.tolist(), observed.tolist(), expected.tolist(), strict=True)
    return _tested(tuple(GroupLosses(g, n, int(o), e) for g, n, o, e in found), covariance)


def _tested(groups: tuple[GroupLosses, ...], covariance: Floats) -> LogRank:
    """The test over the groups that ever were at risk when somebody was lost."""
    expected = np.array([g.expected for g in groups])
    used = np.flatnonzero(expected > 1e-12)[:-1]
    excess = np.array([g.events for g in groups])[used] - expected[used]
    chi_square = float(excess @ np.linalg.pinv(covariance[np.ix_(used, used)]) @ excess)
    p = float(chdtrc(used.size, chi_square)) if used.size else 1.0
    verdict = "differ" if p < SIGNIFICANT else "no_difference_shown"
    return LogRank(verdict=verdict, chi_square=chi_square, degrees=used.size, p=p, groups=groups)


def _sums(
    begin: Floats, end: Floats, event: NDArray[np.bool_], member: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Observed and expected losses by group, and the covariance of the observed ones."""
    times = np.unique(end[event])
    at_risk = np.stack([at_risk_at(times, begin[m], end[m]) for m in member])
    lost = (end[event] == times[:, None]).sum(axis=1).astype(float)
    total = at_risk.sum(axis=0)
    share = at_risk / total
    spread = lost * (total - lost) / np.maximum(total - 1, 1)
    covariance = np.diag(share @ spread) - (share * spread) @ share.T
    return member[:, event].sum(axis=1).astype(float), share @ lost, covariance
