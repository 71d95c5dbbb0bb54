"""Does satisfaction move before revenue? The test over all accounts, their months and twelve delays."""

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle


@dataclass(frozen=True)
class LagPoint:
    """One delay: `lag` months from satisfaction to revenue (below 0: revenue first), its z and its r."""

    lag: int
    z: float
    r: float


@dataclass(frozen=True)
class Placebo:
    """The same test where each account's satisfaction meets another account's revenue: nothing may be found.

    `lag` and `z` of its highest |z| among the positive delays; `p` is corrected like that of the test.
    """

    lag: int
    z: float
    p: float


@dataclass(frozen=True)
class PanelLead:
    """What the panel says.

    `verdict`: "leads" (satisfaction first, more satisfaction with more revenue: the only claim besides
    "both"), "reverse" (revenue first), "both", "negative" (satisfaction first, but more satisfaction with
    less revenue: never a claim), "none_yet".
    `lag` is the best guess in months, `lag_low` to `lag_high` the 95 % set of delays (of satisfaction before
    revenue, whatever the verdict); `sign` is +1 or -1 at the best guess and `r` the correlation there.
    `p` and `p_reverse` are corrected for having looked at `lags` delays each, and no further.
    `profile` has a point for each delay from -`lags` to `lags`; unless something leads, the |z| of no delay
    of a direction passes `limit` in 95 % of cases: the band of the chart.
    `readings` is the number of account-months with satisfaction that were used, `months` those with revenue,
    `accounts` those with both; `gap` is the usual distance between an account's surveys in months.
    `order_satisfaction` and `order_revenue` are the orders of the autoregressions taken out.
    """

    verdict: str
    lag: int
    lag_low: int
    lag_high: int
    sign: int
    r: float
    p: float
    p_reverse: float
    lag_reverse: int
    sign_reverse: int
    profile: tuple[LagPoint, ...]
    limit: float
    placebo: Placebo
    accounts: int
    months: int
    readings: int
    gap: int
    lags: int
    permutations: int
    order_satisfaction: int
    order_revenue: int

    @property
    def is_claimed(self) -> bool:
        return self.verdict in ("leads", "both")


def panel_lead(
    *,
    satisfaction: ArrayLike,
    revenue: ArrayLike,
    segments: ArrayLike | None = None,
    counts: ArrayLike | None = None,
    survey_gap_months: float | None = None,
    lags: int = 12,
    permutations: int = 999,
    seed: int,
    confidence: float = 0.95,
    progress: Callable[[float], None] | None = None,
) -> PanelLead | TooLittle:
    """Whether satisfaction leads revenue over a panel of accounts; being built."""
    raise NotImplementedError
