"""Simulated answers of people at clients, for the questions why a score changed and what goes with it."""

from datetime import date

import numpy as np

from csat.findings.methods import change, drivers, effects

NAMES = ("delivery_dates", "quality", "reply_speed")
AGREED = np.ones((3, 3))
AGREED_ANEW = np.array([[1.0, 1, 1], [1, 1, 1], [5, 1, 1]])
QUARTERS = (date(2025, 11, 15), date(2026, 2, 15))


def two_quarters(
    *,
    accounts: int = 30,
    moved: float = 0.0,
    newcomers: int = 0,
    their_points: float = 70.0,
    weights: np.ndarray = AGREED,
    seed: int = 1,
) -> change.Inputs:
    """Two people a client in each of the last two quarters; all judged `moved` better in the second.

    `newcomers` of other clients are heard in the second only.
    """
    rng = np.random.default_rng(seed)
    person = np.arange(accounts * 2)
    level = 70 + rng.normal(0, 6, len(person))[:, None] + np.array([12.0, 0.0, -12.0])
    rows = [level + rng.normal(0, 2, level.shape), level + moved + rng.normal(0, 2, level.shape)]
    new = np.arange(newcomers) + len(person)
    rows.append(their_points + rng.normal(0, 2, (newcomers, len(NAMES))))
    contacts = np.concatenate([person, person, new]).astype(np.int64)
    quarter = np.repeat([0, 1, 1], [len(person), len(person), newcomers])
    return change.Inputs(
        contact_ids=contacts,
        account_ids=contacts // 2,
        roles=np.where(contacts % 2, "buyer", "user"),
        occurred_on=np.array([QUARTERS[i] for i in quarter], dtype="datetime64[D]"),
        names=np.array(NAMES),
        points=np.concatenate(rows),
        years=np.array([2024, 2025, 2026]),
        weights=weights,
        until=np.array([date(2026, 4, 1)], dtype="datetime64[D]"),
    )


def judged(
    *, accounts: int = 60, people: int = 3, slopes: tuple[float, ...] = (0.6, 0.2, 0.0), seed: int = 1
) -> drivers.Inputs:
    """People of clients in two rounds; overall satisfaction follows the parts by `slopes`, and noise."""
    rng = np.random.default_rng(seed)
    n = accounts * people * 2
    account = np.repeat(np.arange(accounts), people * 2).astype(np.int64)
    parts = 70 + rng.normal(0, 6, (accounts, 3))[account] + rng.normal(0, 10, (n, 3))
    overall = parts @ np.array(slopes) + rng.normal(0, 5, n)
    picked = rng.random((n // 2, 3)) < np.array([0.8, 0.5, 0.1])
    return drivers.Inputs(
        account_ids=account,
        segments=np.where(account % 2, "large", "small"),
        rounds=np.tile([2026 * 12, 2026 * 12 + 3], n // 2),
        overall=overall,
        names=np.array(NAMES),
        attributes=parts,
        pick_account_ids=account[: n // 2],
        options=np.array(NAMES),
        picked=picked,
        agreed=np.array([2.0, 1.0, 1.0]),
        agreed_year=np.array([2026]),
        span=np.array([date(2024, 11, 1), date(2026, 11, 1)], dtype="datetime64[D]"),
    )


def acted(
    *,
    accounts: int = 60,
    effect: float = 0.0,
    drift: float = 0.0,
    is_picked_for_low: bool = False,
    months_after: int = 12,
    seed: int = 1,
) -> effects.Inputs:
    """A third of the clients reached; readings each quarter, two years before and `months_after` since."""
    rng = np.random.default_rng(seed)
    width = effects.MONTHS_BEFORE + effects.MONTHS_AFTER + 1
    month = np.arange(width) - effects.MONTHS_BEFORE
    outcome = 70 + rng.normal(0, 5, (accounts, 1)) + rng.normal(0, 6, (accounts, width))
    is_read = (month[None, :] + np.arange(accounts)[:, None] // 3) % 3 == 0
    outcome[~is_read | (month >= months_after)] = np.nan
    treated = np.arange(accounts) % 3 == 0
    if is_picked_for_low:
        treated = np.argsort(np.argsort(np.nanmean(outcome[:, 18:24], axis=1))) < accounts // 3
    outcome[treated] += effect * (month >= 0) + drift * np.clip(month, None, 0)
    return effects.Inputs(
        account_ids=np.arange(accounts, dtype=np.int64),
        treated=treated,
        outcome=outcome,
        counts=(~np.isnan(outcome)).astype(np.int64),
        start=np.array([effects.MONTHS_BEFORE]),
        days=np.array([date(2023, 10, 1), date(2025, 10, 1), date(2026, 11, 1)], dtype="datetime64[D]"),
    )
