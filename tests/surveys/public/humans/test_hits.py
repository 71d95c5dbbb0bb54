"""Programs that only look change nothing, cost little, and are counted by the day and kind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as NoBroker

from surveys import queries
from surveys.actions.answering import discarding
from surveys.models import DiscardedHits, Invitation, Response
from surveys.rendering import pages
from tests.surveys import asked
from tests.surveys.asked import OVERALL, hidden, path

pytestmark = pytest.mark.django_db
AHEAD = [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch")]


@pytest.fixture
def invitation() -> Iterator[Invitation]:
    cache.clear()
    now = timezone.now()
    yield asked.invitation(asked.published("periodic-csi", now=now), now=now)
    cache.clear()


def counted(invitation: Invitation) -> dict[str, int]:
    cache.delete("discarded:stored")
    discarding.store(now=timezone.now())
    return queries.discarded_hits(invitation.version.survey, timezone.now().date() - timedelta(days=1))


def test_a_head_is_answered_without_making_the_page(client: Client, invitation: Invitation) -> None:
    with mock.patch.object(pages, "render") as render:
        reply = client.head(f"{path(invitation)}?a=3")

    assert (reply.status_code, reply.content, render.called) == (200, b"", False)
    assert reply["Cache-Control"] == "no-store, private"
    assert counted(invitation) == {"head": 1}


@pytest.mark.parametrize(("name", "value"), AHEAD)
def test_fetching_ahead_is_counted_and_remembers_no_link(
    client: Client, invitation: Invitation, name: str, value: str
) -> None:
    for number in range(1, 11):
        assert client.get(f"{path(invitation)}?a={number}", headers={name: value}).status_code == 200

    assert counted(invitation) == {"prefetch": 10}
    assert Response.objects.count() == 0


def test_all_links_of_a_mail_fetched_is_a_scanner(client: Client, invitation: Invitation) -> None:
    for number in (7, 8, 8, 7, 9):
        client.get(f"{path(invitation)}?a={number}")
    assert counted(invitation) == {}
    for number in range(1, 11):
        client.get(f"{path(invitation)}?a={number}")
    assert counted(invitation)["scanner"] == 10


def test_a_forged_post_is_counted(client: Client, invitation: Invitation) -> None:
    fields = hidden(client.get(path(invitation)).content.decode())
    client.post(path(invitation), fields | OVERALL | {"_nonce": "made up"})
    assert counted(invitation) == {"forged": 1}


def test_sums_are_stored_once_and_add_up(client: Client, invitation: Invitation) -> None:
    client.head(path(invitation))
    assert counted(invitation) == {"head": 1}
    assert counted(invitation) == {"head": 1}
    for _ in range(3):
        client.head(path(invitation))
    assert counted(invitation) == {"head": 4}
    assert DiscardedHits.objects.count() == 1


def test_a_dead_cache_costs_nothing(client: Client, invitation: Invitation) -> None:
    dead: dict[str, Any] = dict.fromkeys(("add", "incr", "set", "get_many"), mock.DEFAULT)
    with mock.patch.multiple(cache, **dead) as methods:
        for method in methods.values():
            method.side_effect = NoBroker
        assert client.head(path(invitation)).status_code == 200
        assert client.get(f"{path(invitation)}?a=4").status_code == 200
        assert discarding.store(now=timezone.now()) == 0
