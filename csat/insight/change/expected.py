"""How many false alarms a year a company's accounts will raise."""

from dataclasses import dataclass

import numpy as np
from scipy.special import pdtr

from csat.insight.change.calibration import Calibration


@dataclass(frozen=True)
class ExpectedAlarms:
    """Verdict: "expected". False alarms a year over all accounts; in 9 of 10 years `low` to `high`."""

    expected: float
    low: int
    high: int
    verdict: str = "expected"


def expected_alarms(*, accounts: int, calibration: Calibration) -> ExpectedAlarms:
    """How many false alarms a year so many stable accounts raise at the calibrated level.

    Poisson with mean accounts * `calibration.rate`; `low` and `high` are its 5 and 95 % quantiles. Raises
    ValueError for a negative number of accounts. Checked against R's qpois.
    """
    if accounts < 0:
        raise ValueError("there are no fewer than 0 accounts")
    mean = accounts * calibration.rate
    counts = np.arange(int(mean + 10 * np.sqrt(mean) + 10))
    low, high = (int((pdtr(counts, mean) < share).sum()) for share in (0.05, 0.95))
    return ExpectedAlarms(expected=float(mean), low=low, high=high)
