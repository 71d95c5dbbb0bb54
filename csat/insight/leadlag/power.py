"""What a panel can show: chance of seeing a lead, and how many months or accounts are still needed."""

from dataclasses import dataclass
from math import atanh, ceil, sqrt, tanh
from typing import Literal

from scipy.special import ndtr, ndtri

LEAST_MONTHS, LEAST_ACCOUNTS, LEAST_READINGS = 24, 8, 6
LEAST_MONTHS_OF_ONE_SERIES = 36
LEVEL, WANTED = 0.05, 0.80
LAGS = 12
# Degrees of freedom, in months, that the tests cost, fitted to simulations. Of a panel: the delay, and an
# account's level, trend and yearly wave. Of one series, beside all lags: its difference and month means.
COST_OF_PANEL, COST_OF_ONE_SERIES = 15, 12
EFFECT, HIGHEST_R = 0.05, 0.99


@dataclass(frozen=True)
class Outlook:
    """What the data can show now, and when they could show an effect of the stated size.

    `verdict`: "enough" (power is at least `wanted`), "wait" (less), "too_early" (below 8 accounts, 24 months
    or 6 readings, where nothing is claimed and power is 0). `effect`: share of revenue per point of
    satisfaction that is worth seeing; `r` the correlation of innovations that it means here. `power` 0 to 1.
    `months_needed`, `accounts_needed`: for that power with everything else as it is; `months_more` and
    `accounts_more` the same less what is there; `smallest_effect`: what would be seen with that power today,
    None where no effect is large enough.
    """

    verdict: Literal["enough", "wait", "too_early"]
    accounts: int
    months: int
    lags: int
    effect: float
    r: float
    power: float
    wanted: float
    months_needed: int
    months_more: int
    accounts_needed: int
    accounts_more: int
    smallest_effect: float | None


def critical_z(lags: int, *, level: float = LEVEL) -> float:
    """The bound of max|z| over `lags` delays at a two-sided `level`: 2.858 for 12 at 5 %.

    Sidak (1967), JASA 62, 626-633. Raises ValueError for fewer than 1 lag.
    """
    if lags < 1:
        raise ValueError("at least one lag is looked at")
    return float(ndtri((1 + (1 - level) ** (1 / lags)) / 2))


def power(*, accounts: int, months: float, r: float, lags: int = LAGS, survey_gap_months: float = 1) -> float:
    """Chance (0 to 1) that the panel test claims a positive lead whose innovations correlate at `r`.

    `months`: calendar months of data; `survey_gap_months`: months from one satisfaction reading of an account
    to its next, so that quarterly surveys give a third of the readings. `accounts` = 1: the test of one pair
    of series. `r`: 0 < r < 1. Below the floors (8 accounts, 24 months, 6 readings; 36 months of one series)
    nothing is claimed, so the power is 0. Raises ValueError for r outside (0, 1).

    power = Phi(sqrt((N - 1)(T - 15) / gap) atanh(r) - z), z the Sidak bound over the lags; one series:
    sqrt(T - lags - 12). Fisher's z with its degrees of freedom; checked against the simulated tests.
    """
    _check(r, survey_gap_months)
    if _is_below_floor(accounts, months, survey_gap_months):
        return 0.0
    freedom = _freedom(accounts, months, lags, survey_gap_months)
    return float(ndtr(sqrt(max(freedom, 0.0)) * atanh(r) - critical_z(lags))) if freedom > 0 else 0.0


def months_needed(
    *, accounts: int, r: float, lags: int = LAGS, survey_gap_months: float = 1, wanted: float = WANTED
) -> int:
    """Calendar months until the chance of seeing a lead of correlation `r` reaches `wanted`.

    Arguments as of `power`. Accounts below the floor of 8 count as 8 (1 means one pair of series): their
    number has to be reached beside. T = gap ((z + z_wanted) / atanh r)^2 / (N - 1) + 15, at least the floors
    of months and readings. Raises ValueError for r outside (0, 1).
    """
    _check(r, survey_gap_months)
    squared = ((critical_z(lags) + float(ndtri(wanted))) / atanh(r)) ** 2
    if accounts == 1:
        return max(
            LEAST_MONTHS_OF_ONE_SERIES, ceil((squared + lags + COST_OF_ONE_SERIES) * survey_gap_months)
        )
    months = squared / (max(accounts, LEAST_ACCOUNTS) - 1) * survey_gap_months + COST_OF_PANEL
    return max(LEAST_MONTHS, ceil(max(months, LEAST_READINGS * survey_gap_months)))


def accounts_needed(
    *, months: float, r: float, lags: int = LAGS, survey_gap_months: float = 1, wanted: float = WANTED
) -> int:
    """Accounts with which the chance of seeing a lead of correlation `r` reaches `wanted` in `months`.

    Arguments as of `power`; months below the floor count as the floor. At least 8. Raises ValueError for r
    outside (0, 1).
    """
    _check(r, survey_gap_months)
    readings = (
        max(months, LEAST_MONTHS, LEAST_READINGS * survey_gap_months) - COST_OF_PANEL
    ) / survey_gap_months
    squared = ((critical_z(lags) + float(ndtri(wanted))) / atanh(r)) ** 2
    return max(LEAST_ACCOUNTS, ceil(squared / readings + 1))


