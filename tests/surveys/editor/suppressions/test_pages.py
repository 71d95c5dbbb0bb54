"""Addresses that are not written to: looked up, added, lifted with a reason, taken over out of a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from csat.access import Role
from surveys.actions import suppressing
from surveys.models import Suppression
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "irina@client.example"


@pytest.fixture
def olga(client: Client) -> Client:
    client.force_login(factories.login("olga", Role.OPERATOR))
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def looked_up(client: Client, address: str) -> str:
    page = client.post(reverse("suppressions"), {"do": "find", "address": address})
    return " ".join(page.content.decode().split())


def test_why_an_address_is_not_written_to(olga: Client, now) -> None:
    assert "Every address may be written to." in text(olga, reverse("suppressions"))
    assert f"Nothing keeps us from writing to {ADDRESS}." in looked_up(olga, ADDRESS)
    suppressing.suppress(address=ADDRESS, reason=suppressing.BOUNCED, now=now, note="550 5.1.1 no such user")
    page = looked_up(olga, "IRINA@client.example ")
    assert "is not written to." in page and "Mails came back" in page and "550 5.1.1" in page
    assert "1 address is not written to." in text(olga, reverse("suppressions"))


def test_added_by_hand_with_a_reason(olga: Client) -> None:
    url = reverse("suppressions")
    refused = olga.post(url, {"do": "add", "address": "nobody", "note": "called"})
    assert refused.status_code == 422 and not Suppression.objects.exists()
    assert olga.post(url, {"do": "add", "address": ADDRESS}).status_code == 422
    olga.post(url, {"do": "add", "address": ADDRESS, "note": "called us"})
    row = Suppression.objects.get()
    assert (row.reason, row.note, row.created_by.username) == ("by_hand", "called us", "olga@ours.example")
    twice = olga.post(url, {"do": "add", "address": ADDRESS, "note": "again"})
    assert twice.status_code == 422 and "on the list already" in twice.content.decode()


def test_lifting_asks_twice_and_for_a_reason(olga: Client, now) -> None:
    suppressing.suppress(address=ADDRESS, reason=suppressing.UNSUBSCRIBED, now=now)
    row = Suppression.objects.get()
    url = reverse("suppression_lift", args=[row.uuid])
    assert "This person opted out by themselves." in text(olga, url)
    for said in ({"because": "wants it"}, {"sure": "on"}):
        assert olga.post(url, said).status_code == 422
    assert suppressing.standing_of(ADDRESS)
    olga.post(url, {"because": "asked us by phone", "sure": "on"})
    row.refresh_from_db()
    assert row.lifted_because == "asked us by phone" and not suppressing.standing_of(ADDRESS)
    assert "taken off the list already" in text(olga, url)


def test_who_was_erased_stays(olga: Client, now) -> None:
    suppressing.suppress(address=ADDRESS, reason=suppressing.ERASED, now=now)
    url = reverse("suppression_lift", args=[Suppression.objects.get().uuid])
    assert "This cannot be lifted." in text(olga, url)
    assert olga.post(url, {"because": "please", "sure": "on"}).status_code == 422
    assert suppressing.standing_of(ADDRESS)


def test_a_file_is_taken_over_whole_or_not_at_all(olga: Client) -> None:
    url = reverse("suppressions_import")
    bad = SimpleUploadedFile("list.csv", f"email,reason\n{ADDRESS},bounced\nnobody,bounced\n".encode())
    page = olga.post(url, {"file": bad})
    assert page.status_code == 422 and "Row </span>3" in page.content.decode()
    assert not Suppression.objects.exists()
    good = SimpleUploadedFile("list.csv", f"email,reason\n{ADDRESS},bounced\n".encode())
    page = olga.post(url, {"file": good}, follow=True).content.decode()
    assert "Rows: 1, new on the list: 1" in page
    narrowed = text(olga, reverse("suppressions") + "?reason=bounced&kind=")
    assert "known by its code only" in narrowed
    assert "by themselves" in text(olga, reverse("suppressions") + "?reason=complained&kind=")


def test_only_for_those_who_edit_surveys(client: Client) -> None:
    client.force_login(factories.login("anna", Role.MANAGER))
    for name in ("suppressions", "suppressions_import"):
        assert client.get(reverse(name)).status_code == 403
