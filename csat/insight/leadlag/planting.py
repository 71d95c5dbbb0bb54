"""How clearly the panel's test sees an effect that shows at several delays: one planted in a large panel."""

import numpy as np
from numpy.typing import NDArray

from csat.insight.leadlag.panel import panel_lead
from csat.insight.verdict import TooLittle

ACCOUNTS, BURN_IN, LEAD = 1500, 60, 4
# Small beside revenue's own noise, as real effects are; large enough to be measured to a few per cent.
STRENGTH = 0.2
SEED = 20261122

Floats = NDArray[np.float64]


def planted_gain(
    *,
    months: int,
    gap: int,
    persistence: float,
    reliability: float,
    step: float,
    coefficients: tuple[float, ...],
) -> float:
    """Correlation that `panel_lead` reports at a planted lead, as a multiple of that of a single delay.

    `months` of the panel, `gap` months between readings, opinion's `persistence` from month to month and its
    share `reliability` in a reading's variance; `step`: the share of what is new in opinion in a reading's
    surprise; `coefficients` of revenue's autoregression. Revenue follows the level of opinion 4 months ago.
    A level keeps acting while it lasts, so that the test gathers more than one delay shows, and less than
    theory promises, as levels and trends are taken out of few months: hence a simulation, of 1,500 accounts
    with a seed of its own, as one would integrate numerically. 1 where the panel is below the test's floors.
    """
    rng = np.random.default_rng(SEED)
    shape = (ACCOUNTS, months + BURN_IN)
    opinion = _autoregression(rng.normal(size=shape), (persistence,))
    money = _autoregression(rng.normal(size=shape), coefficients)
    money[:, LEAD:] += STRENGTH * opinion[:, :-LEAD]
    spread = 1 / np.sqrt(1 - persistence**2)
    noise = spread * np.sqrt((1 - reliability) / reliability)
    score = (opinion + noise * rng.normal(size=shape))[:, BURN_IN:]
    score[(np.arange(months)[None, :] + np.arange(ACCOUNTS)[:, None]) % gap > 0] = np.nan
    found = panel_lead(
        satisfaction=score,
        revenue=np.exp(0.1 * money[:, BURN_IN:]),
        survey_gap_months=gap,
        permutations=1,
        seed=SEED,
    )
    single = np.sqrt(step) * STRENGTH / np.sqrt(1 + STRENGTH**2)
    return (
        1.0 if isinstance(found, TooLittle) else max(1.0, found.profile[found.lags + LEAD].r / float(single))
    )


def _autoregression(innovations: Floats, coefficients: tuple[float, ...]) -> Floats:
    series = innovations.copy()
    for t in range(1, series.shape[1]):
        for lag, share in enumerate(coefficients[:t], 1):
            series[:, t] += share * series[:, t - lag]
    return series
