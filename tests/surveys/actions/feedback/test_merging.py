from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from surveys.actions import recovering, sending
from surveys.actions.afterwards import erasing
from surveys.actions.feedback import merging
from surveys.actions.feedback.recording import Happening, record
from surveys.actions.sending import Result
from surveys.channels.replies import Receipt
from surveys.models import Invitation, MailEvent, MailEventKind, Message, MessageState, Outcome
from tests.surveys import invited

pytestmark = pytest.mark.django_db
RANK = ["delayed", "delivered", "bounced", "complained"]


def happen(message: Message, kind: str, now: datetime, *, number: int = 0) -> None:
    happening = Happening("mailgun", f"{message.uuid}-{kind}-{number}", MailEventKind(kind), now)
    record(happening=happening, message=message, now=now)


def accepted(now: datetime) -> Message:
    invitation = invited.invite(now, address=f"person-{uuid4()}@alfa.example")
    (mail,) = sending.claim(owner="w", limit=9, now=now).mails
    sending.record(results=[Result(mail, Receipt(Outcome.ACCEPTED, "250 ok"))], now=now)
    return invited.mail(invitation)


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(kinds=st.lists(st.sampled_from(RANK), min_size=1, max_size=6))
def test_the_highest_counts_whatever_the_order(now: datetime, kinds: list[str]) -> None:
    message = accepted(now)
    for number, kind in enumerate(kinds):
        happen(message, kind, now, number=number)
    message.refresh_from_db()
    highest = max(kinds, key=RANK.index)
    assert message.state == ("accepted" if highest == "delayed" else highest)


def test_an_event_that_is_quicker_than_our_own_record_is_not_lost(now: datetime) -> None:
    invitation = invited.invite(now)
    (mail,) = sending.claim(owner="w", limit=9, now=now).mails
    happen(invited.mail(invitation), "delivered", now)
    assert invited.mail(invitation).state == MessageState.SENDING
    sending.record(results=[Result(mail, Receipt(Outcome.ACCEPTED, "250 ok"))], now=now)
    assert merging.catch_up(now=now) == 1
    assert invited.mail(invitation).state == MessageState.DELIVERED
    assert merging.catch_up(now=now) == 0


def test_an_event_settles_a_doubt(now: datetime) -> None:
    invitation = invited.invite(now)
    sending.claim(owner="w", limit=9, now=now)
    later = now + timedelta(minutes=10)
    recovering.recover_expired(now=later)
    assert invited.mail(invitation).state == MessageState.IN_DOUBT
    happen(invited.mail(invitation), "delivered", later)
    message = invited.mail(invitation)
    assert (message.state, message.accepted_at) == (MessageState.DELIVERED, later)
    assert invited.ledger(message) == [(1, "accepted", False)]


def test_of_who_was_erased_no_words_are_kept_before_or_after(now: datetime) -> None:
    message = accepted(now)
    address, invitations = message.invitation.address, Invitation.objects.all()
    before = Happening("reply", "1", MailEventKind.REPLIED, now, words="I am Elena")
    record(happening=before, message=message, now=now)
    erasing.erase(invitations=invitations, addresses=[address], by=None, now=now)
    message = Message.objects.select_related("invitation").get(id=message.id)
    late = Happening("dsn", "2", MailEventKind.BOUNCED, now, words=f"<{address}>: user unknown")
    assert record(happening=late, message=message, now=now)
    assert set(MailEvent.objects.values_list("words", flat=True)) == {""}
    assert not Message.objects.exclude(reason="").exists()
