"""Scores by group: attribution, weightings, coverage and what was left out, on answers counted by hand."""

from datetime import date, datetime, timedelta

import pytest

from csat.customers.models import Account, Assignment, Capacity, Company, Employee, Team, TeamMembership
from csat.reports.period import month_of, shift
from csat.reports.scores import measures, report, wish
from csat.reports.scores.explaining import report as explaining
from csat.reports.scores.measures import Measure
from csat.reports.scores.report import Scope, Scores
from csat.reports.scores.table import Row
from csat.scores.models import WeightSet
from surveys.models import Message
from tests.csat import answered
from tests.csat.reports import business
from tests.factories import AccountFactory, Cast, ContactFactory, EmployeeFactory

pytestmark = pytest.mark.django_db
OVERALL = Measure("overall", ticked="overall")


@pytest.fixture(autouse=True)
def company(db: None) -> Company:
    return Company.objects.create(id=1, base_currency="EUR", zone="Europe/Berlin")


def scope(company: bool = False) -> Scope:
    everybody = Account.objects.all()
    return Scope(everybody, Employee.objects.all(), everybody if company else None)


def built(now: datetime, by: str = "segment", measure: Measure = OVERALL) -> Scores:
    return report.build(scope(), wish.Wish(by=by, measure=measure), business.settle(now))


def names(rows: tuple[Row, ...]) -> dict[str, tuple[int, float | None]]:
    return {row.group.name: (row.score.n, row.own and round(row.own)) for row in rows if row.group}


def test_answers_fall_into_their_groups(now: datetime) -> None:
    holding = AccountFactory(name="Holding", segment="large")
    factory = AccountFactory(name="Factory", parent=holding, segment="small")
    site = AccountFactory(name="Site", parent=factory, segment="small")
    alone = AccountFactory(name="Alone", segment="")
    for account, given in ((holding, (10,)), (factory, (1, 1)), (site, (10, 10)), (alone, (4,) * 6)):
        business.answers(account, now, ago=1, given=given)
    assert names(built(now, "tree").rows) == {"Holding": (5, 60)}
    assert names(built(now, "segment").rows) == {"large": (1, None), "small": (4, None), "": (6, 33)}
    assert names(built(now, "account").rows)["Holding"] == (1, 100)
    assert names(built(now, "program").rows) == {"periodic-csi": (11, 45)}
    assert names(built(now, "role").rows)["buyer"] == (11, 45)
    assert built(now).total.score.n == 11 and built(now).total.clients == 4


def test_months_and_quarters_come_newest_first(now: datetime) -> None:
    account = AccountFactory()
    for ago in (0, 1, 3):
        business.answers(account, now, ago=ago, given=(8,) * 5)
    months = [row.group.key for row in built(now, "month").rows]
    assert months == [shift(month_of(now.date()), -ago).isoformat() for ago in (0, 1, 3)]
    assert {name: n for name, (n, _) in names(built(now, "quarter").rows).items()} == {
        "2026-10-01": 10,
        "2026-07-01": 5,
    }


def test_a_moved_client_leaves_its_answers_with_whom_it_was_asked_under(cast: Cast, now: datetime) -> None:
    south = Team.objects.create(name="South")
    TeamMembership.objects.create(team=south, employee=cast.oleg, during=(date(2020, 1, 1), None))
    business.answers(cast.account, now, ago=2, given=(3,) * 5)
    handover = shift(month_of(now.date()), -1)
    Assignment.objects.filter(account=cast.account, capacity=Capacity.MANAGER).update(
        during=(date(2020, 1, 1), handover)
    )
    Assignment.objects.create(
        account=cast.account, employee=cast.oleg, capacity=Capacity.MANAGER, during=(handover, None)
    )
    business.answers(cast.account, now, ago=0, given=(9,) * 6)
    assert names(built(now, "manager").rows) == {"Anna Manager": (5, 22), "Oleg Outsider": (6, 89)}
    assert names(built(now, "team").rows) == {"North": (5, 22), "South": (6, 89)}


def test_periodic_surveys_alone_make_the_headline(now: datetime) -> None:
    account = AccountFactory()
    business.answers(account, now, ago=1, given=(8,) * 5)
    sold = answered.answer(
        ContactFactory(account=account), {"overall": 1, "delivery_dates": 2}, at=now, key="post-sale"
    )
    answered.score(sold)
    assert built(now).total.score.n == 5
    dates = Measure("attribute:delivery_dates", ticked="attribute:delivery_dates")
    assert built(now, measure=dates).total.score.n == 6


def test_three_weightings_and_whose_voices(now: datetime) -> None:
    """Five happy buyers of a small client, one unhappy decision maker of one worth four times as much."""
    small, large = AccountFactory(), AccountFactory()
    business.year(small, now, 25)
    business.year(large, now, 100)
    business.answers(small, now, ago=1, given=(10,) * 5)
    boss = ContactFactory(account=large, role="decision_maker")
    answered.heard(boss, 1, at=now - timedelta(days=20))
    silent = AccountFactory(closed_on=date(2020, 1, 1))
    ContactFactory(account=AccountFactory(), role="finance")
    found = built(now)
    assert [round(way.score.estimate, 1) for way in found.weighed.ways] == [83.3, 50, 20]
    assert found.weighed.ways[2].n_eff == pytest.approx(1 / (0.8**2 + 5 * 0.04**2))
    heard = found.coverage
    assert (heard.heard, heard.clients, heard.revenue_share) == (2, 3, 1)
    assert {role.role: (role.heard, role.clients) for role in heard.roles} == {
        "decision_maker": (1, 1),
        "buyer": (1, 1),
        "finance": (0, 1),
    }
    assert silent.pk and heard.roles_share == pytest.approx(2 / 3)


