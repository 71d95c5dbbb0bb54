"""Does satisfaction lead: each verdict in a world where it is true, and what is read of the rows."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from csat.customers.models import Team, TeamMembership
from csat.findings import stored
from csat.findings.method import Asked
from csat.findings.methods import lead
from csat.findings.panel import PanelInputs
from csat.insight.leadlag.panel import PanelLead
from csat.insight.leadlag.strength import Strength
from csat.scores.actions import merging
from tests.csat.answered import heard
from tests.csat.findings.methods import panels
from tests.csat.reports import business
from tests.factories import AccountFactory, ContactFactory, EmployeeFactory, assign

TODAY = date(2026, 11, 18)


def looked_at(given: PanelInputs) -> lead.Lead:
    shares: list[float] = []
    found = lead.work(given, 1, shares.append)
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)
    assert stored.from_json(lead.Lead, stored.to_json(found)) == found
    return found


@pytest.fixture(scope="module")
def leading() -> lead.Lead:
    return looked_at(panels.panel())


@pytest.mark.parametrize(
    ("world", "verdict"),
    [
        ({"effect": 0.0}, "none_yet"),
        ({"lead": -3, "effect": 0.12}, "reverse"),
        ({"effect": -0.05}, "negative"),
        ({"lead": 0}, "together"),
        ({"effect": 0.12, "back": 0.3}, "both"),
        ({"accounts": 5}, "too_little"),
        ({"months": 20}, "too_little"),
        ({"accounts": 0}, "too_little"),
    ],
)
def test_each_verdict_where_it_is_true(world: dict[str, float], verdict: str) -> None:
    assert looked_at(panels.panel(**world)).verdict == verdict


def test_a_lead_with_its_delay_and_strength(leading: lead.Lead) -> None:
    assert leading.verdict == "leads"
    assert isinstance(leading.company, PanelLead) and isinstance(leading.strength, Strength)
    assert leading.company.lag_low <= 4 <= leading.company.lag_high
    planted = 100 * (np.exp(0.05 * lead.POINT / panels.SPREAD) - 1)
    assert leading.strength.corrected.low <= planted <= leading.strength.corrected.high
    assert (leading.accounts, leading.months, leading.readings, leading.gap_months) == (60, 48, 960, 3)
    assert (leading.first_on, leading.until_on) == (date(2022, 11, 1), date(2026, 11, 1))


def test_segments_teams_and_attributes_have_verdicts_of_their_own(leading: lead.Lead) -> None:
    assert [(one.key, one.accounts) for one in leading.segments] == [("large", 45), ("small", 15)]
    # Odd clients moved in the middle: their earlier months stay with team 1.
    assert [(one.key, one.accounts, one.months) for one in leading.teams] == [("1", 60, 48), ("2", 30, 24)]
    attributes = {one.key: one.tested for one in leading.attributes}
    assert attributes["quality"].verdict == "leads" and attributes["reply_speed"].verdict == "none_yet"
    assert attributes["quality"].p is not None and attributes["quality"].p >= leading.company.p


def test_a_team_alone_can_have_too_little_where_the_company_has_enough() -> None:
    found = looked_at(panels.panel(accounts=12, effect=0.0))
    assert [one.tested.verdict for one in found.teams] == ["none_yet", "too_little"]


def test_what_could_be_seen_is_said_with_the_noise_of_these_data() -> None:
    found = looked_at(panels.panel(effect=0.0))
    assert found.outlook is not None and found.outlook.verdict == "enough"
    noisy = looked_at(panels.panel(effect=0.0, noise=0.6, accounts=20))
    assert noisy.outlook is not None and noisy.outlook.verdict == "wait"
    assert 0 < noisy.outlook.power < 0.8 and noisy.outlook.months_more > 0


def test_when_a_first_verdict_is_possible() -> None:
    short, few = looked_at(panels.panel(months=20)), looked_at(panels.panel(accounts=5))
    assert short.first_on == date(2025, 3, 1) and short.earliest_on == date(2027, 3, 1)
    assert few.earliest_on is None  # waiting brings no more clients


def test_the_same_data_and_seed_give_the_same_numbers(leading: lead.Lead) -> None:
    assert looked_at(panels.panel()) == leading


@pytest.mark.django_db
def test_what_is_read_of_the_rows(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    anna, boris = EmployeeFactory(), EmployeeFactory()
    TeamMembership.objects.create(team=north, employee=anna, during=(date(2020, 1, 1), None))
    TeamMembership.objects.create(team=south, employee=boris, during=(date(2026, 8, 15), None))
    moved, nobodys = AccountFactory(segment="large"), AccountFactory(segment="")
    earlier = assign(moved, anna, "manager", since=date(2020, 1, 1))
    earlier.during = (date(2020, 1, 1), date(2026, 7, 10))
    earlier.save()
    assign(moved, boris, "manager", since=date(2026, 7, 10))
    business.revenue(moved, now, facts=dict.fromkeys(range(6), 100))
    for number in (4, 8):
        heard(ContactFactory(account=moved), number, at=datetime(2026, 9, 10, tzinfo=UTC))
    heard(ContactFactory(account=moved), 4, at=datetime(2026, 11, 10, tzinfo=UTC))  # the open month
    merging.merge_everything(now=now)
    with django_assert_num_queries(9):
        given = lead.load(Asked(today=TODAY))
    assert given.account_ids.tolist() == [moved.pk, nobodys.pk]
    assert given.segments.tolist() == ["large", ""]
    months = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert given.months.astype("datetime64[M]").astype(str).tolist() == months
    # On the first of August the new holder was in no team yet.
    assert given.team_ids[0].tolist() == [north.pk, north.pk, 0, south.pk, south.pk]
    assert given.team_ids[1].tolist() == [0] * 5
    assert given.counts[0].tolist() == [0, 0, 0, 2, 0]
    assert given.satisfaction[0, 3] == pytest.approx((100 / 3 + 700 / 9) / 2, abs=0.01)
    assert "quality" in given.attribute_names.tolist() and given.attributes.shape[1:] == (2, 5)
    found = looked_at(given)
    assert found.verdict == "too_little" and [one.key for one in found.segments] == ["large"]


@pytest.mark.django_db
def test_an_empty_installation_has_too_little() -> None:
    found = looked_at(lead.load(Asked(today=TODAY)))
    assert found.verdict == "too_little" and (found.first_on, found.readings) == (None, 0)
