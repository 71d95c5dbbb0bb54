"""Five presses at the same moment are one answer, with a ticket and without a name."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from surveys.actions.collecting import tickets
from surveys.models import Collector, CollectorDay, Response, UnsealedAnswer
from tests.surveys import asked
from tests.surveys.asked import AHEAD, OVERALL, SIX
from tests.surveys.public.collectors.test_nameless import hidden
from tests.surveys.public.collectors.test_shared import form

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 5


@pytest.fixture(autouse=True)
def no_floods() -> None:
    cache.clear()


def at_once(do: Callable[[int], Any]) -> list[Any]:
    """What came of doing it in so many threads that all wait for each other first."""
    gate, found = threading.Barrier(AT_ONCE), []

    def run(number: int) -> None:
        gate.wait(10)
        try:
            found.append(do(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_one_ticket_is_one_response() -> None:
    now = timezone.now()
    collector = asked.collector(asked.published("periodic-csi", now=now), now=now)
    path, fields = form(Client(), f"/c/{collector.slug}")
    first = at_once(lambda _: Client().post(path, fields | OVERALL))
    # Whoever read before the first had committed is shown the page again, with what was typed.
    assert {303} <= {reply.status_code for reply in first} <= {303, 422}
    assert Response.objects.count() == 1

    path, fields = form(Client(), path)
    path, fields = form(Client(), Client().post(path, fields | SIX)["Location"])
    last = at_once(lambda _: Client().post(path, fields | AHEAD))

    assert {(reply.status_code, reply["Location"]) for reply in last} == {(303, f"{path}?lang=en")}
    assert Response.objects.get().revision == 1


def slowly_counted(*, collector_id: int) -> int:
    """Counts, and leaves the others time to count as well before anything comes of it."""
    found = Response.objects.filter(collector_id=collector_id, submitted_at__isnull=False).count()
    time.sleep(0.2)
    return found


def test_the_last_place_is_taken_once() -> None:
    now = timezone.now()
    version = asked.published("nps", now=now)
    collector = asked.collector(version, now=now, most_answers=2)
    ready = []
    for _ in range(AT_ONCE):
        path, fields = form(Client(), f"/c/{collector.slug}")
        reply = Client().post(path, fields | {"nps": "9"})
        ready.append(form(Client(), reply["Location"]))
    with mock.patch.object(tickets, "answered", slowly_counted):
        replies = at_once(lambda number: Client().post(ready[number][0], ready[number][1]))

    assert sorted(reply.status_code for reply in replies) == [303, 303, 410, 410, 410]
    assert Response.objects.filter(submitted_at__isnull=False).count() == 2


def last_pages(address: str) -> tuple[str, list[dict[str, str]]]:
    """The last page, opened as often as it will be sent: each with a submission id of its own."""
    found = []
    for _ in range(AT_ONCE):
        path, fields = form(Client(), address)
        carried = {name: unescape(value) for name, value in fields.items()}
        second = Client().post(path, carried | {"mood": "4"})
        found.append(hidden(second.content.decode()))
    return path, found


def later() -> Any:
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(seconds=9))


def test_one_invitation_is_one_answer_without_a_name() -> None:
    now = timezone.now()
    invitation = asked.invitation(asked.nameless(now=now), now=now, department="Plant")
    path, fields = last_pages(asked.path(invitation))
    with later():
        replies = at_once(lambda number: Client().post(path, fields[number]))

    assert {reply.status_code for reply in replies} == {303}
    assert UnsealedAnswer.objects.count() == 1


def test_the_same_page_of_a_shared_link_is_one_answer_without_a_name() -> None:
    now = timezone.now()
    collector = asked.collector(asked.nameless(now=now), now=now)
    path, fields = last_pages(f"/c/{collector.slug}")
    with later():
        replies = at_once(lambda _: Client().post(path, fields[0]))

    assert {reply.status_code for reply in replies} == {303}
    assert UnsealedAnswer.objects.count() == CollectorDay.objects.get().hits == 1
    assert Collector.objects.count() == 1