def test_a_disagreement_of_the_weightings_is_told(now: datetime) -> None:
    for place in range(16):
        account = AccountFactory()
        business.year(account, now, 1000 if place % 2 else 1)
        business.answers(account, now, ago=1, given=(3 + place % 3,) if place % 2 else (9, 10, 9))
    weighed = built(now).weighed
    assert weighed.verdict == "disagree" and weighed.ways[2].differs == "lower"


def test_who_was_asked_stands_beside_the_answers(now: datetime) -> None:
    account = AccountFactory()
    for days in range(3):
        touchpoint = answered.touchpoint(ContactFactory(account=account), at=now - timedelta(days=days))
        Message.objects.create(
            invitation=touchpoint.invitation, number=0, state="delivered", due_at=now, accepted_at=now,
            changed_at=now,
        )  # fmt: skip
    business.answers(account, now, ago=1, given=(8,) * 5)
    [row] = built(now, "segment").rows
    assert (row.reached, row.answered, row.rate) == (3, 0, 0)
    assert [(row.group.name, row.reached) for row in built(now, "role").rows] == [("buyer", 3)]


def test_an_explanation_says_what_is_not_in_the_number(now: datetime) -> None:
    account = AccountFactory()
    business.answers(account, now, ago=1, given=(8,) * 5)
    at = now - timedelta(days=20)
    for verdict in ("doubtful", "excluded", "excluded"):
        answered.answer(ContactFactory(account=account), answered.periodic(9), at=at, verdict=verdict)
    nothing = dict.fromkeys(answered.SIDES, "cannot_judge")
    answered.heard(ContactFactory(account=account), 9, at=at, **nothing)
    sold = answered.answer(
        ContactFactory(account=account), {"overall": 1, "delivery_dates": 2}, at=at, key="post-sale"
    )
    answered.score(sold)
    period = business.settle(now)
    csi = measures.available(with_pressure=False)[0]
    WeightSet.objects.create(year=2026, weights={"quality": 2}, agreed_on=date(2026, 1, 10))
    found = explaining.build(scope(), wish.Wish(measure=csi), period, with_people=True)
    assert found and found.row.score.n == len(found.lines) == 5
    left = found.left_out
    assert (left.doubtful, left.excluded, left.not_judged, left.not_asked) == (1, 2, 1, 0)
    assert [(year.year, year.weights) for year in found.agreed] == [(2026, {"quality": 2})]
    overall = explaining.build(scope(), wish.Wish(measure=OVERALL), period, with_people=True)
    assert overall and overall.left_out.other_surveys == 1 and overall.row.score.n == 6


@pytest.mark.parametrize("by", wish.WAYS)
def test_the_rows_of_an_explanation_are_its_n(cast: Cast, now: datetime, by: str) -> None:
    holding = AccountFactory(name="Holding", segment="large")
    for ago in (0, 1, 2):
        account = business.client(f"Client {ago}", holder=cast.anna, parent=holding, since=date(2024, 1, 1))
        business.answers(account, now, ago=ago, given=(6, 7, 9))
    business.answers(cast.foreign, now, ago=1, given=(5, 5))
    EmployeeFactory()
    found = built(now, by)
    assert found.rows
    for row in found.rows:
        asked = wish.Wish(by=by, measure=OVERALL, key=row.group.key)
        told = explaining.build(scope(), asked, business.settle(now), with_people=True)
        assert told and (told.row.score, len(told.lines)) == (row.score, row.score.n), row.group


def test_what_is_measured_follows_the_published_surveys(db: None) -> None:
    assert measures.available(with_pressure=True) == ()
    answered.version("periodic-csi")
    keys = [one.key for one in measures.available(with_pressure=False)]
    assert keys[:3] == ["csi", "overall", "csat"] and "attribute:quality" in keys and "trend" not in keys
    answered.version("nps")
    nps = next(one for one in measures.available(with_pressure=False) if one.key == "nps")
    assert (nps.kind, nps.lowest, nps.highest, nps.bounds) == ("nps", 0, 10, (-100, 100))


def test_nps_needs_ten(now: datetime) -> None:
    nps = Measure("nps", kind="nps", ticked="nps", lowest=0, highest=10)
    account = AccountFactory()
    for place in range(10):
        response = answered.answer(
            ContactFactory(account=account), {"nps": 10 if place < 6 else 3}, at=now, key="nps"
        )
        answered.score(response)
        total = built(now, measure=nps).total
        assert (total.score.estimate is None) == (place < 9), place
    assert total.score.estimate == pytest.approx(20)