def expected_r(
    *,
    effect: float = EFFECT,
    innovation_sd: float,
    reliability: float,
    revenue_noise: float,
    gain: float = 1.0,
) -> float:
    """Correlation of innovations that an effect of the stated size would show in these data.

    `effect`: change of log revenue per point of satisfaction, > 0 (0.05: +5 % per point of 1 to 10).
    `innovation_sd`: standard deviation of what is new in the underlying satisfaction, in the same points.
    `reliability` (0, 1]: its share in the variance of what is new in a reading, the rest being the luck of
    who answered. `revenue_noise`: standard deviation of a month's log revenue that its past does not tell.
    `gain` > 0: how much clearer the panel's test sees the effect than its clearest single delay does. All
    come from `noise.noise_parts`. Raises ValueError for values outside these ranges.

    r = gain sqrt(reliability) b s / sqrt((b s)^2 + noise^2), at most 0.99: Spearman's attenuation (1904) of
    the correlation of y = b x + noise. 0.05, 0.5, 0.5 and 0.12 give 0.144.
    """
    if min(effect, innovation_sd, revenue_noise, gain) <= 0 or not 0 < reliability <= 1:
        raise ValueError("effect, spread, noise and gain are positive, reliability is in (0, 1]")
    signal = effect * innovation_sd
    return min(HIGHEST_R, gain * sqrt(reliability) * signal / sqrt(signal**2 + revenue_noise**2))


def smallest_r(
    *, accounts: int, months: float, lags: int = LAGS, survey_gap_months: float = 1, wanted: float = WANTED
) -> float:
    """The correlation that the test sees with chance `wanted`; 1 where nothing can be seen.

    Arguments as of `power`. tanh((z + z_wanted) / sqrt(degrees of freedom)).
    """
    if _is_below_floor(accounts, months, survey_gap_months):
        return 1.0
    freedom = _freedom(accounts, months, lags, survey_gap_months)
    return tanh((critical_z(lags) + float(ndtri(wanted))) / sqrt(freedom)) if freedom > 0 else 1.0


def outlook(
    *,
    accounts: int,
    months: int,
    innovation_sd: float,
    reliability: float,
    revenue_noise: float,
    gain: float = 1.0,
    effect: float = EFFECT,
    lags: int = LAGS,
    survey_gap_months: float = 1,
    wanted: float = WANTED,
) -> Outlook:
    """Everything a page says beside "no evidence yet": power now, and months or accounts still needed.

    Arguments as of `power` and `expected_r`; the parts of noise come from `noise.noise_parts`.
    Raises ValueError as they do.
    """
    noise = {"innovation_sd": innovation_sd, "reliability": reliability, "revenue_noise": revenue_noise}
    r, gap = expected_r(effect=effect, gain=gain, **noise), survey_gap_months
    chance = power(accounts=accounts, months=months, r=r, lags=lags, survey_gap_months=gap)
    wait = months_needed(accounts=accounts, r=r, lags=lags, survey_gap_months=gap, wanted=wanted)
    more = accounts_needed(months=months, r=r, lags=lags, survey_gap_months=gap, wanted=wanted)
    seen = smallest_r(accounts=accounts, months=months, lags=lags, survey_gap_months=gap, wanted=wanted)
    is_early = _is_below_floor(accounts, months, gap)
    return Outlook(
        verdict="too_early" if is_early else "enough" if chance >= wanted else "wait",
        accounts=accounts,
        months=months,
        lags=lags,
        effect=effect,
        r=r,
        power=chance,
        wanted=wanted,
        months_needed=wait,
        months_more=max(0, wait - months),
        accounts_needed=more,
        accounts_more=max(0, more - accounts),
        smallest_effect=_effect_of(seen / gain, **noise),
    )


def _check(r: float, survey_gap_months: float) -> None:
    if not 0 < r < 1:
        raise ValueError("r lies between 0 and 1")
    if survey_gap_months < 1:
        raise ValueError("an account is read once a month at most")


def _is_below_floor(accounts: int, months: float, gap: float) -> bool:
    if accounts == 1:
        return months < LEAST_MONTHS_OF_ONE_SERIES
    return accounts < LEAST_ACCOUNTS or months < LEAST_MONTHS or months / gap < LEAST_READINGS


def _freedom(accounts: int, months: float, lags: int, gap: float) -> float:
    if accounts == 1:
        return months / gap - lags - COST_OF_ONE_SERIES
    return (accounts - 1) * (months - COST_OF_PANEL) / gap


def _effect_of(r: float, *, innovation_sd: float, reliability: float, revenue_noise: float) -> float | None:
    """The effect that shows as `r`; None where the noise of the readings hides even the strongest one."""
    left = reliability - r**2
    return revenue_noise * r / (innovation_sd * sqrt(left)) if left > 0 else None
