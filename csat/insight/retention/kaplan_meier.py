"""How many accounts are still there after so many months: the Kaplan-Meier curve."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from csat.insight.verdict import TooLittle

MIN_AT_RISK = 5


@dataclass(frozen=True)
class Step:
    """State just after `time`, at which somebody was lost: `survival` 0 to 1 with its interval."""

    time: float
    at_risk: int
    events: int
    survival: float
    low: float
    high: float


@dataclass(frozen=True)
class Survival:
    """A survival curve, as far as it may be shown.

    `verdict`: "curve"; "no_losses" (nobody was lost: `steps` is empty, survival 1 up to `until`). `since`: the curve
    is conditional on being a client at this age (0 unless too few were watched that young). `until`: last age with
    enough accounts at risk. `median`, `median_low`, `median_high`: ages, None where the curve (or its bound) does not
    come down to one half within what is shown.
    """

    verdict: str
    steps: tuple[Step, ...]
    n: int
    events: int
    since: float
    until: float
    median: float | None
    median_low: float | None
    median_high: float | None


def kaplan_meier(
    *,
    ends: ArrayLike,
    is_event: ArrayLike,
    starts: ArrayLike | None = None,
    min_at_risk: int = MIN_AT_RISK,
    confidence: float = 0.95,
) -> Survival | TooLittle:
    """Share of accounts still there by age.

    `ends` (n,): age at which the account was lost or last seen; `is_event` (n,): lost (True) or still there
    (False, right censored); `starts` (n,): age at which it came under watch (left truncation), 0 by default.
    """
    raise NotImplementedError
