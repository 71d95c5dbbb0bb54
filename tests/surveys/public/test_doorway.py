"""When it is our fault: the person is told, and what they wrote is theirs to send again."""

from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation
from surveys.public import visits
from tests.surveys import asked
from tests.surveys.asked import OVERALL, hidden, path

pytestmark = pytest.mark.django_db
WORDS = 'First line\nsecond line, "quoted" & <b>bold</b>'


@pytest.fixture
def invitation() -> Invitation:
    now = timezone.now()
    return asked.invitation(asked.published("periodic-csi", now=now), now=now)


def test_a_page_without_database_asks_to_wait(client: Client, invitation: Invitation) -> None:
    with mock.patch.object(visits, "find", side_effect=OperationalError("gone")):
        reply = client.get(path(invitation))
    assert (reply.status_code, reply["Retry-After"]) == (503, "30")
    assert "Wait a minute" in reply.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "kept in this page"), ("ru", "сохранены на этой странице")]
)
def test_what_was_posted_stays_in_the_page(
    client: Client, invitation: Invitation, language: str, words: str
) -> None:
    fields = hidden(client.get(f"{path(invitation)}?lang={language}").content.decode())
    given = fields | OVERALL | {"change_first": WORDS}
    with mock.patch.object(visits, "find", side_effect=OperationalError("gone")):
        reply = client.post(path(invitation), given)

    html = reply.content.decode()
    assert reply.status_code == 503 and words in html
    assert 'name="overall">\n8</textarea>' in html
    assert f'name="_nonce">\n{fields["_nonce"]}</textarea>' in html
    assert "second line, &quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>bold" not in html
    assert client.post(path(invitation), given).status_code == 303  # the same fields, once it is back


def test_too_much_is_said_kindly(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    reply = client.post(path(invitation), fields | OVERALL | {"change_first": "x" * 3_000_000})
    assert reply.status_code == 413
    assert "larger than this form allows" in reply.content.decode()


@pytest.mark.parametrize("address", ["/s/a%00", "/c/a%00", "/w/a%00", "/w/a%00.js", "/s/logo/a%00"])
def test_an_address_that_cannot_be_stored_is_unknown(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404
