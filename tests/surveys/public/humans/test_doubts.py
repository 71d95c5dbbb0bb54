"""Programs that fill in forms: their answers are kept, marked, and named; people's are not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as NoBroker

from surveys.models import Invitation, Message, Response, Verdict
from surveys.public.humans import nonce
from tests.surveys import asked
from tests.surveys.asked import AHEAD, OVERALL, SIX, hidden, path

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Iterator[Invitation]:
    now = timezone.now()
    yield asked.invitation(asked.published("periodic-csi", now=now), now=now)
    cache.clear()


def answer(invitation: Invitation, *, seconds_a_page: float, **extra: str) -> Response:
    """Walk through the three pages at a steady pace."""
    client, moment = Client(), timezone.now()
    for given in (OVERALL, SIX, AHEAD | extra):
        with at(moment):
            fields = hidden(client.get(path(invitation)).content.decode())
        moment += timedelta(seconds=seconds_a_page)
        with at(moment):
            client.post(path(invitation), fields | given)
    return Response.objects.get()


def at(moment: datetime) -> "mock._patch[mock.Mock]":
    return mock.patch("django.utils.timezone.now", return_value=moment)


def test_a_person_is_not_doubted(invitation: Invitation) -> None:
    response = answer(invitation, seconds_a_page=4)

    assert (response.verdict, response.doubts) == (Verdict.COUNTS, [])


def test_a_script_is_too_fast(invitation: Invitation) -> None:
    response = answer(invitation, seconds_a_page=0.5)

    assert (response.verdict, response.doubts) == (Verdict.DOUBTFUL, ["too_fast"])
    assert response.submitted_at


def test_a_filled_trap_is_noticed(invitation: Invitation) -> None:
    response = answer(invitation, seconds_a_page=4, **{"web-site": "https://spam.example"})

    assert (response.verdict, response.doubts) == (Verdict.DOUBTFUL, ["honeypot"])


def test_all_links_fetched_is_noticed_and_a_hesitating_person_is_not(invitation: Invitation) -> None:
    for number in (7, 8, 8):
        Client().get(f"{path(invitation)}?a={number}")
    assert answer(invitation, seconds_a_page=4).doubts == []

    scanned = asked.invitation(invitation.version, now=timezone.now())
    Response.objects.all().delete()
    for number in range(1, 11):
        Client().get(f"{path(scanned)}?a={number}")
    assert answer(scanned, seconds_a_page=4).doubts == ["all_links_fetched"]


def test_a_gateway_that_fetches_all_links_casts_no_doubt_on_the_person(invitation: Invitation) -> None:
    for number in range(1, 11):
        Client(headers={"user-agent": "MailGuard/3"}).get(f"{path(invitation)}?a={number}")

    assert answer(invitation, seconds_a_page=4).doubts == []


def test_opened_at_the_moment_of_delivery_is_noticed(invitation: Invitation) -> None:
    now = timezone.now()
    Message.objects.create(
        invitation=invitation, number=0, state="accepted", due_at=now, changed_at=now, accepted_at=now
    )

    assert answer(invitation, seconds_a_page=4).doubts == ["opened_at_once"]


def test_a_dead_cache_costs_no_page(invitation: Invitation) -> None:
    with (
        mock.patch.object(cache, "set", side_effect=NoBroker),
        mock.patch.object(cache, "get_many", side_effect=NoBroker),
    ):
        assert Client().get(f"{path(invitation)}?a=3").status_code == 200
        assert answer(invitation, seconds_a_page=4).doubts == []


def test_a_submit_needs_the_pages_own_nonce(client: Client, invitation: Invitation) -> None:
    now = timezone.now()
    other = asked.invitation(invitation.version, now=now)
    fields = hidden(client.get(path(invitation)).content.decode())
    forged = fields["_nonce"][:-1] + ("A" if fields["_nonce"][-1] != "A" else "B")
    for wrong in ("", forged, nonce.make(other.uuid.hex, 0, now), nonce.make(invitation.uuid.hex, 1, now)):
        refused = client.post(path(invitation), fields | OVERALL | {"_nonce": wrong})
        assert refused.status_code == 422
        assert 'id="overall-8" checked' in refused.content.decode()  # nothing typed is lost
        assert "open for a long time" in refused.content.decode()
    assert Response.objects.count() == 0
    assert client.post(path(invitation), hidden(refused.content.decode()) | OVERALL).status_code == 303


def test_hostile_fields_are_no_server_error(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    for name in ("_page", "_lang", "_sequence", "_submission", "_nonce", "overall"):
        for value in ("", "-1", "999999999999999999999", "x" * 5000, "\x00", "٣", "[]", "1e400"):
            reply = client.post(path(invitation), fields | OVERALL | {name: value})
            assert reply.status_code in (303, 422), (name, value)
