"""Retention and revenue at risk: each verdict in a world where it is true, and the way from rows and back."""

from dataclasses import replace

import numpy as np
import pytest

from csat.findings import stored
from csat.findings.methods import retention, risk
from csat.findings.quarters import History, clients_at, quarters
from csat.insight.verdict import TooLittle
from tests.csat.findings.methods import worlds


def told(share: float) -> None:
    assert 0 <= share <= 1


def retained(history: History) -> retention.Retention:
    found = retention.work(history, 1, told)
    assert stored.from_json(retention.Retention, stored.to_json(found)) == found
    return found


def at_risk(history: History) -> risk.Risk:
    found = risk.work(history, 1, told)
    assert stored.from_json(risk.Risk, stored.to_json(found)) == found
    return found


def test_where_the_dissatisfied_leave_bands_and_regression_say_so() -> None:
    found = retained(worlds.history())
    assert found.verdict == "lower_leave_more"
    assert not isinstance(found.hazard, TooLittle) and found.hazard.verdict == "lower_leave_more"
    assert len(found.curves) == 3 and found.log_rank.verdict == "differ"


def test_where_leaving_has_nothing_to_do_with_satisfaction_nothing_is_claimed() -> None:
    assert retained(worlds.history(slope=0, seed=2)).verdict == "not_told_apart"


def test_few_losses_are_not_split_and_few_clients_not_judged() -> None:
    assert retained(worlds.history(hazard=0.0005)).verdict == "one_band"
    few = retained(worlds.history(accounts=8))
    assert few.verdict == "too_little" and isinstance(few.bands, TooLittle)
    assert at_risk(worlds.history(accounts=8)).verdict == "too_little"


def test_nothing_that_came_later_is_known_when_a_quarter_begins() -> None:
    """Whatever happens after a day, what was known on that day stays the same."""
    whole = worlds.history(accounts=40)
    later = replace(
        whole, answer_points=np.where(whole.answer_months >= whole.months[-3], 0, whole.answer_points)
    )
    one, other = quarters(whole), quarters(later)
    np.testing.assert_array_equal(
        np.asarray(one.known.satisfaction)[:, -1], np.asarray(other.known.satisfaction)[:, -1]
    )
    then = whole.before(12)
    np.testing.assert_array_equal(
        clients_at(quarters(then).standings, len(then.months)),
        clients_at(quarters(worlds.history(accounts=40).before(12)).standings, len(then.months)),
    )
    assert then.months[-1] == whole.months[-13] and then.answer_months.max() <= then.months[-1]


def test_a_forecast_of_the_past_does_not_see_what_came_after() -> None:
    whole = worlds.history()
    spared = whole.revenue.copy()
    spared[:, -12:] = 1e6
    told_now, told_other = at_risk(whole).year, at_risk(replace(whole, revenue=spared)).year
    assert told_now is not None and told_other is not None
    assert told_now.forecast == told_other.forecast
    assert told_now.grade != told_other.grade


def test_a_client_lost_takes_its_year_s_revenue_with_it_and_one_that_halves_a_half() -> None:
    revenue = np.full((3, 48), 100.0)
    revenue[1, 40:] = 0
    revenue[2, 38:] = 50
    history = replace(
        worlds.history(accounts=3),
        revenue=revenue,
        answer_rows=np.zeros(0, dtype=np.int64),
        answer_months=np.zeros(0, dtype=np.int64),
        answer_points=np.zeros(0),
    )
    lost, amount = risk._happened(history, history.before(12), np.arange(3), 4)
    assert lost.tolist() == [0, 1, 0]
    # In the last year two months were still at 100: 700 of 1200 are left.
    assert amount.tolist() == pytest.approx([0, 1200, 1200 * 0.417], rel=0.01)


def test_past_forecasts_that_told_nothing_apart_name_nobody() -> None:
    found = at_risk(worlds.history(slope=0))
    assert found.verdict == "base_rate_only" and found.parts == ()
    assert not isinstance(found.forecast, TooLittle) and found.forecast.basis == "base_rate"


def test_the_largest_expected_losses_come_first_and_add_up() -> None:
    found = at_risk(worlds.history(accounts=400, seed=3))
    assert found.verdict in ("spread", "skewed") and not isinstance(found.forecast, TooLittle)
    losses = [part.expected_loss for part in found.parts]
    assert losses == sorted(losses, reverse=True)
    assert sum(losses) == pytest.approx(found.forecast.expected_from_losses)


def test_an_installation_without_any_client_is_told_what_is_missing() -> None:
    nobody = replace(
        worlds.history(accounts=1),
        account_ids=np.zeros(0, dtype=np.int64),
        revenue=np.zeros((0, 48)),
        closed_month=np.zeros(0),
        answer_rows=np.zeros(0, dtype=np.int64),
        answer_months=np.zeros(0, dtype=np.int64),
        answer_points=np.zeros(0),
        asked_rows=np.zeros(0, dtype=np.int64),
        asked_months=np.zeros(0, dtype=np.int64),
    )
    assert retained(nobody).verdict == "too_little"
    assert at_risk(nobody).verdict == "too_little"
