from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from surveys import tokens
from surveys.actions import sending, suppressing
from surveys.models import Invitation, MessageState, Suppression, TokenPurpose
from tests.surveys import asked, invited

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(now: datetime) -> Client:
    """A mail provider's machine: no cookie, no page, strict about CSRF."""
    return Client(enforce_csrf_checks=True)


def address_of(invitation: Invitation) -> str:
    return f"/u/{tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)}"


@pytest.fixture
def invitation(now: datetime) -> Iterator[Invitation]:
    with time_machine.travel(now, tick=False):
        yield invited.invite(now, remind_after_days=5)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(stranger: Client, invitation: Invitation, method: str) -> None:
    response = getattr(stranger, method)(address_of(invitation))
    assert response.status_code == 200
    assert not Suppression.objects.exists()
    assert invited.mail(invitation).state == MessageState.PLANNED
    if method == "get":
        html = response.content.decode()
        assert '<form method="post"' in html
        assert "Do not ask me again" in html
        assert "elena@alfa.example" in html


def test_one_post_is_enough(stranger: Client, invitation: Invitation, now: datetime) -> None:
    response = stranger.post(
        address_of(invitation),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 200
    assert "We will not ask you again" in response.content.decode()
    assert "One-Click" not in response.content.decode()
    row = Suppression.objects.get()
    assert (row.address_hmac, row.kind, row.reason) == (
        suppressing.hmac_of("elena@alfa.example"),
        "",
        "unsubscribed",
    )
    assert {invited.mail(invitation, number).state for number in (0, 1)} == {MessageState.SUPPRESSED}
    assert sending.claim(owner="w", limit=9, now=now + timedelta(days=6)).mails == ()
    again = stranger.post(address_of(invitation))
    assert (again.status_code, Suppression.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=us-ascii", "List-Unsubscribe=One-Click"),
        ("application/x-www-form-urlencoded", "&".join(["List-Unsubscribe=One-Click"] * 2000)),
        ("multipart/form-data", "List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", "--x"),
        ("application/json", "["),
    ],
)
def test_however_a_machine_writes_its_post_it_counts(
    stranger: Client, invitation: Invitation, kind: str, body: str
) -> None:
    response = stranger.post(address_of(invitation), body, content_type=kind)
    assert (response.status_code, Suppression.objects.count()) == (200, 1)


def test_it_speaks_the_invitations_language(stranger: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        russian = invited.invite(now, language="ru")
        html = stranger.get(address_of(russian)).content.decode()
    assert 'lang="ru"' in html
    assert "Больше не спрашивать" in html


def test_a_new_survey_reaches_the_address_no_more(
    stranger: Client, invitation: Invitation, now: datetime
) -> None:
    stranger.post(address_of(invitation))
    later = invited.invite(now, address="Elena@Alfa.Example")
    assert sending.claim(owner="w", limit=9, now=now).mails == ()
    assert invited.mail(later).state == MessageState.SUPPRESSED


def test_other_links_and_nonsense_get_the_same_page(stranger: Client, invitation: Invitation) -> None:
    foreign = asked.path(invitation).replace("/s/", "/u/")
    answers = [stranger.post(path) for path in (foreign, "/u/" + "a" * 32, "/u/x")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not Suppression.objects.exists()


def test_the_link_stays_private(stranger: Client, invitation: Invitation) -> None:
    response = stranger.get(address_of(invitation))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
