"""Simulated panels of clients: satisfaction that leads revenue, follows it, or has nothing to do with it."""

import numpy as np

from csat.findings.panel import PanelInputs

SPREAD = 8.0  # points by which opinion moves


def panel(
    *,
    accounts: int = 60,
    months: int = 48,
    lead: int = 4,
    effect: float = 0.05,
    back: float = 0.0,
    gap: int = 3,
    noise: float = 0.15,
    seed: int = 2,
) -> PanelInputs:
    """Opinion drifts; log revenue follows it `lead` months later (below 0: before), `effect` a spread.

    What clients say takes up `back` of what is new in revenue three months later. Every `gap` months two
    people of each client answer. One segment in four holds the last accounts; odd accounts move from team 1
    to team 2 in the middle.
    """
    rng = np.random.default_rng(seed)
    burn = 24
    opinion = np.zeros((accounts, months + burn + 24))
    for t in range(1, opinion.shape[1]):
        opinion[:, t] = 0.8 * opinion[:, t - 1] + rng.normal(0, 0.6, accounts)
    level = 12 + rng.normal(0, 1, (accounts, 1)) + 0.05 * rng.normal(0, 1, (1, months))
    moved = effect * opinion[:, burn - lead : burn - lead + months]
    news = rng.normal(0, noise, (accounts, months))
    revenue = np.exp(level + moved + news)
    felt = opinion[:, burn : burn + months]
    taken_up = np.zeros_like(felt)
    for t in range(3, months):
        taken_up[:, t] = 0.8 * taken_up[:, t - 1] + back * news[:, t - 3] / noise
    satisfaction = 70 + SPREAD * (felt + taken_up) + rng.normal(0, 3, (accounts, months))
    is_read = (np.arange(months)[None, :] + np.arange(accounts)[:, None]) % gap == 0
    satisfaction[~is_read] = np.nan
    first = np.datetime64("2026-11", "M") - months
    half = (np.arange(months)[None, :] < months // 2) | (np.arange(accounts)[:, None] % 2 == 0)
    return PanelInputs(
        account_ids=np.arange(accounts, dtype=np.int64),
        months=(first + np.arange(months)).astype("datetime64[D]"),
        segments=np.where(np.arange(accounts) < accounts * 3 // 4, "large", "small"),
        team_ids=np.where(half, 1, 2).astype(np.int64),
        satisfaction=satisfaction,
        counts=np.where(is_read, 2, 0).astype(np.int64),
        revenue=revenue,
        attribute_names=np.array(["quality", "reply_speed"]),
        attributes=np.stack([satisfaction, np.where(is_read, 70 + rng.normal(0, 8, is_read.shape), np.nan)]),
    )
