"""Goal S1: personalised mails a second by two workers, claimed and marked, against bare smtplib."""

import multiprocessing
import os
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from surveys.actions import delivering, inviting
from surveys.models import Message
from tests.surveys import asked, invited

MAILS, WORKERS = 2000, 2
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def sink(settings: Settings) -> Iterator[int]:
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.sink"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MAIL_LOOKUP_URL = "http://127.0.0.1:9"  # asked about doubts only; there are none here
    yield port
    process.terminate()
    process.wait()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Mails a second over all workers, and milliseconds of their CPU a mail."""
    connection.close()  # each worker opens its own
    workers = [FORK.Process(target=work) for _ in range(WORKERS)]
    cpu, wall = _cpu_of_children(), time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    rate = MAILS / (time.perf_counter() - wall)
    assert not any(worker.exitcode for worker in workers)
    return rate, 1000 * (_cpu_of_children() - cpu) / MAILS


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bare(port: int, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, "bench") as smtp:
        for number in range(MAILS // WORKERS):
            smtp.sendmail("a@ours.example", [f"c{number}@client.example"], content)


def send() -> None:
    delivering.deliver(owner=f"bench:{os.getpid()}", clock=timezone.now, most=MAILS)


def plan(round: int) -> None:
    now = timezone.now()
    version = asked.published("post-sale", now=now)
    wishes = [
        inviting.Wish(
            version=version,
            address=f"c{round}-{number}@client.example",
            language="ru" if number % 2 else "en",
            kind="post_sale",
            facts=asked.FACTS | {"contact_name": f"Елена Иванова {number}"},
            zone="Europe/Berlin",
            not_before_at=now,
            expires_at=now + timedelta(days=14),
        )
        for number in range(MAILS)
    ]
    inviting.invite_all(batch=invited.batch(now), wishes=wishes, now=now)


@pytest.mark.django_db(transaction=True)
def test_sending(sink: int) -> None:
    content = b"Subject: x\r\n\r\n" + b"0123456789 " * 1900
    print(f"\n{WORKERS} workers{'mails/s':>11} {'ms CPU/mail':>12}")
    for round in range(3):
        plan(round)
        rate, cpu = timed(lambda: bare(sink, content))
        ours, our_cpu = timed(send)
        print(
            f"smtplib {rate:12.0f} {cpu:12.2f}\nBarometer {ours:10.0f} {our_cpu:12.2f}"
            f"   {ours / rate:.2f}x (goal 0.5x, 0.5 ms)"
        )
    assert Message.objects.filter(state="accepted").count() == 3 * MAILS
