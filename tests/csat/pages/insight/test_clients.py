"""Clients by satisfaction, falls, quiet declines, silence: what each page says in each state, and to whom."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.alerts import actions as alerts
from csat.alerts.models import Rule, Signal
from csat.customers.models import Account, Company
from csat.findings.models import Question
from tests.csat.answered import heard
from tests.csat.findings import standing_clients as standing
from tests.csat.pages.insight.reading import body, queries_of, reader, statement
from tests.csat.reports import business
from tests.factories import Cast, ContactFactory

pytestmark = pytest.mark.django_db
PAGES = ("clients", "drops", "decline", "silence")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture(autouse=True)
def few_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csat.findings.methods.drops.HISTORIES", 200)


def entered(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name).user)
    return client


def company_of(now: datetime, *, low: Account) -> list[Account]:
    """Ten content clients of nobody's, and one that is not."""
    standing.rounds(standing.people(low, 3), [2], now=now)
    others = [standing.client([number], now=now) for number in (7, 8, 8, 8, 9, 9, 9, 9, 10, 10)]
    business.year(low, now, 1000)
    return others


@pytest.mark.parametrize("page", PAGES)
def test_before_anything_is_computed_pages_say_so(page: str, cast: Cast) -> None:
    assert "has not been computed yet" in statement(reader(Role.MANAGEMENT), f"/insight/{page}/")
    assert "computed for the first time" in body(reader(Role.ANALYST), f"/insight/{page}/")


@pytest.mark.parametrize("page", PAGES)
def test_with_too_little_pages_say_what_is_missing(page: str, cast: Cast, now: datetime) -> None:
    standing.client([8], now=now, count=1)
    standing.ask(Question(page), now)
    said = statement(reader(Role.MANAGEMENT), f"/insight/{page}/")
    assert "Too few" in said and "there " in said


def test_clients_below_the_target_are_counted_with_their_revenue(cast: Cast, now: datetime) -> None:
    company_of(now, low=cast.account)
    standing.ask(Question.CLIENTS, now)
    boss = reader(Role.OPERATOR)
    assert statement(boss, "/insight/clients/") == (
        "5 of 11 clients are clearly less satisfied than the mean of all, 79. They bring €12.0 K a year."
    )
    boss.post("/insight/clients/target/", {"points": "60"})
    assert Company.objects.get().csi_target == 60
    assert "1 of 11 clients is clearly below the target of 60" in statement(boss, "/insight/clients/")
    page = body(boss, "/insight/clients/")
    assert (
        "below the target" in page
        and f"/clients/{cast.account.uuid}/" in boss.get("/insight/clients/").content.decode()
    )
    boss.post("/insight/clients/target/", {"points": "400"})
    boss.post("/insight/clients/target/", {"points": "many"})
    assert Company.objects.get().csi_target == 60
    boss.post("/insight/clients/target/", {"points": ""})
    assert Company.objects.get().csi_target is None


def test_only_those_who_may_set_the_target(cast: Cast) -> None:
    for role in (Role.MANAGEMENT, Role.ANALYST, Role.MANAGER):
        client = reader(role)
        assert client.post("/insight/clients/target/", {"points": "70"}).status_code == 403
        assert client.post("/insight/drops/rate/", {"rate": "0.1"}).status_code == 403
        assert client.post("/insight/drops/level/", {"level": "0.9"}).status_code == 403
    assert not Company.objects.exists() and not Rule.objects.exists()


