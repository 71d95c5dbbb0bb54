import threading
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from surveys.actions import inviting, sending, suppressing
from surveys.actions.sending import Claimed, Result
from surveys.channels.replies import Receipt
from surveys.models import Batch, Brand, Invitation, Message, MessageState, Outcome, Suppression
from tests.surveys import invited

pytestmark = pytest.mark.django_db

ACCEPTED = Receipt(Outcome.ACCEPTED, "250 OK")


def claim(now: datetime, **different: Any) -> tuple[Claimed, ...]:
    return sending.claim(**({"owner": "worker:1", "limit": 100, "now": now} | different)).mails


def record(mail: Claimed, receipt: Receipt, now: datetime, due_at: datetime | None = None) -> int:
    return sending.record(results=[Result(mail, receipt, due_at)], now=now)


def test_a_claim_is_a_lease_with_a_line_in_the_ledger(now: datetime) -> None:
    invitation = invited.invite(now)
    (mail,) = claim(now)
    row = invited.mail(invitation)
    assert (row.state, row.attempt, row.owner) == (MessageState.SENDING, 1, "worker:1")
    assert row.lease_until == now + timedelta(seconds=60)
    assert row.dated_at == now
    assert invited.ledger(row) == [(1, "", False)]
    assert (mail.address, mail.facts["order"], mail.failures) == ("elena@alfa.example", "SO-1001", 0)
    assert claim(now) == ()


def test_the_date_is_fixed_at_the_first_claim(now: datetime) -> None:
    invitation = invited.invite(now)
    (mail,) = claim(now)
    record(mail, Receipt(Outcome.DEFERRED, "451"), now, now + timedelta(minutes=1))
    later = now + timedelta(minutes=1)
    (again,) = claim(later)
    assert (again.attempt, again.dated_at, again.failures) == (2, now, 1)
    assert invited.mail(invitation).dated_at == now


def test_nothing_is_claimed_before_its_time(now: datetime) -> None:
    invited.invite(now, not_before_at=now + timedelta(hours=1))
    assert claim(now) == ()
    assert len(claim(now + timedelta(hours=1))) == 1


def against(invitation: Invitation, what: str, now: datetime) -> None:
    match what:
        case "cancelled":
            Invitation.objects.update(cancelled_at=now, cancelled_because="returned")
        case "answered":
            Invitation.objects.update(answered_at=now)
        case "expired":
            Invitation.objects.update(not_before_at=now - timedelta(2), expires_at=now)
        case "suppressed":
            hmac = suppressing.hmac_of(invitation.address)
            Suppression.objects.create(address_hmac=hmac, reason="bounced", created_at=now)
        case "no key":
            Invitation.objects.update(address_hmac="")


@pytest.mark.parametrize("take", ["claim", "queue"])
@pytest.mark.parametrize(
    ("what", "state", "reason"),
    [
        ("cancelled", "cancelled", "returned"),
        ("answered", "cancelled", "answered already"),
        ("expired", "expired", "its time was over before it could be sent"),
        ("suppressed", "suppressed", "the address is suppressed: bounced"),
        ("no key", "cancelled", "the address has no key to look up opt-outs by"),
    ],
)
def test_what_speaks_against_a_mail_ends_it(
    now: datetime, what: str, state: str, reason: str, take: str
) -> None:
    invitation = invited.invite(now)
    against(invitation, what, now)
    if take == "claim":
        assert sending.claim(owner="w", limit=9, now=now) == sending.Claim(mails=(), settled=1)
    else:
        assert sending.queue_due(limit=9, now=now) == []
    row = invited.mail(invitation)
    assert (row.state, row.reason, row.attempt) == (state, reason, 0)
    assert invited.ledger(row) == []


def test_while_sending_is_held_nothing_goes_out_but_the_expired_ends(now: datetime) -> None:
    batch = invited.batch(now)
    invited.invite(now, into=batch)
    over = invited.invite(now, into=batch, expires_at=now + timedelta(minutes=1))
    Brand.objects.update(is_sending_held=True)
    later = now + timedelta(minutes=2)
    assert sending.claim(owner="w", limit=9, now=later) == sending.Claim(mails=(), settled=1)
    assert invited.mail(over).state == MessageState.EXPIRED
    Brand.objects.update(is_sending_held=False)
    assert len(claim(later)) == 1


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18 08:59", False),
        ("2026-11-18 09:00", True),
        ("2026-11-18 17:59", True),
        ("2026-11-18 18:00", False),
        ("2026-11-21 12:00", False),  # a Saturday
    ],
)
def test_quiet_hours_are_the_clients(now: datetime, moment: str, is_open: bool) -> None:
    start = now - timedelta(days=1)
    batch = invited.batch(start, opens_at=time(9), closes_at=time(18))
    invited.invite(start, into=batch, zone="Asia/Yekaterinburg")
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    assert bool(sending.queue_due(limit=9, now=local)) is is_open
    assert bool(claim(local)) is is_open


