from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csat.customers.models import Account, ContactRole
from csat.reports.account import report
from csat.reports.account.report import ClientPage
from tests.csat import answered
from tests.csat.reports import business
from tests.factories import Cast, ContactFactory, DealFactory, assign

pytestmark = pytest.mark.django_db


def built(account: Account, now: datetime, *, with_people: bool = True) -> ClientPage:
    period = business.settle(now)
    visible = Account.objects.filter(id=account.id)
    return report.build(account, visible, period, now=now, language="en", with_people=with_people)


def test_money_of_twelve_closed_months_beside_plan_and_the_year_before(cast: Cast, now: datetime) -> None:
    business.revenue(cast.account, now, facts={0: 777, 1: 100, 2: 100, 13: 50, 14: 50})
    business.revenue(cast.account, now, facts={0: 900, 1: 160, 2: 90}, kind="plan")
    year = built(cast.account, now).year
    assert (year.fact_minor, year.plan_minor, year.before_minor) == (20_000, 25_000, 10_000)
    assert (year.of_plan, year.growth) == (0.8, 1.0)


def test_a_month_without_a_purchase_is_not_a_missing_month(cast: Cast, now: datetime) -> None:
    business.year(cast.foreign, now, 10)
    business.revenue(cast.account, now, facts={12: 100})
    found = built(cast.account, now)
    assert found.year.missing == ()
    assert [month.fact_minor for month in found.months[-4:]] == [0, 0, 0, None]


def test_voices_by_role_with_the_decision_maker_first_and_the_unheard_named(
    cast: Cast, now: datetime
) -> None:
    user = ContactFactory(account=cast.account, name="Ute User", role=ContactRole.USER)
    boss = ContactFactory(account=cast.account, name="Dora Decides", role=ContactRole.DECISION_MAKER)
    ContactFactory(account=cast.account, name="Fay Finance", role=ContactRole.FINANCE, email=None)
    ContactFactory(account=cast.account, name="Gone", left_on=now.date() - timedelta(days=1))
    answered.heard(user, 9, at=now - timedelta(days=200))
    answered.heard(user, 4, at=now - timedelta(days=9), words="Dates slip.", wish="no")
    answered.heard(boss, 8, at=now - timedelta(days=100))
    voices = built(cast.account, now).voices
    assert [voice.name for voice in voices.heard] == ["Dora Decides", "Ute User"]
    ute = voices.heard[1]
    assert (ute.latest.said.given, ute.latest.said.words, ute.latest.said.refuses_call) == (
        4,
        ("Dates slip.",),
        True,
    )
    assert [before.given for before in ute.earlier] == [9]
    assert [(row.name, row.has_email) for row in voices.unheard] == [("Fay Finance", False)]
    assert not voices.is_decision_maker_unheard


def test_facts_are_the_last_numbers_of_each_person_in_a_year(cast: Cast, now: datetime) -> None:
    anna, bert = (ContactFactory(account=cast.account) for _ in range(2))
    answered.heard(anna, 2, at=now - timedelta(days=100))
    answered.heard(anna, 6, at=now - timedelta(days=8))
    answered.heard(bert, 9, at=now - timedelta(days=20))
    old = ContactFactory(account=cast.account)
    answered.heard(old, 3, at=now - timedelta(days=500))
    found = built(cast.account, now)
    assert [answer.said.given for answer in found.given] == [9, 6]
    assert found.last_answer.said.given == 6
    assert found.intention is not None and found.intention.intention != ""


def test_a_doubtful_answer_is_not_what_they_said(cast: Cast, now: datetime) -> None:
    contact = ContactFactory(account=cast.account)
    answered.answer(contact, answered.periodic(1), at=now - timedelta(days=8), verdict="doubtful")
    voices = built(cast.account, now).voices
    assert not voices.heard and [row.name for row in voices.unheard] == [contact.name]
    assert voices.unheard[0].asked_on is not None


def test_the_time_line_holds_answers_orders_and_handovers(cast: Cast, now: datetime) -> None:
    DealFactory(
        account=cast.account,
        reference="SO-7",
        stage="delivered",
        closed_on=date(2026, 8, 1),
        delivered_on=date(2026, 8, 20),
    )
    answered.heard(ContactFactory(account=cast.account), 8, at=now - timedelta(days=3))
    other = cast.account.assignments.get(capacity="manager")
    other.during = (other.during.lower, date(2026, 10, 1))
    other.save()
    assign(cast.account, cast.oleg, "manager", since=date(2026, 10, 1))
    events = built(cast.account, now).events
    assert [event.kind for event in events[:3]] == ["answer", "handover", "delivered"]
    assert (events[1].title, events[2].title) == ("Oleg Outsider", "SO-7")


def test_analysts_get_neither_people_nor_their_words(cast: Cast, now: datetime) -> None:
    answered.heard(ContactFactory(account=cast.account), 2, at=now - timedelta(days=3), words="Secret.")
    found = built(cast.account, now, with_people=False)
    assert found.voices is None and found.asking is None and found.answers == () and found.given == ()
    assert all(event.answer is None for event in found.events)


def test_the_number_of_queries_does_not_grow(cast: Cast, now: datetime) -> None:
    def queries(people: int) -> int:
        for _ in range(people):
            contact = ContactFactory(account=cast.account)
            answered.heard(contact, 3, at=now - timedelta(days=3))
            DealFactory(account=cast.account, closed_on=now.date(), delivered_on=now.date())
        with CaptureQueriesContext(connection) as caught:
            built(cast.account, now)
        return len([query for query in caught if "csat_dirtymonth" not in query["sql"]])

    assert abs(queries(1) - queries(4)) <= 1


def test_the_estimate_is_helped_by_clients_alike_and_hidden_without_them(cast: Cast, now: datetime) -> None:
    business.answers(cast.account, now, ago=2, given=(2,))
    assert built(cast.account, now).estimate is None
    for number in range(6):
        business.answers(business.client(f"Client {number}"), now, ago=2, given=(8, 9, 7))
    found = built(cast.account, now).estimate.interval
    assert found.n == 1 and 11 < found.estimate < 80 and found.low < found.estimate < found.high


def test_the_estimate_looks_at_the_last_round_only(cast: Cast, now: datetime) -> None:
    for number in range(8):
        business.answers(business.client(f"Client {number}"), now, ago=2, given=(8, 9, 7))
    business.answers(cast.account, now, ago=9, given=(10, 10, 10, 10))
    business.answers(cast.account, now, ago=1, given=(2, 2, 3, 2))
    found = built(cast.account, now).estimate
    assert (found.interval.n, found.since) == (4, date(2026, 8, 1))
    assert found.interval.estimate < 50
