"""An answer and a reminder at the same millisecond: no reminder is claimed once the answer is committed."""

import sys
import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from surveys.actions import sending
from surveys.models import Invitation, Message
from tests.faults.clients import crowd
from tests.surveys import asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pairs(request: pytest.FixtureRequest) -> list[tuple[int, int]]:
    """Invitations with a reminder that is due now, by their ids."""
    asked.brand()
    count = 1000 if request.config.getoption("--full", default=False) else 100
    invitations, now = crowd.invite(count), timezone.now()
    Message.objects.update(state="sending", lease_until=now)
    Message.objects.update(state="accepted", accepted_at=now)
    due = [
        Message(invitation=each, number=1, due_at=now - timedelta(seconds=1), changed_at=now)
        for each in invitations
    ]
    return [(mail.invitation_id, mail.pk) for mail in Message.objects.bulk_create(due)]


class Race:
    """Two threads that meet at every pair: one answers, the other claims, and again once it is answered."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        self.pairs = pairs
        self.start, self.end = threading.Barrier(2), threading.Barrier(2)
        self.committed: dict[int, float] = {}
        self.claimed: dict[int, float] = {}
        self.claimed_afterwards: set[int] = set()

    def answer(self) -> None:
        for invitation_id, mail_id in self.pairs:
            self.start.wait()
            with transaction.atomic():
                Invitation.objects.filter(id=invitation_id).update(answered_at=timezone.now())
            self.committed[mail_id] = time.monotonic()
            self.end.wait()
        connection.close()

    def claim(self) -> None:
        for _, mail_id in self.pairs:
            self.start.wait()
            began = time.monotonic()
            if self._claims(mail_id):
                self.claimed[mail_id] = began
            self.end.wait()
            if self._claims(mail_id):
                self.claimed_afterwards.add(mail_id)
        connection.close()

    def run(self) -> None:
        threads = [threading.Thread(target=work) for work in (self.answer, self.claim)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def too_late(self) -> set[int]:
        begun_late = {mail for mail, began in self.claimed.items() if began > self.committed[mail]}
        return begun_late | self.claimed_afterwards

    def _claims(self, mail_id: int) -> bool:
        now: datetime = timezone.now()
        return bool(sending.claim(owner="w", limit=1, now=now, ids=[mail_id]).mails)


def test_no_reminder_is_claimed_after_the_answer(
    pairs: list[tuple[int, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    race = Race(pairs)
    race.run()
    states = Message.objects.filter(number=1).values_list("state", flat=True)
    with capsys.disabled():
        sys.stdout.write(f"\n  {len(pairs)} pairs: {len(race.claimed)} reminders were first ")
    assert race.too_late() == set()
    assert set(states) <= {"sending", "cancelled"}


def test_without_the_check_it_is_seen(pairs: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(sending, "CLAIM", sending.CLAIM.replace("i.answered_at IS NOT NULL", "false"))
    race = Race(pairs)
    race.run()
    assert race.too_late() or len(race.claimed) == len(pairs)
