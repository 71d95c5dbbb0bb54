"""A fall from the mail to the case: the same words everywhere, and whether it was real."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.alerts import actions as alerts
from csat.alerts import notify
from csat.alerts.models import Notification, Rule, Signal
from csat.cases import actions
from csat.cases.models import Case
from tests.csat.answered import heard
from tests.csat.findings import standing_clients as standing
from tests.factories import Cast, login
from tests.walk.rows import rows_of

pytestmark = pytest.mark.django_db
OLD_FACTS = {
    "recent_points": 33.3, "recent_n": 3, "before_points": 88.9, "before_n": 9,
    "drop_points": 55.6, "at_least_points": 30.1,
}  # fmt: skip


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def dropped(cast: Cast, now: datetime) -> Case:
    persons = standing.people(cast.account, 3)
    standing.rounds(persons, [9, 9, 9, 9], now=now - timedelta(days=40))
    for person in persons:
        alerts.assess(response_id=heard(person, 6, at=now).pk, now=now)
    actions.open_due(now=now)
    return Case.objects.get(signal__rule__key="key_account_drop")


def old(cast: Cast, now: datetime) -> Case:
    """As the rule before this one left them."""
    rule, _ = Rule.objects.get_or_create(key="key_account_drop")
    Signal.objects.create(account=cast.account, rule=rule, facts=OLD_FACTS, opened_at=now)
    actions.open_due(now=now)
    return Case.objects.get()


def page(cast: Cast, case: Case) -> str:
    client = Client()
    client.force_login(cast.boris.user)
    return " ".join(client.get(f"/cases/{case.uuid}/").content.decode().split())


def letters() -> list[Any]:
    return [notify.compose(row) for row in Notification.objects.filter(signal__rule__key="key_account_drop")]


def test_page_list_and_mail_say_how_sure_it_is(cast: Cast, now: datetime) -> None:
    case = dropped(cast, now)
    shown = page(cast, case)
    assert "Alfa: satisfaction has fallen by about" in shown
    assert "Probability the fall is real:" in shown
    assert "Same people: −33; new people answered: 0 of 3." in shown, "as of all answers until today"
    assert "Told of on" in shown and "Was the fall real?" in shown
    assert "calibrated once 30 clients" in shown
    client = Client()
    client.force_login(cast.boris.user)
    assert "Probability the fall is real" in client.get("/cases/").content.decode()
    for letter in letters():
        assert letter.subject.startswith("Alfa: satisfaction ")
        assert "new people answered: 0 of" in letter.body and "Find out what changed." in letter.body
        assert "&" not in letter.body.replace("http", ""), "plain text is not escaped"


def test_signals_of_the_rule_before_still_read_well(cast: Cast, now: datetime) -> None:
    case = old(cast, now)
    shown = page(cast, case)
    assert "Alfa: satisfaction fell from 89 to 33." in shown
    assert "33 of 100 then (3 answers) against 89 in the year before (9 answers)." in shown
    assert "Probability" not in shown
    Notification.objects.create(
        signal=case.signal, employee=cast.boris, because="care_owner", due_at=now, created_at=now
    )
    [letter] = letters()
    assert letter.subject == "Alfa: satisfaction fell from 89 to 33."


def test_people_say_whether_it_was_real_and_take_it_back(cast: Cast, now: datetime, client: Client) -> None:
    case = dropped(cast, now)
    client.force_login(cast.boris.user)
    address = f"/cases/{case.uuid}/review/"
    for sent, kept, said in (
        ("yes", True, "The fall was real, said Boris Care"),
        ("no", False, "A false alarm, said Boris Care"),
        ("", None, "Was the fall real?"),
    ):
        assert client.post(address, {"was_real": sent}).status_code == 302
        case.signal.refresh_from_db()
        assert case.signal.was_real is kept
        assert said in page(cast, case)
    actions.close(case=case, root_cause="price", action="Offer", by=cast.boris.user, now=now)
    client.post(address, {"was_real": "yes"})
    assert "The fall was real" in page(cast, case), "also once it is closed"
    client.force_login(cast.oleg.user)
    assert client.post(address, {"was_real": "no"}).status_code == 404
    client.force_login(login("yuki", Role.ANALYST))
    assert client.post(address, {"was_real": "no"}).status_code == 403


def test_other_signals_are_not_asked_about(cast: Cast, now: datetime, client: Client) -> None:
    case = Case.objects.get(uuid=rows_of(cast.account, cast.anna, now=now)["case"])
    client.force_login(cast.boris.user)
    assert "Was the fall real?" not in page(cast, case)
    reply = client.post(f"/cases/{case.uuid}/review/", {"was_real": "yes"})
    assert reply.status_code == 422 and "nothing to say about it" in reply.content.decode()


def test_the_clients_page_marks_the_fall(cast: Cast, now: datetime, client: Client) -> None:
    dropped(cast, now)
    client.force_login(cast.anna.user)
    shown = client.get(f"/clients/{cast.account.uuid}/").content.decode()
    assert "Less satisfied from here on, by about" in shown and "less satisfied since" in shown
    assert "probability it is real" in shown
    standing.rounds(standing.people(cast.foreign, 3), [8, 8, 8, 8], now=now)
    client.force_login(cast.oleg.user)
    shown = client.get(f"/clients/{cast.foreign.uuid}/").content.decode()
    assert "Less satisfied" not in shown and "less satisfied since" not in shown
