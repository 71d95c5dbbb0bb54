import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.leadlag import power as p
from tests.csat.insight import golden

R = st.floats(0.02, 0.9)
ACCOUNTS, MONTHS, GAP = st.integers(8, 2000), st.integers(24, 240), st.sampled_from([1, 2, 3])


def test_r_computes_the_same() -> None:
    expected = golden.load("leadlag_power_table")["expected"]
    assert p.critical_z(12) == pytest.approx(expected["z"], abs=1e-12)
    for row in expected["rows"]:
        needed = p.months_needed(accounts=row["accounts"], r=row["r"], survey_gap_months=row["gap"])
        assert needed == row["months"], row
        found = p.power(accounts=row["accounts"], months=60, r=row["r"], survey_gap_months=row["gap"])
        assert found == pytest.approx(row["power_of_60"], abs=1e-12), row


@given(ACCOUNTS, R, GAP)
def test_the_months_needed_give_the_power_wanted_and_one_less_does_not(n: int, r: float, gap: int) -> None:
    months = p.months_needed(accounts=n, r=r, survey_gap_months=gap)
    assert p.power(accounts=n, months=months, r=r, survey_gap_months=gap) >= 0.8 - 1e-9
    if months > max(p.LEAST_MONTHS, gap * p.LEAST_READINGS):
        assert p.power(accounts=n, months=months - 1, r=r, survey_gap_months=gap) < 0.8


@given(MONTHS, R, GAP)
def test_the_accounts_needed_give_the_power_wanted_and_one_less_does_not(t: int, r: float, gap: int) -> None:
    n = p.accounts_needed(months=t, r=r, survey_gap_months=gap)
    assert p.power(accounts=n, months=t, r=r, survey_gap_months=gap) >= 0.8 - 1e-9
    if n > p.LEAST_ACCOUNTS:
        assert p.power(accounts=n - 1, months=t, r=r, survey_gap_months=gap) < 0.8


@given(ACCOUNTS, MONTHS, GAP)
def test_the_smallest_r_is_seen_with_the_power_wanted(n: int, t: int, gap: int) -> None:
    r = p.smallest_r(accounts=n, months=t, survey_gap_months=gap)
    assert 0 < r < 1
    if r < 0.9999:
        assert p.power(accounts=n, months=t, r=r, survey_gap_months=gap) == pytest.approx(0.8)


def test_quarterly_surveys_need_three_times_the_calendar() -> None:
    monthly = p.months_needed(accounts=20, r=0.1)
    assert p.months_needed(accounts=20, r=0.1, survey_gap_months=3) == pytest.approx(
        3 * (monthly - 15) + 15, abs=3
    )


def test_below_the_floors_nothing_is_promised() -> None:
    assert p.power(accounts=7, months=240, r=0.9) == 0
    assert p.power(accounts=500, months=23, r=0.9) == 0
    assert p.power(accounts=500, months=24, r=0.9, survey_gap_months=6) == 0
    assert p.power(accounts=1, months=35, r=0.9) == 0
    assert p.power(accounts=1, months=36, r=0.9) > 0.5
    assert p.months_needed(accounts=3, r=0.5) == p.months_needed(accounts=8, r=0.5)


def test_the_typical_correlation_is_that_of_the_design() -> None:
    r = p.expected_r(innovation_sd=0.5, reliability=0.5, revenue_noise=0.12)
    assert r == pytest.approx(0.1443, abs=1e-4)
    assert p.expected_r(**NOISE, gain=1.5) == pytest.approx(1.5 * r)
    in_hundred = p.expected_r(effect=0.005, innovation_sd=5, reliability=0.5, revenue_noise=0.12)
    assert in_hundred == pytest.approx(r)


NOISE = {"innovation_sd": 0.5, "reliability": 0.5, "revenue_noise": 0.12}


def test_the_outlook_says_what_is_missing() -> None:
    found = p.outlook(accounts=15, months=30, **NOISE)
    assert found.verdict == "wait" and 0 < found.power < 0.8
    assert found.months_more == found.months_needed - 30 > 0
    assert found.accounts_more == found.accounts_needed - 15 > 0
    assert p.outlook(accounts=15, months=found.months_needed, **NOISE).verdict == "enough"
    assert p.outlook(accounts=found.accounts_needed, months=30, **NOISE).verdict == "enough"
    assert found.smallest_effect > found.effect
    for gain in (1.0, 1.4):
        smallest = p.outlook(accounts=15, months=30, gain=gain, **NOISE).smallest_effect
        seen = p.outlook(accounts=15, months=30, effect=smallest, gain=gain, **NOISE)
        assert seen.power == pytest.approx(0.8)


def test_it_may_be_too_early_or_too_noisy() -> None:
    early = p.outlook(accounts=5, months=9, **NOISE)
    assert (early.verdict, early.power, early.smallest_effect) == ("too_early", 0.0, None)
    noisy = p.outlook(accounts=8, months=24, innovation_sd=0.5, reliability=0.01, revenue_noise=0.12)
    assert noisy.smallest_effect is None


@pytest.mark.parametrize("r", [0, -0.2, 1])
def test_impossible_arguments_are_refused(r: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        p.power(accounts=10, months=30, r=r)
    with pytest.raises(ValueError, match="once a month"):
        p.power(accounts=10, months=30, r=0.1, survey_gap_months=0.5)
    with pytest.raises(ValueError, match="positive"):
        p.expected_r(innovation_sd=0.5, reliability=r if r < 1 else 1.1, revenue_noise=0.12)
    with pytest.raises(ValueError, match="one lag"):
        p.critical_z(0)
