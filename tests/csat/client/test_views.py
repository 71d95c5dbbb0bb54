"""The page on which a person sees all that we hold, takes it away, and erases it in two steps."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from csat.customers.models import Contact
from surveys import tokens
from surveys.actions import links, uploading
from surveys.models import Invitation, Response, Suppression, Token, TokenPurpose, Upload
from tests.csat import answered
from tests.csat.client.erasing.test_action import PHOTO
from tests.factories import AccountFactory, ContactFactory
from tests.real.browser import OpenPage, assert_accessible
from tests.surveys import asked

pytestmark = pytest.mark.django_db
WORDS = "The pallets came broken, twice"


def held(language: str = "en", **contact: Any) -> Invitation:
    """Somebody who answered, and changed their mind about it."""
    asked.brand()
    now = timezone.now()
    person = ContactFactory(
        account=AccountFactory(name="Alfa GmbH"),
        name="Elena Ivanova",
        email="elena@alfa.example",
        phone="+49 30 12",
        language=language,
        **contact,
    )
    response = answered.heard(person, 4, at=now, words=WORDS, wish="yes", phone="+49 30 12")
    response.answers |= {"overall": 6}
    response.revision = 2
    response.save()
    response.revisions.create(revision=2, answers=response.answers, cause="changed", created_at=now)
    invitation: Invitation = response.invitation
    purposes = (TokenPurpose.MY_DATA, TokenPurpose.ANSWER, TokenPurpose.UNSUBSCRIBE)
    links.issue(invitation=invitation, purposes=purposes, expires_at=invitation.expires_at)
    return invitation


def address(invitation: Invitation) -> str:
    return tokens.path(TokenPurpose.MY_DATA, invitation.uuid)


def test_everything_is_shown_word_for_word(client: Client) -> None:
    invitation = held()
    html = client.get(address(invitation)).content.decode()
    for wanted in (
        "Elena Ivanova",
        "elena@alfa.example",
        "+49 30 12",
        "Alfa GmbH",
        WORDS,
        "4 of 10",
        "6 of 10",
    ):
        assert wanted in html, wanted
    assert "Changed on" in html and "Your answers of" in html
    assert "Что мы храним о вас" in client.get(f"{address(invitation)}?lang=ru").content.decode()


def test_looking_changes_nothing_and_keeps_to_itself(client: Client) -> None:
    invitation = held()
    for method in ("get", "head"):
        reply = getattr(client, method)(address(invitation))
        assert (reply.status_code, reply["Referrer-Policy"]) == (200, "no-referrer")
        assert "no-store" in reply["Cache-Control"] and not reply.cookies
    client.get(f"{address(invitation)}?step=erase")
    assert Contact.objects.get().name == "Elena Ivanova"


def test_it_can_be_taken_away(client: Client) -> None:
    invitation = held()
    reply = client.get(f"{address(invitation)}/my-data.json")
    found = json.loads(reply.content)
    assert reply["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert found["entries"][0]["email"] == "elena@alfa.example"
    assert WORDS in reply.content.decode()


def test_files_come_back_to_their_person_only(client: Client) -> None:
    mine, now = held(), timezone.now()
    uploading.keep(asked=mine, question=PHOTO, name="счёт.txt", content=b"hello", now=now)
    uuid = Upload.objects.get().uuid
    reply = client.get(f"{address(mine)}/files/{uuid}")
    assert reply.content == b"hello"
    assert "attachment" in reply["Content-Disposition"] and reply["X-Content-Type-Options"] == "nosniff"
    stranger = asked.invitation(mine.version, now=now)
    Invitation.objects.filter(id=stranger.id).update(address="boris@beta.example")
    links.issue(invitation=stranger, purposes=[TokenPurpose.MY_DATA], expires_at=stranger.expires_at)
    assert client.get(f"{address(stranger)}/files/{uuid}").status_code == 404


def step(client: Client, invitation: Invitation, name: str, nonce: str | None = None) -> Any:
    fields = asked.hidden(client.get(address(invitation)).content.decode())
    return client.post(address(invitation), {"_nonce": nonce or fields["_nonce"], "step": name})


def test_erasing_takes_two_steps(client: Client) -> None:
    invitation = held()
    sure = step(client, invitation, "ask")
    assert "Erase everything that shows who you are?" in sure.content.decode()
    assert Contact.objects.get().name == "Elena Ivanova"

    done = client.post(
        address(invitation), {"_nonce": asked.hidden(sure.content.decode())["_nonce"], "step": "erase"}
    )

    assert "Your data are erased" in done.content.decode()
    assert Contact.objects.get().email is None
    assert WORDS not in json.dumps(list(Response.objects.values_list("answers", flat=True)))
    for purpose in (TokenPurpose.MY_DATA, TokenPurpose.ANSWER):
        assert client.get(tokens.path(purpose, invitation.uuid)).status_code == 404
    unsubscribe = client.post(tokens.path(TokenPurpose.UNSUBSCRIBE, invitation.uuid))
    assert "No survey is sent to you any more" in unsubscribe.content.decode()
    assert Suppression.objects.count() == 1


def test_a_foreign_page_erases_nothing(client: Client) -> None:
    invitation, old = held(), timezone.now()
    other = asked.invitation(invitation.version, now=old)
    links.issue(invitation=other, purposes=[TokenPurpose.MY_DATA], expires_at=other.expires_at)
    foreign = asked.hidden(client.get(address(other)).content.decode())["_nonce"]
    for nonce in ("x", foreign):
        assert step(client, invitation, "erase", nonce).status_code == 200
    mine = asked.hidden(client.get(address(invitation)).content.decode())["_nonce"]
    with time_machine.travel(old + timedelta(seconds=4000), tick=False):
        client.post(address(invitation), {"_nonce": mine, "step": "erase"})
    assert Contact.objects.get(name="Elena Ivanova")


def test_links_that_open_nothing_are_all_alike(client: Client) -> None:
    invitation = held()
    answer = tokens.text(TokenPurpose.ANSWER, invitation.uuid)
    replies = [client.get(f"/me/{token}") for token in ("x", answer, "я" * 32)]
    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.content for reply in replies}) == 1


def test_every_invitation_has_its_link(client: Client, now: datetime) -> None:
    invitation = held()
    html = client.get(tokens.path(TokenPurpose.ANSWER, invitation.uuid)).content.decode()
    assert f'href="{address(invitation)}">What we hold about you' in html
    assert Token.objects.filter(purpose=TokenPurpose.MY_DATA).count() == 1


def test_the_command_asks_first(capsys: pytest.CaptureFixture[str]) -> None:
    held()
    call_command("erase_person", "Elena@Alfa.example")
    assert "1 contacts and 1 invitations" in capsys.readouterr().out
    assert Contact.objects.get().email
    call_command("erase_person", "Elena@Alfa.example", "--yes")
    assert Contact.objects.get().email is None
    with pytest.raises(CommandError, match="Nobody is known"):
        call_command("erase_person", "elena@alfa.example", "--yes")


@pytest.mark.parametrize(("width", "is_dark", "language"), [(390, True, "ru"), (1280, False, "en")])
def test_axe_finds_nothing(
    site: LiveServer, open_page: OpenPage, width: int, is_dark: bool, language: str
) -> None:
    invitation = held(language)
    page = open_page(width=width, is_dark=is_dark, language=language)
    page.goto(f"{site.url}{address(invitation)}?lang={language}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("button").click()
    assert_accessible(page)
    page.locator("button").click()
    page.locator("h1").wait_for()
    assert_accessible(page)
