"""Is a theme heard more than it used to be? An alarm on monthly counts with few false alarms."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class Newcomer:
    """One theme in the latest month.

    `verdict`: "new" (hardly heard before, now over the limit), "rising" (known, over the limit), "usual",
    "few_accounts" (over the limit, but under 3 accounts). `level`: smoothed share of comments now; `usual`: before;
    `limit`: what it may reach by chance. `since_month`: first column of this run over the limit. `accounts` in the
    months of the run.
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
    """`verdict`: "alarm" (some theme is new or rising) or "quiet". `themes` in the order given."""

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
    """Themes heard more than before.

    One entry for each mention: `themes` (mentions,) index into `keys`, `months` (mentions,) column, `accounts`
    (mentions,) who. `totals` (months,): all comments of each month. `false_alarms`: per theme and year.
    """
    raise NotImplementedError
