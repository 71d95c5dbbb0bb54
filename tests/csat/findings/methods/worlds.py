"""Simulated histories of clients in which the satisfied stay longer, or do not."""

import numpy as np

from csat.findings.quarters import History

FIRST = 2022 * 12


def history(
    *, accounts: int = 120, months: int = 48, hazard: float = 0.02, slope: float = 0.06, seed: int = 1
) -> History:
    """Quarterly answers; who stops buying does so with a chance that falls with satisfaction."""
    rng = np.random.default_rng(seed)
    satisfaction = rng.normal(72, 12, accounts)
    monthly = hazard * np.exp(-slope * (satisfaction - 72))
    ends = np.minimum(rng.exponential(1 / monthly), months)
    month = np.arange(months)
    revenue = rng.lognormal(12, 0.2, (accounts, months)) * np.exp(rng.normal(0, 1, accounts))[:, None]
    revenue[month[None, :] >= ends[:, None]] = 0
    asked_rows, asked_months = np.nonzero((month[None, :] - np.arange(accounts)[:, None]) % 3 == 0)
    is_there = asked_months < ends[asked_rows]
    asked_rows, asked_months = asked_rows[is_there], asked_months[is_there]
    answers = rng.random(len(asked_rows)) < 0.7
    rows, when = np.repeat(asked_rows[answers], 2), np.repeat(asked_months[answers], 2)
    return History(
        account_ids=np.arange(accounts, dtype=np.int64) + 100,
        months=month.astype(np.int64) + FIRST,
        revenue=revenue,
        closed_month=np.full(accounts, np.nan),
        answer_rows=rows,
        answer_months=when + FIRST,
        answer_points=np.clip(satisfaction[rows] + rng.normal(0, 10, len(rows)), 0, 100),
        asked_rows=asked_rows,
        asked_months=asked_months + FIRST,
    )
