from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from surveys.actions import inviting, sending
from surveys.actions.pacing import breaking
from surveys.actions.sending import Result
from surveys.channels import replies
from surveys.models import Batch
from tests.surveys import invited

pytestmark = pytest.mark.django_db

TAKEN = (250, "OK")
REFUSED = (550, "5.7.1 Blocked")
GONE = (550, "5.1.1 No such user")
LATER = (451, "4.3.0 Later")


def tell(batch: Batch, now: datetime, said: Sequence[tuple[int, str]]) -> Batch:
    """One mail for each reply, recorded in this order."""
    for _ in said:
        invited.invite(now, into=batch, address=f"c{batch.invitations.count()}@alfa.example")
    mails = sending.claim(owner="w", limit=len(said), now=now).mails
    for mail, reply in zip(mails, said, strict=True):
        sending.record(results=[Result(mail, replies.judge(*reply))], now=now)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(
    ("tries", "refusals", "is_refused"),
    [
        (20, 1, False),
        (19, 19, False),
        (20, 4, False),
        (20, 5, True),
        (100, 5, True),
        (101, 5, False),
        (200, 9, False),
        (200, 10, True),
    ],
)
def test_five_per_cent_of_enough_tries(tries: int, refusals: int, is_refused: bool) -> None:
    assert breaking.is_refused(tries, refusals) is is_refused


def test_the_batch_says_why_it_stopped(now: datetime) -> None:
    batch = tell(invited.batch(now), now, [TAKEN] * 15 + [REFUSED] * 5)
    assert batch.is_stopped
    assert batch.stopped_because == "5 of its last 20 mails were refused by policy (5.7.x)"


def test_dead_addresses_and_busy_servers_stop_no_batch(now: datetime) -> None:
    assert not tell(invited.batch(now), now, [TAKEN] * 4 + [GONE] * 12 + [LATER] * 4).is_stopped


def test_what_was_resumed_is_counted_anew(now: datetime) -> None:
    batch = tell(invited.batch(now), now, [REFUSED] * 20)
    assert batch.is_stopped
    later = now + timedelta(minutes=1)
    assert inviting.resume_batch(batch=batch, now=later)
    again = later + timedelta(minutes=1)
    assert not tell(batch, again, [TAKEN] * 16 + [REFUSED] * 4).is_stopped
    assert tell(batch, again + timedelta(minutes=1), [REFUSED]).is_stopped
