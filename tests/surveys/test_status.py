import json
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from surveys.actions import inviting, recovering, sending
from surveys.actions.pacing import domains
from surveys.actions.sending import Result
from surveys.channels import replies
from surveys.channels.replies import Receipt
from surveys.models import Brand, Invitation, MessageState, Outcome
from surveys.rendering.mails.personal import message_id
from tests.surveys import invited

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=2)


def status(now: datetime) -> dict[str, Any]:
    said = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("status", "--json", stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def test_the_keys_are_a_contract(now: datetime) -> None:
    said = status(now)
    assert set(said) == {
        "invitations",
        "messages",
        "in_doubt",
        "possible_duplicates",
        "oldest_due_age_s",
        "suspect_answers",
        "hold",
        "domains_in_trouble",
        "stopped_batches",
    }
    assert set(said["invitations"]) == {*MessageState.values, "answered"}
    assert (said["in_doubt"], said["possible_duplicates"], said["hold"]) == (0, [], None)
    assert (said["oldest_due_age_s"], said["suspect_answers"]) == (0.0, 0)


def test_invitations_and_mails_are_counted_by_state(now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(3):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example", remind_after_days=5)
    Invitation.objects.filter(address="c0@alfa.example").update(answered_at=now)
    inviting.cancel(invitation=Invitation.objects.get(address="c1@alfa.example"), because="x", now=now)
    said = status(now)
    counted = {state: count for state, count in said["invitations"].items() if count}
    assert counted == {"planned": 1, "cancelled": 1, "answered": 1}
    assert {state: count for state, count in said["messages"].items() if count} == {
        "planned": 4,
        "cancelled": 2,
    }


def test_a_possible_duplicate_is_listed_by_its_message_id(now: datetime) -> None:
    invitation = invited.invite(now)
    sending.claim(owner="dead", limit=9, now=now)
    recovering.recover_expired(now=now + LATER)
    assert status(now + LATER)["in_doubt"] == 1
    assert status(now + LATER)["possible_duplicates"] == []
    (doubt,) = recovering.take_doubtful(limit=9, now=now + LATER)
    recovering.settle(doubtful=doubt, presence=None, now=now + LATER)
    (mail,) = sending.claim(owner="w", limit=9, now=now + LATER).mails
    sending.record(results=[Result(mail, Receipt(Outcome.ACCEPTED))], now=now + LATER)
    said = status(now + LATER)
    assert said["possible_duplicates"] == [message_id(invited.mail(invitation).uuid)]
    assert said["in_doubt"] == 0


def test_age_of_what_is_due_and_hold(now: datetime) -> None:
    batch = invited.batch(now)
    invited.invite(now, into=batch)
    assert status(now + LATER)["oldest_due_age_s"] == 120.0
    inviting.stop_batch(batch=batch, because="x", now=now)
    assert status(now + LATER)["oldest_due_age_s"] == 0.0
    Brand.objects.update(is_sending_held=True, sending_held_because="restored from a backup")
    assert status(now)["hold"] == "restored from a backup"


def test_domains_in_trouble_and_stopped_batches(now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(3):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    (first, *_) = sending.claim(owner="w", limit=1, now=now).mails
    receipt = replies.judge(421, "4.3.2 Closing")
    sending.record(results=[Result(first, receipt, now + LATER)], now=now)
    domains.limit(domain="beta.example", most_an_hour=20, now=now)
    inviting.stop_batch(batch=batch, because="wrong text", now=now)
    said = status(now)
    alfa, beta = said["domains_in_trouble"]
    assert (alfa["domain"], alfa["failures"], alfa["waiting"]) == ("alfa.example", 1, 3)
    assert alfa["reply"] == "421 4.3.2 Closing" and alfa["paused_until"].startswith("2026-11-18T09:0")
    assert (beta["domain"], beta["most_an_hour"], beta["paused_until"]) == ("beta.example", 20, None)
    assert [(one["name"], one["because"]) for one in said["stopped_batches"]] == [("November", "wrong text")]
    inviting.end_batch(batch=batch, because="wrong text", now=now)
    assert status(now)["stopped_batches"] == []


def test_people_read_it_too(now: datetime) -> None:
    invited.invite(now)
    domains.limit(domain="alfa.example", most_an_hour=20, now=now)
    said = StringIO()
    call_command("status", stdout=said)
    assert "sending: going on\ninvitations: planned 1\n" in said.getvalue()
    assert "  alfa.example: 1 waiting, not paused, at most 20 an hour\n" in said.getvalue()
    Brand.objects.update(is_sending_held=True, sending_held_because="restored from a backup")
    call_command("status", stdout=said)
    assert "sending: held, restored from a backup" in said.getvalue()
