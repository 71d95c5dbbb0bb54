"""Many clients at once: who is asked, and how requests reach the server in the same moment."""

import http.client
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils import timezone

from surveys.actions import inviting
from surveys.models import Invitation
from tests.surveys import asked, invited

AT_ONCE = 8


@dataclass(frozen=True)
class Crowd:
    tokens: int
    agents: int
    browsers: int
    people: int


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    body: str


def invite(number: int, survey: str = "pulse") -> list[Invitation]:
    """So many people, asked by mail at this moment."""
    now = timezone.now()
    version = asked.published(survey, now=now)
    wish = inviting.Wish(
        version=version,
        address="",
        language="en",
        kind=version.survey.kind,
        facts=asked.FACTS,
        zone="Europe/Berlin",
        not_before_at=now,
        expires_at=now + timedelta(days=14),
    )
    wishes = [
        inviting.Wish(**{**wish.__dict__, "address": f"contact{each}@client.example"})
        for each in range(number)
    ]
    return inviting.invite_all(batch=invited.batch(now), wishes=wishes, now=now)


def request(
    method: str,
    address: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """One request on a connection of its own, as different people's come."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(str(url.hostname), url.port or 80, timeout=60)
    try:
        connection.request(
            method,
            f"{url.path}?{url.query}" if url.query else url.path,
            body=urlencode(fields) if fields is not None else None,
            headers={"Content-Type": "application/x-www-form-urlencoded", **(headers or {})},
        )
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
        return Reply(response.status, response.headers.get("Location", ""), body)
    finally:
        connection.close()


def together(requests: Sequence[Callable[[], Reply]]) -> list[Reply]:
    """All start in the same moment."""
    barrier, replies = threading.Barrier(len(requests)), []

    def run(send: Callable[[], Reply]) -> None:
        barrier.wait(timeout=60)
        replies.append(send())

    threads = [threading.Thread(target=run, args=(send,)) for send in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return replies


def all_of(work: Callable[[Any], Any], each: Sequence[Any]) -> list[Any]:
    """The work done for each, several at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, each))
