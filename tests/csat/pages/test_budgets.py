"""Budgets: what a person and a client bear, what others would have put off, and what else is agreed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import Company
from csat.programs.budgets import HOUSE
from csat.programs.models import Budget
from csat.programs.queries.standing import sends
from tests import factories
from tests.csat import answered

pytestmark = pytest.mark.django_db
URL = "/budgets/"


@pytest.fixture
def olga(client: Client, db: None, now, time_machine) -> Client:
    time_machine.move_to(now, tick=False)
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client


def rows(*budgets: tuple[str, str, str], **more: str) -> dict[str, str]:
    told = {}
    for n, (scope, most, days) in enumerate(budgets):
        told |= {f"scope-{n}": scope, f"most-{n}": most, f"days-{n}": days, f"kind-{n}": ""}
    return told | more


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_house_until_somebody_sets_others(olga: Client) -> None:
    page = words(olga.get(URL))
    assert "A person gets at most 1 survey in 45 days, at most 6 in 365 days." in page
    assert "These are the house’s" in page
    told = rows(("contact", "2", "60"), ("account", "4", "30"), ("contact", "", ""), do="save")
    assert olga.post(URL, told | {"reminders-0": "on"})["Location"] == URL
    assert {(row.scope, row.most, row.days, row.counts_reminders) for row in Budget.objects.all()} == {
        ("contact", 2, 60, True),
        ("account", 4, 30, False),
    }
    page = words(olga.get(URL))
    assert "A client gets at most 4 surveys in 30 days." in page and "Set by you." in page
    olga.post(URL, {"do": "house"})
    assert sends.budgets_in_force() == HOUSE


def test_mistakes_stand_beside_their_row(olga: Client) -> None:
    page = olga.post(URL, rows(("contact", "one", "60"), do="save"))
    assert (
        page.status_code == 422 and "Write two whole numbers" in words(page) and 'value="one"' in words(page)
    )
    twice = olga.post(URL, rows(("contact", "1", "60"), ("contact", "2", "60"), do="save"))
    assert twice.status_code == 422 and "two budgets over the same days" in words(twice)
    assert "from 1 to 100" in words(olga.post(URL, rows(("contact", "0", "60"), do="save")))
    assert not Budget.objects.exists()


def test_it_says_what_it_would_have_changed(olga: Client, now) -> None:
    contact = factories.ContactFactory()
    for days in (5, 20, 80):
        answered.heard(contact, 8, at=now - timedelta(days=days))
    page = words(olga.post(URL, rows(("contact", "1", "30"), do="look")))
    assert "Of 3 surveys sent in the last 90 days, 1 would have come later." in page
    page = words(olga.post(URL, rows(("contact", "1", "70"), do="look")))
    assert "Of 3 surveys sent in the last 90 days, 2 would have come later." in page
    assert not Budget.objects.exists()
    empty = words(olga.post(URL, {"do": "look"}))
    assert "Of 3 surveys sent in the last 90 days, 0 would have come later." in empty


@pytest.mark.parametrize(("most", "days"), [("1", "999999"), ("0", "30"), ("101", "30")])
def test_what_could_not_be_saved_is_not_tried_either(olga: Client, most: str, days: str) -> None:
    page = olga.post(URL, rows(("contact", most, days), do="look"))
    assert page.status_code == 422 and f'value="{days}"' in words(page)


def test_what_else_is_agreed(olga: Client) -> None:
    olga.post(reverse("budgets_agreed"), {"domains": "Ours.example, @mail.ours.example"})
    company = Company.objects.get()
    assert company.own_domains == ["mail.ours.example", "ours.example"]
    assert not company.exclusions_need_approval
    page = olga.post(reverse("budgets_agreed"), {"domains": "no domain!", "approval": "on"}, follow=True)
    assert "is no mail domain" in words(page)
    assert not Company.objects.get().exclusions_need_approval


def test_only_for_those_who_set_rules(client: Client, db: None) -> None:
    client.force_login(factories.login("anna", Role.MANAGER))
    assert client.get(URL).status_code == 403 and client.post(URL).status_code == 403
    assert client.post(reverse("budgets_agreed")).status_code == 403
