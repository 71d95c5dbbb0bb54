"""Leaving somebody out for a time: the form, the approval by another person, the list by manager."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from csat.access import Role
from csat.customers.models import Contact
from csat.programs.models import Exclusion, ExclusionState
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def irina(cast: Cast, now, time_machine) -> Contact:
    time_machine.move_to(now, tick=False)
    factories.ContactFactory(account=cast.account, name="Igor")
    return factories.ContactFactory(account=cast.account, name="Irina")


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def said(**changed: str) -> dict[str, str]:
    return {"reason": "claim", "words": "A claim.", "starts_on": "2026-11-18", "span": "14"} | changed


def new(whom: Contact) -> str:
    return f"{reverse('exclusion_new')}?contact={whom.uuid}"


def test_a_short_one_holds_at_once_and_is_counted_for_the_manager(cast: Cast, irina: Contact, now) -> None:
    anna = as_(cast.anna.user)
    assert anna.post(new(irina), said())["Location"] == reverse("exclusions")
    row = Exclusion.objects.get()
    assert (row.contact, row.state, row.manager) == (irina, ExclusionState.ACTIVE, cast.anna)
    assert row.ends_on - row.starts_on == timedelta(days=14)
    page = text(anna, reverse("exclusions"))
    assert "1 of 2 people is left out for a time." in page
    assert "Anna Manager" in page and "50 %" in page and "1 of 2 contacts" in page


def test_a_long_one_waits_for_another_person(cast: Cast, irina: Contact) -> None:
    olga, omar = (factories.login(name, Role.OPERATOR) for name in ("olga", "omar"))
    as_(olga).post(new(irina), said(span="91"))
    row = Exclusion.objects.get()
    assert row.state == ExclusionState.WAITING
    assert "You asked for it yourself" in text(as_(olga), reverse("exclusions"))
    decide = reverse("exclusion_decide", args=[row.uuid])
    as_(olga).post(decide, {"do": "approve"})
    row.refresh_from_db()
    assert row.state == ExclusionState.WAITING
    today = text(as_(omar), reverse("today"))
    assert "Approvals" in today and "A claim." in today
    assert as_(omar).post(decide, {"do": "approve", "back": "today"})["Location"] == reverse("today")
    row.refresh_from_db()
    assert row.state == ExclusionState.ACTIVE
    assert "Approvals" not in text(as_(omar), reverse("today"))


@pytest.mark.parametrize("day", ["2999-01-01", "9999-12-31"])
def test_a_day_far_ahead_is_a_slip_of_the_keyboard(cast: Cast, irina: Contact, day: str) -> None:
    assert as_(cast.anna.user).post(new(irina), said(starts_on=day)).status_code == 422
    assert not Exclusion.objects.exists()


def test_refusing_needs_words(cast: Cast, irina: Contact) -> None:
    omar = as_(factories.login("omar", Role.OPERATOR))
    as_(cast.anna.user).post(new(irina), said(span="30"))
    row = Exclusion.objects.get()
    url = reverse("exclusion_decide", args=[row.uuid])
    assert "Say why not." in omar.post(url, {"do": "refuse"}, follow=True).content.decode()
    omar.post(url, {"do": "refuse", "because": "the claim is settled"})
    assert "the claim is settled" in text(omar, reverse("exclusions"))


def test_lifting_ends_it(cast: Cast, irina: Contact) -> None:
    anna, omar = as_(cast.anna.user), as_(factories.login("omar", Role.OPERATOR))
    anna.post(new(irina), said())
    url = reverse("exclusion_lift", args=[Exclusion.objects.get().uuid])
    refused = anna.post(url, {"because": "over"}, follow=True).content.decode()
    assert "Only operators and administrators" in refused
    omar.post(url, {"because": "over"})
    assert Exclusion.objects.get().state == ExclusionState.LIFTED
    assert "Nobody is left out today." in text(omar, reverse("exclusions"))


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(cast: Cast, irina: Contact) -> None:
    anna = as_(cast.anna.user)
    answer = anna.post(new(irina), said(words="Mine to keep", span="day"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Name the day" in page and "Mine to keep" in page
    past = anna.post(new(irina), said(span="day", ends_on="2026-11-01"))
    assert past.status_code == 422 and "Name a later day." in past.content.decode()
    assert not Exclusion.objects.exists()


def test_only_ones_own_clients(cast: Cast, irina: Contact) -> None:
    oleg = as_(cast.oleg.user)
    assert oleg.get(new(irina)).status_code == 404
    assert oleg.get(f"{reverse('exclusion_new')}?account={cast.account.uuid}").status_code == 404
    assert oleg.get(reverse("exclusion_new")).status_code == 404
    as_(cast.anna.user).post(new(irina), said())
    assert "Irina" not in text(oleg, reverse("exclusions"))
    boss = as_(factories.login("boss", Role.MANAGEMENT))
    assert boss.get(new(irina)).status_code == 403
    assert "Leave this client out" not in text(boss, reverse("account", args=[cast.account.uuid]))


def test_a_whole_client_names_how_many_people(cast: Cast, irina: Contact) -> None:
    page = text(as_(cast.anna.user), f"{reverse('exclusion_new')}?account={cast.account.uuid}")
    assert "Leave Alfa out of all surveys for a time: 2 people" in page
    assert "because it is a whole client" in page
    url = f"{reverse('exclusion_new')}?account={cast.account.uuid}"
    as_(cast.anna.user).post(url, said())
    listed = text(as_(cast.anna.user), reverse("exclusions"))
    assert "1 request to leave somebody out waits for a decision." in listed and "the whole client" in listed
    assert "the whole client" in text(as_(factories.login("omar", Role.OPERATOR)), reverse("today"))
