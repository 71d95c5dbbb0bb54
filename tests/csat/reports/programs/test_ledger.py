"""One invitation's ledger: every line that is known about it, in order, and nothing of others."""

from datetime import date, datetime, timedelta

import pytest

from csat.customers.models import DealContact, DealStage
from csat.programs.actions import planning
from csat.programs.models import Program, Touchpoint
from csat.reports.programs import ledger
from surveys.actions import inviting
from surveys.models import Attempt, Invitation, MailEvent, Message, MessageState, Response
from tests import factories
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(post_sale: Program, cast: Cast, now: datetime) -> Invitation:
    deal = factories.DealFactory(
        account=cast.account, stage=DealStage.DELIVERED, delivered_on=date(2026, 11, 16), reference="SO-7"
    )
    contact = factories.ContactFactory(account=cast.account, zone="America/New_York")
    DealContact.objects.create(deal=deal, contact=contact)
    planning.plan(program=post_sale, now=now)
    return Invitation.objects.get()


def attempt(
    mail: Message, number: int, *, at: datetime, outcome: str, reply: str, doubt: bool = False
) -> None:
    Attempt.objects.create(
        message=mail,
        number=number,
        owner="w",
        started_at=at,
        finished_at=at,
        outcome=outcome,
        reply=reply,
        may_have_been_sent=doubt,
    )


def move(mail: Message, *states: str, at: datetime, **more: object) -> None:
    for state in states:
        Message.objects.filter(pk=mail.pk).update(state=state, lease_until=at, changed_at=at, **more)


def kinds(invitation: Invitation, now: datetime) -> list[tuple[str, int]]:
    found = ledger.build(invitation.uuid, Touchpoint.objects.all(), now=now)
    assert found is not None
    assert [line.at for line in found.lines] == sorted(line.at for line in found.lines)
    return [(line.kind, line.number) for line in found.lines]


def test_a_life_from_decision_to_answer(invitation: Invitation, now: datetime) -> None:
    assert kinds(invitation, now) == [("decided", 0), ("planned", 0), ("due", 0), ("due", 1)]
    mail, at = Message.objects.get(number=0), invitation.not_before_at
    attempt(mail, 1, at=at, outcome="deferred", reply="451 4.7.1 try later")
    attempt(mail, 2, at=at + timedelta(minutes=1), outcome="in_doubt", reply="closed", doubt=True)
    attempt(mail, 3, at=at + timedelta(minutes=5), outcome="accepted", reply="250 2.0.0 queued as 77")
    move(mail, "sending", "accepted", "delivered", at=at, attempt=3, accepted_at=at)
    MailEvent.objects.create(
        source="dsn",
        event_id="1",
        kind="delivered",
        message=mail,
        words="2.0.0 relayed",
        occurred_at=at + timedelta(hours=1),
        received_at=at + timedelta(hours=1),
    )
    later = at + timedelta(days=1)
    Response.objects.create(
        invitation=invitation,
        version=invitation.version,
        language="en",
        started_at=later,
        saved_at=later,
        submitted_at=later + timedelta(minutes=3),
        submission_id=invitation.uuid,
        revision=1,
    )
    Invitation.objects.update(answered_at=later + timedelta(minutes=3))
    move(
        Message.objects.get(number=1),
        MessageState.CANCELLED,
        at=later + timedelta(minutes=3),
        reason="answered",
    )
    assert kinds(invitation, later) == [
        ("decided", 0),
        ("planned", 0),
        ("tried_deferred", 0),
        ("tried_in_doubt", 0),
        ("tried_accepted", 0),
        ("event_delivered", 0),
        ("begun", 0),
        ("answered", 0),
        ("not_sent", 1),
    ]
    found = ledger.build(invitation.uuid, Touchpoint.objects.all(), now=later)
    assert found is not None and found.part == "answered" and found.zone == "America/New_York"
    assert found.mails[0].may_be_double and found.mails[0].attempts == 3 and not found.mails[1].may_be_double
    first_try = next(line for line in found.lines if line.kind.startswith("tried"))
    assert first_try.said == "451 4.7.1 try later"


def test_bounced_taken_back_and_held(invitation: Invitation, now: datetime) -> None:
    inviting.stop_batch(batch=invitation.batch, because="breaker: 5.7.1", now=now)
    found = ledger.build(invitation.uuid, Touchpoint.objects.all(), now=now)
    assert found is not None and found.held_because == "breaker: 5.7.1" and found.part == "held"
    inviting.cancel(invitation=invitation, because="left the client", now=now)
    assert kinds(invitation, now)[-3:] == [("cancelled", 0), ("not_sent", 0), ("not_sent", 1)]


def test_a_mail_without_attempts_and_a_bounce_without_a_report(invitation: Invitation, now: datetime) -> None:
    at = invitation.not_before_at
    move(
        Message.objects.get(number=0),
        "sending",
        "accepted",
        "bounced",
        at=at,
        accepted_at=at,
        reason="550 5.1.1",
    )
    lines = kinds(invitation, at)
    assert ("tried_accepted", 0) in lines and ("event_bounced", 0) in lines


def test_a_ledger_of_others_is_not_there(invitation: Invitation, cast: Cast, now: datetime) -> None:
    assert ledger.build(invitation.uuid, Touchpoint.objects.filter(account=cast.foreign), now=now) is None
