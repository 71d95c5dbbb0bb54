"""Whether the satisfaction of one client sinks round by round, and how likely that is by chance alone."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from csat.findings.rounds.comparable import Compared
from csat.insight.change.components import Components
from csat.insight.quiet.decline import Decline, silent_decline
from csat.insight.verdict import TooLittle

LEAST_FALL, SURE = 0.75, 0.95  # steps of a 1-10 answer; probability that it sinks
SIGMAS_95, SIGMAS_SURE = float(ndtri(0.975)), float(ndtri(SURE))


def declined(answers: Compared, components: Components, revenue: NDArray[np.float64]) -> Decline | TooLittle:
    """The slope of a client's last rounds beside its revenue by month."""
    return silent_decline(
        waves=answers.months,
        persons=answers.persons,
        points=answers.points,
        components=components,
        revenue=revenue,
        least_fall=LEAST_FALL,
        least_probability=SURE,
    )


def chance(found: Decline, components: Components) -> float:
    """How likely a steady client with these rounds and people is listed: both thresholds passed by noise."""
    error = (found.slope_high - found.slope_low) / (2 * SIGMAS_95)
    least = LEAST_FALL * components.point / (found.last_wave - found.first_wave) / error
    return float(ndtr(-max(SIGMAS_SURE, least)))
