from datetime import datetime, timedelta

import pytest

from surveys.actions import recovering, sending
from surveys.actions.recovering import Doubtful
from surveys.actions.sending import Claimed, Result
from surveys.channels.lookups.interface import Presence
from surveys.channels.replies import Receipt
from surveys.models import Invitation, MessageState, Outcome
from tests.surveys import invited

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=61)
SETTLED = timedelta(seconds=600)


@pytest.fixture
def invitation(now: datetime) -> Invitation:
    return invited.invite(now)


@pytest.fixture
def lost(invitation: Invitation, now: datetime) -> Claimed:
    """Claimed by a worker that was never heard of again."""
    (mail,) = sending.claim(owner="dead:1", limit=9, now=now).mails
    return mail


def doubtful(now: datetime) -> Doubtful:
    recovering.recover_expired(now=now)
    (found,) = recovering.take_doubtful(limit=9, now=now)
    return found


def test_a_running_lease_is_left_alone(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    assert recovering.recover_expired(now=now + timedelta(seconds=60)) == 0
    assert invited.mail(invitation).state == MessageState.SENDING


def test_an_expired_lease_is_a_doubt_in_mail_and_ledger(
    lost: Claimed, invitation: Invitation, now: datetime
) -> None:
    assert recovering.recover_expired(now=now + LEASE) == 1
    row = invited.mail(invitation)
    assert (row.state, row.owner, row.changed_at) == (MessageState.IN_DOUBT, "", now + LEASE)
    assert invited.ledger(row) == [(1, Outcome.IN_DOUBT, True)]
    assert recovering.recover_expired(now=now + LEASE) == 0


def test_one_asker_at_a_time(lost: Claimed, now: datetime) -> None:
    recovering.recover_expired(now=now + LEASE)
    assert len(recovering.take_doubtful(limit=9, now=now + LEASE)) == 1
    assert recovering.take_doubtful(limit=9, now=now + LEASE) == []
    assert len(recovering.take_doubtful(limit=9, now=now + LEASE + timedelta(seconds=30))) == 1


def test_a_yes_counts_at_once(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    doubt = doubtful(now + LEASE)
    assert recovering.settle(doubtful=doubt, presence=Presence.ACCEPTED, now=now + LEASE) == "accepted"
    row = invited.mail(invitation)
    assert (row.state, row.accepted_at) == (MessageState.ACCEPTED, now + LEASE)
    assert invited.ledger(row) == [(1, Outcome.ACCEPTED, False)]


def test_a_no_counts_after_the_settle_time_only(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    since = now + LEASE
    doubt = doubtful(since)
    early = since + SETTLED - timedelta(seconds=1)
    assert recovering.settle(doubtful=doubt, presence=Presence.UNKNOWN, now=early) == "in_doubt"
    assert invited.mail(invitation).lease_until == since + SETTLED
    assert recovering.settle(doubtful=doubt, presence=Presence.UNKNOWN, now=since + SETTLED) == "deferred"
    row = invited.mail(invitation)
    assert (row.state, row.due_at, row.lease_until) == ("deferred", since + SETTLED, None)
    assert invited.ledger(row) == [(1, Outcome.NOT_SENT, False)]
    assert len(sending.claim(owner="w", limit=9, now=since + SETTLED).mails) == 1


def test_no_news_is_no_answer(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    doubt = doubtful(now + LEASE)
    later = now + LEASE + 2 * SETTLED
    assert recovering.settle(doubtful=doubt, presence=Presence.UNAVAILABLE, now=later) == "in_doubt"
    assert invited.mail(invitation).lease_until == later + timedelta(seconds=15)
    over = invitation.expires_at + SETTLED
    assert recovering.settle(doubtful=doubt, presence=Presence.UNAVAILABLE, now=over) == "expired"


def test_without_a_lookup_it_goes_out_again_and_the_doubt_stays(
    lost: Claimed, invitation: Invitation, now: datetime
) -> None:
    doubt = doubtful(now + LEASE)
    assert recovering.settle(doubtful=doubt, presence=None, now=now + LEASE) == "deferred"
    (again,) = sending.claim(owner="w", limit=9, now=now + LEASE).mails
    assert (again.uuid, again.dated_at, again.attempt) == (lost.uuid, lost.dated_at, 2)
    assert invited.ledger(invited.mail(invitation)) == [(1, Outcome.IN_DOUBT, True), (2, "", False)]


def test_a_late_acceptance_settles_the_doubt(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    """The worker was slow, not dead: what it knows counts as long as nobody has tried again."""
    recovering.recover_expired(now=now + LEASE)
    accepted = Result(lost, Receipt(Outcome.ACCEPTED, "250 OK"))
    assert sending.record(results=[accepted], now=now + LEASE) == 1
    row = invited.mail(invitation)
    assert row.state == MessageState.ACCEPTED
    assert invited.ledger(row) == [(1, Outcome.ACCEPTED, False)]


def test_a_late_refusal_does_not(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    recovering.recover_expired(now=now + LEASE)
    refused = Result(lost, Receipt(Outcome.REFUSED, "550 5.7.1"))
    assert sending.record(results=[refused], now=now + LEASE) == 0
    assert invited.mail(invitation).state == MessageState.IN_DOUBT


def test_an_outdated_settlement_changes_nothing(lost: Claimed, invitation: Invitation, now: datetime) -> None:
    doubt = doubtful(now + LEASE)
    recovering.settle(doubtful=doubt, presence=None, now=now + LEASE)
    sending.claim(owner="w", limit=9, now=now + LEASE)
    recovering.settle(doubtful=doubt, presence=Presence.ACCEPTED, now=now + LEASE)
    assert invited.mail(invitation).state == MessageState.SENDING
