"""How noisy the customer's own readings and revenue are: what turns an effect into a correlation."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from csat.insight.leadlag.planting import planted_gain
from csat.insight.leadlag.whitening import Whitened, whiten
from csat.insight.panels.news import News, news
from csat.insight.panels.ready import Ready, own_revenue, ready
from csat.insight.panels.within import within
from csat.insight.verdict import Missing, TooLittle

MAX_ORDER = 4
STEPS_TO_STEADY = 200
# Level, trend, both halves of the yearly wave and the market are taken out of each account's revenue.
CURVES = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NoiseParts:
    """`verdict` "measured". `innovation_sd`: what is new in the underlying opinion in a month, in the points
    given. `reliability` (0..1): share of what is new in the opinion since the last reading in the surprise
    of a reading, the rest being older news and the luck of who answered. `revenue_noise`: standard deviation
    of what its past does not tell of a month's log revenue. `gain`: how much clearer the test sees an effect
    than its clearest single delay does.
    `persistence`: share of a deviation of opinion left after a month. From `readings` of `accounts` over
    `months` with revenue, `gap` months apart.
    """

    innovation_sd: float
    reliability: float
    revenue_noise: float
    gain: float
    persistence: float
    accounts: int
    readings: int
    months: int
    gap: int
    verdict: Literal["measured"] = "measured"


def noise_parts(
    *,
    satisfaction: ArrayLike,
    revenue: ArrayLike,
    counts: ArrayLike | None = None,
    survey_gap_months: float | None = None,
) -> NoiseParts | TooLittle:
    """The three parts of noise that `power.expected_r` and `power.outlook` ask for, from one's own panel.

    Arguments, missing values and floors as of `panel.panel_lead`, whose steps are taken: month effects and
    levels out (trend, yearly wave and market out of log revenue), satisfaction as AR(1) opinion heard through
    noise, revenue as a pooled AR(p). Returns TooLittle below its floors, or (variation) where one of both has
    nothing of its own left. Raises ValueError as it does.

    With opinion's variance o and persistence a, a reading's noise n, gap g and steady variance P before it:
    innovation_sd^2 = o (1 - a^2), reliability = o (1 - a^2g) / (P + n), the squared correlation of opinion's
    step and the reading's surprise; gain as of `planting`. Checked on simulated panels: the parts come back.
    """
    panel = ready(
        satisfaction=satisfaction, revenue=revenue, counts=counts, survey_gap_months=survey_gap_months
    )
    if isinstance(panel, TooLittle):
        return panel
    own, earned = within(series=panel.score), own_revenue(panel.log_revenue)
    heard = news(readings=own, counts=panel.counts, gap=panel.gap)
    rest = whiten(series=earned, max_order=MAX_ORDER, has_intercept=False)
    freedom = np.isfinite(own).sum() - len(own) - np.isfinite(own).any(axis=0).sum() + 1
    variance = float(np.nansum(heard.surprises**2)) / max(int(freedom), 1)
    unexplained = _unexplained(panel, earned, rest)
    if variance <= 1e-16 or unexplained <= 1e-12:
        return TooLittle((Missing("variation", 0, 1),))
    return _measured(panel, heard, rest, {"variance": variance, "unexplained": unexplained})


def _measured(panel: Ready, heard: News, rest: Whitened, found: dict[str, float]) -> NoiseParts:
    a, r = heard.persistence, heard.reliability
    step = 1 - a ** (2 * panel.gap)
    fresh = min(1.0, r * step / _surprise(r, step))
    gain = planted_gain(
        months=panel.score.shape[1],
        gap=panel.gap,
        persistence=a,
        reliability=r,
        step=fresh,
        coefficients=rest.coefficients,
    )
    return NoiseParts(
        innovation_sd=float(np.sqrt(found["variance"] * r * (1 - a**2))),
        reliability=fresh,
        revenue_noise=found["unexplained"],
        gain=gain,
        persistence=a,
        accounts=len(panel.score),
        readings=int(np.isfinite(panel.score).sum()),
        months=panel.months,
        gap=panel.gap,
    )


def _surprise(reliability: float, step: float) -> float:
    """Variance of a reading's surprise once the filter has settled, as a share of a reading's variance."""
    spread, noise = reliability, 1 - reliability
    for _ in range(STEPS_TO_STEADY):
        spread = (1 - step) * spread * noise / (spread + noise) + step * reliability
    return spread + noise


def _unexplained(panel: Ready, earned: Floats, rest: Whitened) -> float:
    """Standard deviation of revenue's innovations, with the degrees of freedom that were taken out before."""
    known = int(np.isfinite(rest.innovations).sum())
    taken = (CURVES * len(earned) + panel.months) * known / max(int(np.isfinite(earned).sum()), 1)
    return float(np.sqrt(np.nansum(rest.innovations**2) / max(known - taken, 1.0)))
