from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from csat.access import Role
from csat.alerts import actions as alerts
from csat.cases import actions
from csat.cases.models import Case
from csat.customers.models import Account
from tests.csat.answered import heard
from tests.factories import AccountFactory, Cast, ContactFactory, UserFactory, login

pytestmark = pytest.mark.django_db


def opened(account: Account, given: int = 4, *, ago: timedelta = timedelta(0), **more: Any) -> Case:
    now = timezone.now() - ago
    response = heard(ContactFactory(account=account), given, at=now, **more)
    alerts.assess(response_id=response.id, now=now)
    [case] = actions.open_due(now=now)
    return case


def entered(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def test_a_case_is_worked_through_its_page(cast: Cast, client: Client) -> None:
    case = opened(cast.account, words="Dates slip.", wish="yes", phone="+49 171 555")
    entered(client, cast.boris.user)
    page = client.get(f"/cases/{case.uuid}/").content.decode()
    assert "Dates slip." in page and 'href="tel:+49171555"' in page and "Take it up" in page
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    for verb, data in (
        ("acknowledge", {}),
        ("note", {"text": "Spoke to them"}),
        ("plan", {"step": "Visit", "on": tomorrow}),
        ("assign", {"owner": str(cast.anna.uuid)}),
        ("close", {"root_cause": "delivery", "action": "New carrier"}),
    ):
        reply = client.post(f"/cases/{case.uuid}/{verb}/", data)
        assert (reply.status_code, reply.url) == (302, f"/cases/{case.uuid}/")
    page = client.get(f"/cases/{case.uuid}/").content.decode()
    for said in ("Spoke to them", "Visit", "Handed to Anna Manager", "Closed: Delivery", "New carrier"):
        assert said in page
    assert "<form method" not in page.split('<main id="main"')[1].split("</main>")[0]


def test_a_stale_form_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    case = opened(cast.account)
    actions.close(case=case, root_cause="price", action="Offer", by=cast.anna.user, now=timezone.now())
    reply = entered(client, cast.boris.user).post(
        f"/cases/{case.uuid}/note/", {"text": "An hour on the phone"}
    )
    assert reply.status_code == 409
    assert "closed already" in reply.content.decode()
    assert "An hour on the phone</textarea>" in reply.content.decode()


def test_what_is_missing_is_said_and_nothing_lost(cast: Cast, client: Client) -> None:
    case = opened(cast.account)
    reply = entered(client, cast.boris.user).post(f"/cases/{case.uuid}/close/", {"action": "We called"})
    assert reply.status_code == 422
    assert (
        "Choose the root cause." in reply.content.decode()
        and "We called</textarea>" in reply.content.decode()
    )


@pytest.mark.parametrize("verb", ["acknowledge", "note", "plan", "assign", "close"])
def test_a_foreign_case_does_not_exist_and_a_reader_may_not_act(
    cast: Cast, client: Client, verb: str
) -> None:
    case = opened(cast.account)
    address = f"/cases/{case.uuid}/{verb}/"
    assert client.post(address).status_code == 302
    assert entered(client, cast.oleg.user).post(address).status_code == 404
    assert entered(client, login("yuki", Role.ANALYST)).post(address).status_code == 403
    assert client.get(address).status_code == 405
    case.refresh_from_db()
    assert case.state == "open"


def test_lists_show_ones_own(cast: Cast, client: Client) -> None:
    mine, late = opened(cast.account), opened(cast.foreign, ago=timedelta(days=9))
    page = entered(client, cast.anna.user).get("/cases/").content.decode()
    assert str(mine.uuid) in page and str(late.uuid) not in page
    assert client.get(f"/cases/{late.uuid}/").status_code == 404
    entered(client, login("otto", Role.OPERATOR))
    assert str(late.uuid) in (text := client.get("/cases/?show=late").content.decode())
    assert str(mine.uuid) not in text
    assert str(mine.uuid) in entered(client, cast.boris.user).get("/cases/?show=mine").content.decode()
    assert str(mine.uuid) not in entered(client, cast.clara.user).get("/cases/?show=mine").content.decode()


def test_no_call_stands_on_the_case(cast: Cast, client: Client) -> None:
    case = opened(cast.account, wish="no")
    page = entered(client, cast.boris.user).get(f"/cases/{case.uuid}/").content.decode()
    assert "Do not call about this answer" in page


def test_pages_follow_each_other_without_gap(cast: Cast, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("csat.reports.cases.PAGE", 3)
    wanted = {str(opened(AccountFactory()).uuid) for _ in range(7)}
    entered(client, login("otto", Role.OPERATOR))
    seen: list[str] = []
    address: str | None = "/cases/"
    while address:
        report = client.get(address).context["report"]
        seen += [str(row.uuid) for row in report.rows]
        address = f"/cases/?{urlencode({'after': report.after})}" if report.after else None
    assert len(seen) == 7 and set(seen) == wanted


def test_ten_and_twenty_cases_cost_the_same(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    entered(client, UserFactory(roles=[Role.OPERATOR]))
    counts = []
    for _ in range(2):
        for _ in range(10):
            opened(AccountFactory(), words="x")
        client.get("/cases/")
        with django_assert_max_num_queries(30) as seen:
            client.get("/cases/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
