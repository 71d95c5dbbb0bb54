"""Goal S1: personalised mails a second, claimed and marked durably, against bare persistent smtplib."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from surveys.actions import delivering, inviting
from surveys.models import Message
from tests.surveys import asked, invited

MAILS = 1000


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
    """Mails a second, and milliseconds of this process's CPU a mail."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return MAILS / (time.perf_counter() - wall), 1000 * (time.process_time() - cpu) / MAILS


def bare(port: int, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, "bench") as smtp:
        for number in range(MAILS):
            smtp.sendmail("a@ours.example", [f"c{number}@client.example"], content)


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
    print(f"\n{'mails/s':>20} {'ms CPU/mail':>12}")
    for round in range(3):
        plan(round)
        rate, cpu = timed(lambda: bare(sink, content))
        ours, our_cpu = timed(lambda: delivering.deliver(owner="bench", clock=timezone.now, most=MAILS))
        print(
            f"smtplib {rate:12.0f} {cpu:12.2f}\nBarometer {ours:10.0f} {our_cpu:12.2f}"
            f"   {ours / rate:.2f}x (goal 0.5x, 0.5 ms)"
        )
    assert Message.objects.filter(state="accepted").count() == 3 * MAILS
