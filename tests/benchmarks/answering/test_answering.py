"""Goals A1, A3 and A4: GET of the form and POST of its last page against the least that Django can do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from surveys.actions import links, publishing
from surveys.models import Invitation, Response, Survey, SurveyVersion, TokenPurpose
from surveys.public.humans import nonce
from tests.benchmarks.answering import servers, tables
from tests.surveys import asked

ROUNDS, SECONDS = 5, 4.0
MOST_A_SECOND = 1500
QUESTIONS = ("one", "two", "three", "four", "five", "six")
GIVEN = dict(zip(QUESTIONS, ("4", "9", "4", "7", "10", "6"), strict=True))
BOTH = {"en": "Words", "ru": "Слова"}


@dataclass(frozen=True)
class Measured:
    number: int
    rate: float
    p50: float
    p99: float
    cpu: float  # milliseconds of server and PostgreSQL a request


def one_page(now: datetime) -> SurveyVersion:
    """Six scales on one page: what the limit asks."""
    document = {
        "format": 1,
        "key": "bench",
        "kind": "periodic",
        "name": BOTH,
        "title": BOTH,
        "minutes": 2,
        "languages": ["en", "ru"],
        "scales": {"s10": {"from": 1, "to": 10, "low": BOTH, "high": BOTH}},
        "pages": [
            {
                "key": "only",
                "questions": [
                    {"key": key, "type": "scale", "scale": "s10", "text": BOTH, "cannot_judge": True}
                    for key in QUESTIONS
                ],
            }
        ],
    }
    survey = Survey.objects.create(key="bench", title="Bench", kind="periodic", draft=document)
    return publishing.publish(survey=survey, by=None, now=now)


def invite(version: SurveyVersion, number: int, now: datetime) -> list[Invitation]:
    first = asked.invitation(version, now=now)
    fields = {
        name: getattr(first, name)
        for name in ("batch_id", "version_id", "language", "kind", "facts", "zone", "not_before_at")
    }
    made = Invitation.objects.bulk_create(
        Invitation(
            **fields, address=f"c{n}@alfa.example", expires_at=now + timedelta(days=13), created_at=now
        )
        for n in range(number)
    )
    links.issue_all(invitations=made, purposes=(TokenPurpose.ANSWER,))
    return made


def form(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def posting(path: str, given: dict[str, str]) -> str:
    body = urlencode(given)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def submission(invitation: Invitation, opened_at: datetime) -> dict[str, str]:
    return GIVEN | {
        "_page": "1",
        "_lang": "en",
        "_nonce": nonce.make(invitation.uuid.hex, 0, opened_at),
        "_sequence": "1",
        "_submission": str(uuid4()),
    }


def backends() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in cursor.fetchall()}


def measure(
    server: servers.Server, requests: list[str], folder: Path, *, connections: int, again: bool
) -> Measured:
    file = folder / "requests.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.answering.load", str(server.port), str(connections)]
    before = server.cpu_seconds() + servers.backends_cpu_seconds(backends())
    told = subprocess.run(
        [*command, str(SECONDS), str(file), *(["--again"] if again else [])],
        check=True,
        stdout=subprocess.PIPE,
    )
    used = server.cpu_seconds() + servers.backends_cpu_seconds(backends()) - before
    found = json.loads(told.stdout)
    times = found["milliseconds"]
    assert set(found["statuses"]) <= {"200", "302", "303"}, found["statuses"]
    return Measured(
        number=len(times),
        rate=len(times) / found["elapsed"],
        p50=median(times),
        p99=times[int(0.99 * (len(times) - 1))],
        cpu=1000 * used / len(times),
    )


@pytest.fixture
def both(process_environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, servers.Server]]:
    with connection.cursor() as cursor:
        cursor.execute(tables.TABLES)
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(servers.served(name, program, process_environment, tmp_path))
            for name, program in (("limit", servers.LIMIT), ("Barometer", servers.OURS))
        }


@pytest.mark.parametrize("connections", [1, 16])
@pytest.mark.django_db(transaction=True)
def test_answering(both: dict[str, servers.Server], tmp_path: Path, connections: int) -> None:
    now = timezone.now()
    version = one_page(now)
    get: dict[str, list[Measured]] = {name: [] for name in both}
    post: dict[str, list[Measured]] = {name: [] for name in both}
    for round in range(ROUNDS):
        people = invite(version, int(SECONDS * MOST_A_SECOND), now)
        paths = [asked.path(person) for person in people]
        opened_at = now - timedelta(minutes=1)
        sends = [
            posting(path, submission(person, opened_at)) for path, person in zip(paths, people, strict=True)
        ]
        # The order turns, so that load from elsewhere falls on both.
        for name, server in list(both.items())[:: -1 if round % 2 else 1]:
            get[name].append(
                measure(server, list(map(form, paths)), tmp_path, connections=connections, again=True)
            )
            post[name].append(measure(server, sends, tmp_path, connections=connections, again=False))
    print(f"\n{connections} connections, medians of {ROUNDS} rounds, each beside its limit in the same round")
    say("GET form", get, "at least 0.4x the rate, at most 2.5x the CPU")
    say("POST last page", post, "at least 0.8x the rate, at most 1.5x the CPU, p99 at most 1.3x")
    stored = Response.objects.filter(submitted_at__isnull=False, verdict="counts").count()
    assert stored == sum(measured.number for measured in post["Barometer"])


def say(what: str, found: dict[str, list[Measured]], goal: str) -> None:
    for name, rounds in found.items():
        rate, p50, p99, cpu = (
            median(getattr(m, field) for m in rounds) for field in ("rate", "p50", "p99", "cpu")
        )
        print(
            f"{what:>16} {name:>10}: {rate:6.0f}/s  p50 {p50:6.2f} ms  p99 {p99:6.1f} ms  CPU {cpu:5.2f} ms"
        )
    pairs = list(zip(found["Barometer"], found["limit"], strict=True))
    rate, cpu, p99 = (
        median(getattr(a, field) / getattr(b, field) for a, b in pairs) for field in ("rate", "cpu", "p99")
    )
    print(f"{'':>16} ratios: rate {rate:.2f}x, CPU {cpu:.2f}x, p99 {p99:.2f}x ({goal})")