def test_clients_are_scoped_filtered_and_paged(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = company_of(now, low=cast.account)
    standing.ask(Question.CLIENTS, now)
    mine = entered(cast, "anna").get("/insight/clients/").context["report"]
    assert [row.name for row in mine.rows] == ["Alfa"] and mine.total == 1
    monkeypatch.setattr("csat.reports.insight.clients.PAGE", 4)
    boss = reader(Role.MANAGEMENT)
    seen = []
    for page in (1, 2, 3):
        report = boss.get("/insight/clients/", {"page": page}).context["report"]
        assert (report.page, report.pages, len(report.marks)) == (page, 3, 11)
        assert sum(mark.is_shown for mark in report.marks) == len(report.rows)
        seen += [row.uuid for row in report.rows]
    assert len(seen) == 11 == len(set(seen)) == len(others) + 1
    for nonsense in ("0", "99", "x", "²"):
        assert boss.get("/insight/clients/", {"page": nonsense}).status_code == 200
    key = boss.get("/insight/clients/?show=key").context["report"]
    assert [row.name for row in key.rows] == ["Alfa"]


def fallen(cast: Cast, now: datetime) -> None:
    standing.rounds(standing.people(cast.account, 3), [9, 9, 9, 9, 4, 4], now=now)
    standing.client([8, 8, 8, 8, 8, 8], now=now)
    business.year(cast.account, now, 1000)
    standing.ask(Question.DROPS, now)


def test_a_fall_is_told_with_its_people_and_its_false_alarms(cast: Cast, now: datetime) -> None:
    fallen(cast, now)
    operator = reader(Role.OPERATOR)
    assert statement(operator, "/insight/drops/") == (
        "1 client has most likely become less satisfied and is not settled. It brings €12.0 K a year."
    )
    page = body(operator, "/insight/drops/")
    assert "Same people: −56; new people answered: 0 of 3." in page
    assert "With 2 key clients expect about" in page
    assert "alarms was set as it is" not in page and "defaults until 30 clients" in page
    assert entered(cast, "anna").get("/insight/drops/").context["report"].rows[0].name == "Alfa"
    other = entered(cast, "oleg").get("/insight/drops/").context["report"]
    assert (other.rows, other.hidden) == ((), 0)


def test_operators_choose_how_many_false_alarms_they_will_live_with(cast: Cast, now: datetime) -> None:
    fallen(cast, now)
    operator = reader(Role.OPERATOR)
    levels = {one.rate: one.level for one in operator.get("/insight/drops/").context["report"].choices}
    operator.post("/insight/drops/rate/", {"rate": "0.02"})
    report = operator.get("/insight/drops/").context["report"]
    assert (report.rate, report.level, report.is_level_set) == (0.02, levels[0.02], False)
    operator.post("/insight/drops/rate/", {"rate": "0.5"})
    operator.post("/insight/drops/rate/", {"rate": "nan"})
    assert operator.get("/insight/drops/").context["report"].rate == 0.02
    operator.post("/insight/drops/level/", {"level": "0.77"})
    assert operator.get("/insight/drops/").context["report"].level == 0.77
    assert "set after reviews" in body(operator, "/insight/drops/")


def test_reviews_of_a_year_are_counted_and_judge_the_level(cast: Cast, now: datetime) -> None:
    fallen(cast, now)
    response = heard(ContactFactory(account=cast.account), 4, at=now)
    alerts.assess(response_id=response.id, now=now)
    signal = Signal.objects.get(rule__key="key_account_drop")
    operator = reader(Role.OPERATOR)
    report = operator.get("/insight/drops/").context["report"]
    assert (report.reviews.unreviewed, report.reviews.real) == (1, 0)
    assert report.rows[0].case_uuid == signal.uuid
    alerts.review(signal=signal, was_real=True, by=cast.anna.user, now=now)
    report = operator.get("/insight/drops/").context["report"]
    assert (report.reviews.unreviewed, report.reviews.real) == (0, 1)
    copies = [Signal(account=cast.foreign, rule=signal.rule, facts=signal.facts) for _ in range(20)]
    for copy in copies:
        copy.opened_at = copy.closed_at = now - timedelta(days=100)
        copy.was_real = False
    Signal.objects.bulk_create(copies)
    alerts.Assessed.objects.update(assessed_at=now - timedelta(days=300))
    page = body(operator, "/insight/drops/")
    assert "false alarms come for each that was promised" in page and "Use this level" in page


def test_a_settled_fall_is_put_aside(cast: Cast, now: datetime) -> None:
    fallen(cast, now)
    response = heard(ContactFactory(account=cast.account), 4, at=now)
    for signal in alerts.assess(response_id=response.id, now=now):
        alerts.settle(signal=signal, now=now)
    boss = reader(Role.MANAGEMENT)
    report = boss.get("/insight/drops/").context["report"]
    assert (report.rows, [row.name for row in report.settled]) == ((), ["Alfa"])
    assert statement(boss, "/insight/drops/") == "2 clients looked at: no fall is likely that is not settled."


def test_a_quiet_decline_names_what_revenue_does(cast: Cast, now: datetime) -> None:
    standing.rounds(standing.people(cast.account, 3), [10, 9, 8, 7, 6, 5], now=now)
    standing.rounds(standing.people(cast.foreign, 3), [10, 9, 8, 7, 6, 5], now=now)
    business.revenue(cast.account, now, facts=dict.fromkeys(range(1, 20), 1000))
    standing.ask(Question.DECLINE, now)
    page = body(entered(cast, "anna"), "/insight/decline/")
    assert "1 client seems to grow less satisfied while its revenue holds. It brings €12.0 K a year" in page
    assert "Revenue of six months 0 % against the year before" in page
    assert "Omega" not in page and "2 clients were looked at" in page
    boss = reader(Role.MANAGEMENT)
    assert "Whether revenue holds needs" in body(boss, "/insight/decline/")
    assert "seems to grow" in statement(boss, "/insight/decline/")
    assert "No quiet decline; the satisfaction of 1 client sinks" in statement(
        entered(cast, "oleg"), "/insight/decline/"
    )


def test_nobody_sinks_or_falls_silent(cast: Cast, now: datetime) -> None:
    standing.rounds(standing.people(cast.account, 3), [8, 8, 9, 8, 8], now=now)
    standing.ask(Question.DECLINE, now)
    assert statement(reader(Role.MANAGEMENT), "/insight/decline/") == "1 client looked at: none sinks."


def test_silence_names_people_only_to_those_who_may_see_them(cast: Cast, now: datetime) -> None:
    standing.invited(cast.account, now, [True] * 10 + [False] * 2, name="Petra Vogel")
    for _ in range(14):
        standing.invited(cast.account, now, [True] * 12)
    standing.ask(Question.SILENCE, now)
    boss = reader(Role.MANAGEMENT)
    assert "No client has fallen silent; 1 person who used to answer has." in body(boss, "/insight/silence/")
    assert "Answered 0 of 2 since" in body(boss, "/insight/silence/")
    assert "Petra Vogel" in body(boss, "/insight/silence/")
    analyst = body(reader(Role.ANALYST), "/insight/silence/")
    assert ("Petra Vogel" not in analyst and "none of" in analyst) or "1 client looked at" in analyst
    assert "Petra Vogel" not in body(entered(cast, "oleg"), "/insight/silence/")


def test_a_silent_client_is_listed_with_its_habit(cast: Cast, now: datetime) -> None:
    for _ in range(4):
        standing.invited(cast.account, now, [True] * 6 + [False] * 2)
    business.year(cast.account, now, 1000)
    standing.ask(Question.SILENCE, now)
    page = body(entered(cast, "anna"), "/insight/silence/")
    assert "1 client that used to answer has fallen silent. It brings €12.0 K a year." in page
    assert "Answered 0 of 8 since" in page and "24 of 24 before." in page
    assert "Alfa" not in body(entered(cast, "oleg"), "/insight/silence/")


@pytest.mark.parametrize("page", PAGES)
def test_more_clients_cost_no_more_queries(page: str, cast: Cast, now: datetime) -> None:
    boss = reader(Role.MANAGEMENT)
    counts = []
    for _ in range(2):
        for number in (7, 8, 9):
            account = standing.client([number, number, 2, 2], now=now, is_key=True)
            business.year(account, now, 10)
        standing.ask(Question(page), now)
        counts.append(queries_of(boss, f"/insight/{page}/"))
    assert counts[0] == counts[1]
