"""Changes within accounts, against statsmodels."""

import numpy as np
import pytest

from csat.insight.drivers.within import WithinAccounts, within_accounts
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden


def world(slope: float, *, accounts: int = 30, waves: int = 4, seed: int = 1) -> dict:
    rng = np.random.default_rng(seed)
    account, wave = np.repeat(np.arange(accounts), waves), np.tile(np.arange(waves), accounts)
    attributes = rng.normal(70, 10, (account.size, 3))
    overall = (
        slope * attributes.mean(axis=1) + rng.normal(0, 8, accounts)[account] + rng.normal(0, 3, account.size)
    )
    return {"attributes": attributes, "overall": overall, "accounts": account, "waves": wave}


def test_it_equals_statsmodels() -> None:
    known = golden.load("drivers_within")
    given, expected = known["input"], known["expected"]
    found = within_accounts(
        attributes=np.column_stack([given[c] for c in "abc"]),
        overall=given["overall"],
        accounts=given["account"],
        waves=given["wave"],
        weights=given["weights"],
    )
    assert (found.slope.estimate, found.slope.low, found.slope.high) == pytest.approx(
        (expected["slope"], expected["low"], expected["high"]), abs=1e-10
    )
    assert (found.slope.n, found.accounts) == (expected["changes"], expected["accounts"])


def test_each_verdict() -> None:
    assert within_accounts(**world(0.8)).verdict == "confirmed"
    assert within_accounts(**world(-0.8)).verdict == "opposite"
    assert within_accounts(**world(0.0)).verdict == "not_confirmed"


def test_no_change_is_claimed_where_there_is_none() -> None:
    """200 worlds: 5 % in either direction, three standard errors .046."""
    found = [within_accounts(**world(0.0, seed=seed)).verdict for seed in range(200)]
    assert np.mean([verdict != "not_confirmed" for verdict in found]) < 0.05 + 0.046


def test_what_was_not_judged_is_left_out() -> None:
    given = world(0.8)
    given["attributes"][:, 2] = np.nan
    given["attributes"][::9, 1] = np.nan
    found = within_accounts(**given)
    assert isinstance(found, WithinAccounts) and found.slope.n < 90


def test_too_little_and_nonsense() -> None:
    assert isinstance(within_accounts(**world(1.0, accounts=5)), TooLittle)
    assert isinstance(within_accounts(**world(1.0, waves=1)), TooLittle)
    still = world(1.0)
    still["attributes"][:] = 70
    assert within_accounts(**still).missing[0].what == "different_changes"
    with pytest.raises(ValueError, match="not all 0"):
        within_accounts(**world(1.0), weights=[0, 0, 0])
    with pytest.raises(ValueError, match=r"weights \(p,\)"):
        within_accounts(**world(1.0), weights=[1.0])
