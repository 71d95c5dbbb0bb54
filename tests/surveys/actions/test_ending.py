"""A batch that is stopped for good, and how far the sending of batches is."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from surveys import queries
from surveys.actions import inviting, sending
from surveys.actions.inviting import CannotInvite
from surveys.actions.sending import Result
from surveys.channels import replies
from surveys.models import Batch, Invitation, Message
from tests.surveys import invited

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TAKEN = replies.judge(250, "OK")


@pytest.fixture
def batch(now: datetime) -> Batch:
    """Of five invitations with a reminder each; two are sent, one is in hand."""
    batch = invited.batch(now)
    for number in range(5):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example", remind_after_days=3)
    mails = sending.claim(owner="w", limit=3, now=now).mails
    sending.record(results=[Result(mail, TAKEN) for mail in mails[:2]], now=now)
    return batch


def test_an_end_cancels_all_that_waits_and_nothing_else(batch: Batch, now: datetime) -> None:
    assert inviting.end_batch(batch=batch, because="wrong question", now=now) == 2 + 5
    assert inviting.end_batch(batch=batch, because="again", now=now) == 0
    states = list(Message.objects.filter(number=0).order_by("id").values_list("state", flat=True))
    assert states == ["accepted", "accepted", "sending", "cancelled", "cancelled"]
    assert set(Message.objects.filter(number=1).values_list("state", "reason")) == {
        ("cancelled", "wrong question")
    }
    # Who has the mail may still answer.
    assert Invitation.objects.filter(cancelled_at=None).count() == 3


def test_what_was_in_hand_is_not_tried_again_after_the_end(batch: Batch, now: datetime) -> None:
    in_hand = Message.objects.get(state="sending")
    inviting.end_batch(batch=batch, because="wrong question", now=now)
    mail = sending.Claimed(**_claimed(in_hand))
    later = replies.judge(451, "4.3.0 Later")
    sending.record(results=[Result(mail, later, now + timedelta(hours=5))], now=now)
    sending.claim(owner="w", limit=9, now=now)
    in_hand.refresh_from_db()
    assert (in_hand.state, in_hand.reason) == ("cancelled", "wrong question")
    assert queries.progress_of([batch], now=now).is_finished


def test_an_ended_batch_neither_goes_on_nor_takes_more(batch: Batch, now: datetime) -> None:
    inviting.end_batch(batch=batch, because="wrong question", now=now)
    batch.refresh_from_db()
    assert not inviting.resume_batch(batch=batch, now=now)
    with pytest.raises(CannotInvite):
        invited.invite(now, into=batch)


def test_progress_adds_up_at_every_moment(
    batch: Batch, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    invited.invite(now, address="other@beta.example")  # another batch's
    with django_assert_num_queries(1):
        progress = queries.progress_of([batch], now=now + MINUTE)
    mails, reminders = progress.invitations, progress.reminders
    assert (mails.planned, mails.waiting, mails.sending, mails.accepted) == (5, 2, 1, 2)
    assert (reminders.planned, reminders.waiting) == (5, 5)
    assert mails.adds_up and reminders.adds_up and not progress.is_finished
    assert progress.a_minute == 2.0
    assert progress.remaining == 1.5 * MINUTE


def test_without_speed_nobody_says_how_long(batch: Batch, now: datetime) -> None:
    progress = queries.progress_of([batch], now=now + timedelta(hours=1))
    assert (progress.a_minute, progress.remaining) == (0.0, None)
    Message.objects.filter(number=0, state="sending").update(state="accepted")
    Message.objects.filter(number=0, state="planned").update(state="cancelled")
    progress = queries.progress_of([batch], now=now)
    assert progress.is_finished and progress.remaining == timedelta(0)


def test_a_missing_part_is_not_finished(batch: Batch, now: datetime) -> None:
    inviting.end_batch(batch=batch, because="wrong question", now=now)
    Message.objects.filter(state="sending").update(state="accepted")
    assert queries.progress_of([batch], now=now).is_finished
    Message.objects.filter(number=0, state="cancelled").last().delete()
    assert not queries.progress_of([batch], now=now).is_finished


def _claimed(message: Message) -> dict[str, object]:
    invitation = message.invitation
    return {
        "id": message.id,
        "uuid": message.uuid,
        "number": message.number,
        "attempt": message.attempt,
        "dated_at": message.dated_at,
        "invitation_id": invitation.id,
        "invitation_uuid": invitation.uuid,
        "batch_id": invitation.batch_id,
        "version_id": invitation.version_id,
        "address": invitation.address,
        "language": invitation.language,
        "facts": invitation.facts,
        "channel": "email",
        "domain": invitation.domain,
        "last_number": 0,
        "failures": 0,
    }
