from datetime import datetime, timedelta

import pytest
import time_machine
from celery import Task
from pytest_django import Settings

from config.stack.mail.behaviour import DROP_AFTER_DOT
from config.stack.mail.server import Server
from surveys import tasks
from surveys.models import MessageState
from tests.surveys import invited

pytestmark = pytest.mark.django_db

Hints = list[tuple[str, tuple[int, ...]]]


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Hints:
    """A broker that takes every hint; nobody listens."""
    given: Hints = []

    def hint(task: Task, *ids: int) -> bool:
        given.append((task.name, ids))
        return True

    monkeypatch.setattr(tasks, "hint", hint)
    return given


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that does not answer."""
    monkeypatch.setattr(tasks, "hint", lambda task, *ids: False)


def test_what_is_due_is_hinted_by_ids_once(
    hints: Hints, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PER_TASK", 2)
    batch = invited.batch(now)
    ids = [invited.mail(invited.invite(now, into=batch, address=f"c{n}@alfa.example")).id for n in range(3)]
    assert tasks.sweep(now) == 3
    assert hints == [("surveys.send", (ids[0], ids[1])), ("surveys.send", (ids[2],))]
    assert tasks.sweep(now + timedelta(seconds=2)) == 0
    assert tasks.sweep(now + timedelta(seconds=16)) == 3
    assert len(hints) == 4


def test_a_hint_sends(hints: Hints, mail_server: Server, now: datetime) -> None:
    invitation = invited.invite(now)
    tasks.sweep(now)
    with time_machine.travel(now):
        for _, ids in hints * 2:  # given twice: sent once
            tasks.send(*ids)
    assert invited.mail(invitation).state == MessageState.ACCEPTED
    assert len(mail_server.log()) == 1


def test_without_a_broker_the_sweep_sends_a_piece_itself(
    silence: None, mail_server: Server, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BY_OURSELVES", 2)
    batch = invited.batch(now)
    for number in range(3):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    with time_machine.travel(now):
        tasks.sweep(now)
        assert len(mail_server.log()) == 2
        tasks.sweep(now + timedelta(seconds=2))
    # The third was queued a moment ago: it is handed out again after the time a hint may take.
    with time_machine.travel(now + timedelta(seconds=15)):
        tasks.sweep(now + timedelta(seconds=15))
    assert len(mail_server.log()) == 3


@pytest.mark.parametrize("has_broker", [True, False])
def test_a_mail_in_doubt_is_looked_up(
    has_broker: bool, mail_server: Server, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hint(task: Task, *ids: int) -> bool:
        if has_broker:
            task(*ids)
        return has_broker

    monkeypatch.setattr(tasks, "hint", hint)
    invitation = invited.invite(now)
    mail_server.behaviour.scripts[invitation.address] = [DROP_AFTER_DOT]
    with time_machine.travel(now, tick=False):
        tasks.sweep(now)
        assert invited.mail(invitation).state == MessageState.IN_DOUBT
        tasks.sweep(now)
    assert invited.mail(invitation).state == MessageState.ACCEPTED
    assert len(mail_server.log()) == 1


def test_without_a_lookup_the_sweep_sends_again(
    silence: None, mail_server: Server, now: datetime, settings: Settings
) -> None:
    settings.MAIL_LOOKUP_URL = ""
    invitation = invited.invite(now)
    mail_server.behaviour.scripts[invitation.address] = [DROP_AFTER_DOT, "250 OK"]
    with time_machine.travel(now, tick=False):
        tasks.sweep(now)
    later = now + timedelta(minutes=2)  # a server that hung up is left in peace for a minute
    with time_machine.travel(later, tick=False):
        tasks.sweep(later)
    assert invited.mail(invitation).state == MessageState.ACCEPTED
    assert len({line["sha256"] for line in mail_server.log()}) == 1
    assert len(mail_server.log()) == 2