def test_a_reminder_waits_for_its_invitation(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    later = now + timedelta(days=6)
    (first,) = claim(later)  # both are due, but only one may go
    assert first.number == 0
    record(first, ACCEPTED, later)
    # Six days late it keeps its distance of five days.
    assert invited.mail(invitation, 1).due_at == now + timedelta(days=11)
    assert claim(now + timedelta(days=10)) == ()
    (second,) = claim(now + timedelta(days=11))
    assert second.number == 1


def test_there_is_no_reminder_of_what_did_not_arrive(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    (first,) = claim(now)
    record(first, Receipt(Outcome.REFUSED, "550 5.7.1 no", is_policy=True), now)
    assert claim(now + timedelta(days=5)) == ()
    reminder = invited.mail(invitation, 1)
    assert (reminder.state, reminder.reason) == ("cancelled", "the invitation itself did not arrive")


def test_an_answer_stops_the_reminder(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    record(claim(now)[0], ACCEPTED, now)
    Invitation.objects.update(answered_at=now + timedelta(days=1))
    assert claim(now + timedelta(days=5)) == ()
    assert invited.mail(invitation, 1).reason == "answered already"


@pytest.mark.parametrize(
    ("receipt", "state"),
    [
        (ACCEPTED, "accepted"),
        (Receipt(Outcome.DEFERRED, "451 4.3.0 later"), "deferred"),
        (Receipt(Outcome.NOT_SENT, "no mail server"), "deferred"),
        (Receipt(Outcome.REFUSED, "550 5.7.1 no"), "bounced"),
        (Receipt(Outcome.IN_DOUBT, "SMTPServerDisconnected"), "in_doubt"),
    ],
)
def test_a_receipt_moves_mail_and_ledger(now: datetime, receipt: Receipt, state: str) -> None:
    invitation = invited.invite(now)
    (mail,) = claim(now)
    assert record(mail, receipt, now, now + timedelta(minutes=1)) == 1
    row = invited.mail(invitation)
    assert (row.state, row.owner) == (state, "")
    assert (row.lease_until is None) == (state != "in_doubt")
    assert (row.accepted_at == now) == (state == "accepted")
    assert row.reason == ("" if state == "accepted" else receipt.reply)
    assert invited.ledger(row) == [(1, receipt.outcome, state == "in_doubt")]


def test_a_dead_address_is_never_written_to_again(now: datetime) -> None:
    invitation = invited.invite(now, remind_after_days=5)
    (mail,) = claim(now)
    record(mail, Receipt(Outcome.REFUSED, "550 5.1.1 No such user", is_address_dead=True), now)
    assert invited.mail(invitation, 1).state == MessageState.SUPPRESSED
    assert Suppression.objects.get().reason == "bounced"


def test_a_result_counts_for_its_own_attempt_only(now: datetime) -> None:
    invitation = invited.invite(now)
    (first,) = claim(now)
    record(first, Receipt(Outcome.DEFERRED, "451"), now, now)
    (second,) = claim(now)
    assert record(first, Receipt(Outcome.REFUSED, "550 5.7.1 late news"), now) == 0
    assert invited.mail(invitation).state == MessageState.SENDING
    assert record(second, ACCEPTED, now) == 1


def test_a_batch_refused_by_policy_is_stopped(now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(22):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    mails = claim(now)
    refusal = Receipt(Outcome.REFUSED, "550 5.7.1 Blocked", is_policy=True)
    sending.record(results=[Result(mail, refusal) for mail in mails[:19]], now=now)
    assert not Batch.objects.get().is_stopped
    sending.record(results=[Result(mails[19], refusal)], now=now)
    assert Batch.objects.get().stopped_because.startswith("20 of its last 20 mails")
    assert not Suppression.objects.exists()


def test_a_lost_hint_is_given_again_after_some_seconds(now: datetime) -> None:
    invited.invite(now)
    (id,) = sending.queue_due(limit=9, now=now)
    assert sending.queue_due(limit=9, now=now + timedelta(seconds=14)) == []
    assert sending.queue_due(limit=9, now=now + timedelta(seconds=15)) == [id]
    assert len(claim(now + timedelta(seconds=15), ids=[id])) == 1


def test_a_claim_by_id_takes_nothing_else(now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(3):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    wanted = Message.objects.order_by("id").values_list("id", flat=True)[1]
    assert [mail.id for mail in claim(now, ids=[wanted])] == [wanted]
    assert claim(now, ids=[]) == ()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_claim_the_same_mail(now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(40):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    taken: list[int] = []
    gate = threading.Barrier(4)

    def work(name: str) -> None:
        gate.wait()
        while mails := claim(now, owner=name, limit=3):
            taken.extend(mail.id for mail in mails)
        connection.close()

    workers = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == len(set(taken)) == 40
    assert set(Message.objects.values_list("attempt", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["opt-out", "answer", "cancel", "stop"])
def test_no_claim_is_later_than_what_speaks_against_it(now: datetime, what: str) -> None:
    """A claim that runs while the opt-out is being written finds nothing, and does not wait for it."""
    invitation = invited.invite(now)
    claimed: list[Claimed] = []

    def work() -> None:
        claimed.extend(claim(now))
        connection.close()

    def against_it() -> None:
        if what == "opt-out":
            suppressing.unsubscribe(invitation=invitation, now=now)
        elif what == "answer":
            Invitation.objects.filter(id=invitation.id).update(answered_at=now)
        elif what == "cancel":
            inviting.cancel(invitation=invitation, because="returned", now=now)
        else:
            inviting.stop_batch(batch=invitation.batch, because="wrong", now=now)

    with sending.transaction.atomic():
        against_it()
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(5)
        assert not worker.is_alive()
    assert claimed == []
    assert claim(now) == ()
