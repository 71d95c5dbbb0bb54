"""The company's score per respondent and by revenue."""

import numpy as np
import pytest

from csat.insight.intervals.company_csi import CompanyCsi, company_csi
from csat.insight.verdict import TooLittle
from tests.csat.insight import golden


def golden_company(**changes: object) -> CompanyCsi:
    known = golden.load("intervals_clustered")["input"]
    given = {"points": known["points"], "accounts": known["account"], "revenue": known["revenue"], **changes}
    found = company_csi(**given)
    assert isinstance(found, CompanyCsi)
    return found


def test_both_versions_equal_survey() -> None:
    expected, found = golden.load("intervals_clustered")["expected"], golden_company()
    assert found.by_respondent.estimate == pytest.approx(expected["mean"], abs=1e-10)
    assert found.by_respondent.low == pytest.approx(expected["low"], abs=1e-10)
    assert found.by_revenue.estimate == pytest.approx(expected["revenue_mean"], abs=1e-10)
    assert found.difference.estimate == pytest.approx(expected["revenue_mean"] - expected["mean"], abs=1e-10)


def test_revenue_rests_on_fewer_accounts_and_says_so() -> None:
    found = golden_company()
    assert found.accounts == 24 and 2 < found.revenue_n_eff < found.respondent_n_eff < 24
    assert found.verdict == "same"


def test_unhappy_key_accounts_make_the_two_versions_differ() -> None:
    rng = np.random.default_rng(1)
    account = np.repeat(np.arange(40), 5)
    revenue = np.where(account < 10, 900.0, 50.0)
    points = np.clip(80 - 25 * (account < 10) + rng.normal(0, 8, 200), 0, 100)
    found = company_csi(points=points, accounts=account, revenue=revenue)
    assert found.verdict == "differs" and found.difference.high < -5


def test_without_revenue_there_is_one_version() -> None:
    found = golden_company(revenue=None)
    assert (found.by_revenue, found.difference, found.verdict) == (None, None, "respondents_only")


def test_respondents_without_a_score_are_counted_and_bad_revenue_weighs_nothing() -> None:
    found = company_csi(
        points=[80, 70, np.nan, 60, 90, 50], accounts=[1, 1, 1, 2, 3, 4], revenue=[5, 5, 5, -3, np.nan, 5]
    )
    assert found.left_out == 1 and found.by_revenue.estimate == pytest.approx((75 + 50) / 2)


def test_too_little_and_nonsense() -> None:
    few = company_csi(points=[80, 70, 60], accounts=[1, 1, 1])
    assert isinstance(few, TooLittle) and [m.what for m in few.missing] == ["answers", "accounts"]
    assert isinstance(company_csi(points=[], accounts=[]), TooLittle)
    with pytest.raises(ValueError, match="same answers"):
        company_csi(points=[80, 70], accounts=[1])
