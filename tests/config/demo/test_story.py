"""The story as data: the same for a seed, satisfaction ahead of revenue, and its two plots."""

from datetime import date

import numpy as np
import pytest

from config.demo.rows.made import Story, tell
from config.demo.story import satisfaction, staff
from config.demo.story.timeline import OPEN_MONTH, Timeline

ANCHOR = date(2026, 11, 18)


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(7, Timeline(ANCHOR))


def demeaned(panel: np.ndarray) -> np.ndarray:
    panel = panel - panel.mean(axis=1, keepdims=True)
    return panel - panel.mean(axis=0)


def test_the_same_seed_tells_the_same_story_and_another_one_another(story: Story) -> None:
    again, other = tell(7, Timeline(ANCHOR)), tell(8, Timeline(ANCHOR))
    assert again.clients.name == story.clients.name
    assert np.array_equal(again.world.revenue, story.world.revenue, equal_nan=True)
    assert np.array_equal(again.asked.answered_at, story.asked.answered_at, equal_nan=True)
    assert other.clients.name != story.clients.name


def test_felt_satisfaction_leads_revenue_by_four_months(story: Story) -> None:
    whole = ~np.isnan(story.world.revenue).any(axis=1)
    felt, money = demeaned(story.world.felt[whole]), demeaned(np.log(story.world.revenue[whole]))
    months = felt.shape[1]
    by_lag = {
        lag: np.corrcoef(
            felt[:, max(0, -lag) : months - max(0, lag)].ravel(),
            money[:, max(0, lag) : months + min(0, lag)].ravel(),
        )[0, 1]
        for lag in range(-6, 13)
    }
    assert max(by_lag, key=lambda lag: by_lag[lag]) == satisfaction.LEAD
    assert by_lag[satisfaction.LEAD] > 0.3 > abs(by_lag[-satisfaction.LEAD]) + 0.2


def test_the_fading_account_loses_satisfaction_over_seven_quarters_while_its_revenue_is_flat(
    story: Story,
) -> None:
    felt, money = (panel[story.clients.fading] for panel in (story.world.felt, story.world.revenue))
    quarters = felt[OPEN_MONTH - 21 :].reshape(-1, 2).mean(axis=1)
    assert quarters[0] - quarters[-1] > 2.5
    assert abs(money[-6:].mean() / money[-18:-12].mean() - 1) < 0.1


@pytest.mark.parametrize("anchor", [ANCHOR, date(2026, 10, 2), date(2027, 5, 3)])
def test_the_dropped_account_was_fine_until_its_last_round(anchor: date) -> None:
    story = tell(12, Timeline(anchor))
    mine = story.contacts.account[story.asked.contact] == story.clients.dropped
    heard = mine & ~np.isnat(story.asked.answered_at)
    last = heard & (story.asked.sent_at >= np.datetime64(anchor) - np.timedelta64(10, "D"))
    assert last.sum() >= 3
    assert story.asked.felt[heard & ~last].mean() - story.asked.felt[last].mean() > 3


@pytest.mark.parametrize("anchor", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 3, 2), date(2026, 10, 2)])
def test_any_day_can_be_the_anchor(anchor: date) -> None:
    story = tell(3, Timeline(anchor))
    assert story.asked.sent_at.max() < np.datetime64(anchor)
    heard = story.asked.answered_at[~np.isnat(story.asked.answered_at)]
    assert heard.max() < np.datetime64(anchor)
    assert np.nanmax(story.deals.closed_on.astype(float)) < np.datetime64(anchor).astype(float)


def test_one_team_is_heard_less_than_the_others_and_decision_makers_less_than_buyers(story: Story) -> None:
    heard = ~np.isnat(story.asked.answered_at)
    team = story.clients.team[story.contacts.account[story.asked.contact]]
    quiet = staff.TEAMS.index(staff.QUIET_TEAM)
    assert heard[team == quiet].mean() < 0.7 * heard[team != quiet].mean()
    role = np.array(story.contacts.role)[story.asked.contact]
    assert heard[role == "decision_maker"].mean() < heard[role == "buyer"].mean() - 0.1
