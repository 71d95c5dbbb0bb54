"""A wave of invitations, real processes that send it, and what the mail server saw of it."""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from config.celery import app
from config.stack.mail.server import Server
from surveys import tasks
from surveys.actions import inviting
from surveys.models import Message, MessageState
from surveys.rendering.mails.personal import message_id
from tests.real.processes import Process, wait_until
from tests.surveys import asked

DONE = [MessageState.ACCEPTED, MessageState.DELIVERED]


@dataclass(frozen=True)
class Scale:
    mails: int
    kills: int
    lease_seconds: int
    settle_seconds: int

    @property
    def patience_seconds(self) -> float:
        """Sending takes 25 ms a mail, each kill at worst a lease, a settle time and two sweeps."""
        return 60 + self.mails * 0.08 + (self.kills + 1) * (self.lease_seconds + self.settle_seconds + 10)


@dataclass
class Wave:
    """The invitations of a test, sent by its processes to its mail server."""

    scale: Scale
    server: Server
    worker: Process
    sweeper: Process
    expected: set[str] = field(default_factory=set)
    begun: float = field(default_factory=time.monotonic)

    def plan(self) -> None:
        """Invite everybody, in both languages."""
        now = timezone.now()
        version = asked.published("post-sale", now=now)
        asked.brand()
        batch = inviting.open_batch(
            name="A wave",
            sender_name="Irina Belova",
            sender_title="Head of customer service",
            sender_address="irina.belova@meridian.example",
            reply_to_address="irina.belova@meridian.example",
            now=now,
        )
        wishes = [
            inviting.Wish(
                version=version,
                address=f"contact{number}@client.example",
                language="ru" if number % 2 else "en",
                kind="post_sale",
                facts=asked.FACTS | {"contact_name": f"Contact {number}"},
                zone="Europe/Berlin",
                not_before_at=now,
                expires_at=now + timedelta(days=14),
            )
            for number in range(self.scale.mails)
        ]
        inviting.invite_all(batch=batch, wishes=wishes, now=now)
        self.expected = {message_id(uuid) for uuid in Message.objects.values_list("uuid", flat=True)}

    def start(self) -> None:
        self.sweeper.start()
        self.worker.start()
        self.begun = time.monotonic()

    def kill_the_worker(self, seed: int = 0) -> None:
        """Its whole process group, time and again while the wave runs, in the middle of conversations."""
        dice = random.Random(seed)
        for share in sorted(dice.uniform(0.05, 0.95) for _ in range(self.scale.kills)):
            self.wait_until_taken(share)
            self.worker.kill()
            self.worker.start()

    def wait_until_taken(self, share: float) -> None:
        wanted = round(self.scale.mails * share)
        self._wait(lambda: self.server.box.count >= wanted, f"{wanted} different mails were taken")

    def wait_until_hinted(self) -> None:
        """Every mail is queued, and the broker holds the hints."""
        hints = -(-self.scale.mails // tasks.PER_TASK)
        planned = Message.objects.filter(state=MessageState.PLANNED)
        self._wait(lambda: not planned.exists() and broker().llen("celery") >= hints, "every mail is hinted")

    def drain(self) -> None:
        self._wait(
            lambda: not Message.objects.exclude(state__in=DONE).exists(), "every mail is known to be accepted"
        )

    def drain_all(self) -> None:
        """As drain, where some mails are stopped on their way."""
        ended = [*DONE, MessageState.SUPPRESSED]
        self._wait(
            lambda: not Message.objects.exclude(state__in=ended).exists(), "every mail came to its end"
        )

    def taken(self) -> Counter[str]:
        """How often the mail server took each mail: the witness."""
        return Counter(line["message_id"] for line in self.server.log())

    def changed(self) -> set[str]:
        """Mails that arrived with different bytes under one Message-ID."""
        contents: dict[str, set[str]] = {}
        for line in self.server.log():
            contents.setdefault(line["message_id"], set()).add(line["sha256"])
        return {mail for mail, hashes in contents.items() if len(hashes) > 1}

    def lost(self) -> set[str]:
        return self.expected - set(self.taken())

    def repeated(self) -> set[str]:
        return {mail for mail, times in self.taken().items() if times > 1}

    def say(self) -> None:
        """The figures, for the person who runs the test."""
        seconds, listed = time.monotonic() - self.begun, len(status()["possible_duplicates"])
        sys.stdout.write(
            f"\n  {len(self.expected)} mails in {seconds:.0f} s: lost {len(self.lost())}, "
            f"repeated {len(self.repeated())}, listed as possible duplicates {listed} "
        )

    def _wait(self, is_so: Callable[[], object], what: str) -> None:
        wait_until(is_so, what, seconds=self.scale.patience_seconds, log=self.worker.log)


def broker() -> Any:
    """A client of the broker that the processes use."""
    return app.connection_for_write().default_channel.client


def status() -> dict[str, Any]:
    """What `manage.py status --json` says."""
    said = StringIO()
    call_command("status", "--json", stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found
