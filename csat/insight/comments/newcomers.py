"""Is a theme heard more than it used to be? An alarm on monthly counts with few false alarms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.given import known, labels
from csat.insight.verdict import TooLittle, shortages

MIN_BASELINE_MONTHS, MIN_COMMENTS = 6, 30
FULL_BASELINE_MONTHS, MOST_WATCHED_MONTHS, FEW_WATCHED_MONTHS = 12, 12, 3
SMOOTHING = 0.3
MIN_ACCOUNTS, HARDLY_HEARD = 3, 3
WORLDS = 4_000

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Newcomer:
    """One theme in the latest month.

    `verdict`: "new" (over the limit, under 3 mentions before), "rising" (over the limit, known before),
    "few_accounts" (over the limit, but from under 3 accounts), "usual". `level`: smoothed share of comments
    now; `usual`: share in the months before the watched ones; `limit`: the level that chance may reach.
    `since_month`: first column of this run over the limit; `count` and `accounts` since then, or in the
    latest month where there is none.
    """

    key: str
    verdict: str
    level: float
    usual: float
    limit: float
    count: int
    accounts: int
    since_month: int | None


@dataclass(frozen=True)
class Newcomers:
    """`verdict`: "alarm" (a theme is new or rising) or "quiet". `themes` in the order given.

    The first `baseline_months` of `months` say what is usual, the rest is watched.
    """

    verdict: str
    months: int
    baseline_months: int
    themes: tuple[Newcomer, ...]


def new_themes(
    *,
    keys: Sequence[str],
    themes: ArrayLike,
    months: ArrayLike,
    accounts: ArrayLike,
    totals: ArrayLike,
    false_alarms: float = 0.05,
    seed: int = 0,
) -> Newcomers | TooLittle:
    """Themes that are heard more than before.

    One entry for each comment and theme: `themes` (mentions,) index into `keys`, `months` (mentions,) column,
    `accounts` (mentions,) who. `totals` (columns,): all comments of each month. `false_alarms`: per theme and
    year. TooLittle (months, comments): 6 months with 30 comments before the watched ones (3 to 12). Raises
    ValueError for shapes or months that don't fit. Same inputs and seed, same digits.

    Z_t = sum_s .3 (.7)^(t-s) (count_s - total_s p), p from the baseline; alarm where Z_t / SD(Z_t) passes a
    limit that 4,000 worlds without change (p from Gamma(x+.5, n), Poisson counts) pass in `false_alarms`
    a year. Source: Borror, Champ and Rigdon (1998), Poisson EWMA control charts, J. Quality Technology 30,
    352-361, with the limit simulated as p is estimated and small; checked against R filter and rpois.
    """
    theme, month, who, total = _checked(keys, themes, months=months, accounts=accounts, totals=totals)
    watched = _watched(total.size)
    before = total.size - max(watched, 1)
    missing = shortages(
        months=(float(total.size), MIN_BASELINE_MONTHS + 1.0),
        comments=(float(total[: max(before, 0)].sum()), float(MIN_COMMENTS)),
    )
    if missing:
        return TooLittle(missing)
    chart = _Chart(total, before, false_alarms * watched / 12)
    found = tuple(
        chart.theme(key, month[theme == i], who[theme == i], np.random.default_rng((seed, i)))
        for i, key in enumerate(keys)
    )
    is_alarm = any(n.verdict in ("new", "rising") for n in found)
    return Newcomers("alarm" if is_alarm else "quiet", total.size, before, found)


def _watched(months: int) -> int:
    """Up to 12 of the latest months: 3 while fewer than 12 others say what is usual, fewer to leave 6."""
    spare = max(months - FULL_BASELINE_MONTHS, FEW_WATCHED_MONTHS)
    return min(MOST_WATCHED_MONTHS, spare, months - MIN_BASELINE_MONTHS)


def _checked(
    keys: Sequence[str], themes: ArrayLike, *, months: ArrayLike, accounts: ArrayLike, totals: ArrayLike
) -> tuple[Whole, Whole, Whole, Floats]:
    theme, month, who = (labels(a).astype(np.intp) for a in (themes, months, accounts))
    total = known(totals)
    if not (theme.ndim == 1 and theme.shape == month.shape == who.shape and total.ndim == 1):
        raise ValueError("themes, months and accounts have one entry a mention, totals one a month")
    is_placed = (theme >= 0) & (theme < len(keys)) & (month >= 0) & (month < total.size)
    if not is_placed.all() or not np.all(total >= 0):
        raise ValueError("a mention has a key and a month, totals are not negative")
    return theme, month, who, total


@dataclass(frozen=True)
class _Chart:
    """The months of all comments: `before` of them say what is usual; `alarms`: chance of a false one."""

    total: Floats
    before: int
    alarms: float

    def theme(self, key: str, month: Whole, who: Whole, rng: np.random.Generator) -> Newcomer:
        counts = np.bincount(month, minlength=self.total.size).astype(float)
        heard, base = float(counts[: self.before].sum()), float(self.total[: self.before].sum())
        rate = (heard + 0.5) / base
        excess, spread = self._excess(counts[None, self.before :], rate)
        limit = self._limit(heard, base, rng)
        is_over = excess[0] > limit * spread
        since = self._since(is_over)
        recent = month >= (self.total.size - 1 if since is None else since)
        accounts = int(np.unique(who[recent]).size)
        weight = max(float(_weights(self.total.size - self.before)[-1] @ self.total[self.before :]), 1e-9)
        verdict = "new" if heard < HARDLY_HEARD else "rising"
        return Newcomer(
            key=key,
            verdict="usual" if since is None else verdict if accounts >= MIN_ACCOUNTS else "few_accounts",
            level=max(0.0, rate + float(excess[0, -1]) / weight),
            usual=heard / base,
            limit=rate + limit * float(spread[-1]) / weight,
            count=int(recent.sum()),
            accounts=accounts,
            since_month=since,
        )

    def _excess(self, counts: Floats, rate: float) -> tuple[Floats, Floats]:
        """Smoothed counts (worlds, watched) beyond the usual, and their standard deviation (watched,)."""
        usual = self.total[self.before :] * rate
        weights = _weights(usual.size)
        return (counts - usual) @ weights.T, np.maximum(np.sqrt(weights**2 @ usual), 1e-9)

    def _limit(self, heard: float, base: float, rng: np.random.Generator) -> float:
        """What the largest standardised excess of the watched months passes in few worlds without change."""
        true = rng.gamma(heard + 0.5, 1 / base, WORLDS)
        counts = rng.poisson(true[:, None] * self.total[None, self.before :]).astype(float)
        excess, spread = self._excess(counts, (heard + 0.5) / base)
        return float(np.quantile((excess / spread).max(axis=1), 1 - self.alarms))

    def _since(self, is_over: NDArray[np.bool_]) -> int | None:
        if not is_over[-1]:
            return None
        calm = np.flatnonzero(~is_over)
        return self.before + (int(calm[-1]) + 1 if calm.size else 0)


def _weights(months: int) -> Floats:
    """What each month (column) weighs in the smoothed value of each month (row)."""
    lag = np.arange(months)[:, None] - np.arange(months)[None, :]
    return np.where(lag >= 0, SMOOTHING * (1 - SMOOTHING) ** np.maximum(lag, 0), 0.0)
