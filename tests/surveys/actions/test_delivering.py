import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from config.stack.mail.behaviour import DROP_AFTER_DOT, HANG
from config.stack.mail.server import Server
from surveys import queries
from surveys.actions import delivering, freezing, recovering
from surveys.actions.delivering import rounds
from surveys.channels.email import Mail
from surveys.channels.lookups import chosen as lookup
from surveys.channels.waiting import A_DOMAIN
from surveys.models import Batch, DomainPace, Invitation, MailTemplate, Message, MessageState, Outcome
from surveys.rendering.mails.personal import message_id
from tests.surveys import invited

pytestmark = pytest.mark.django_db


def deliver(now: datetime) -> int:
    return delivering.deliver(owner="worker:1", clock=lambda: now)


def test_what_is_due_is_handed_over_and_recorded(mail_server: Server, now: datetime) -> None:
    batch = invited.batch(now)
    english = invited.invite(now, into=batch, address="elena@alfa.example")
    russian = invited.invite(now, into=batch, address="boris@alfa.example", language="ru")
    assert deliver(now) == 2
    assert deliver(now) == 0
    for invitation in (english, russian):
        row = invited.mail(invitation)
        assert (row.state, row.accepted_at) == (MessageState.ACCEPTED, now)
        assert invited.ledger(row) == [(1, Outcome.ACCEPTED, False)]
    assert {line["x_invitation_id"] for line in mail_server.log()} == {str(english.uuid), str(russian.uuid)}
    subjects = [mail["Subject"] for mail in mail_server.messages()]
    assert subjects == ["How did your order SO-1001 go? 2 minutes", "Как прошёл ваш заказ SO-1001? 2 минуты"]


def test_a_mail_is_made_once_a_batch_and_language(mail_server: Server, now: datetime) -> None:
    batch = invited.batch(now)
    for number in range(5):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example", language="ru")
    deliver(now)
    template = MailTemplate.objects.get()
    assert (template.language, template.is_reminder) == ("ru", False)


@pytest.mark.parametrize(
    ("fates", "state", "ledger"),
    [
        (["250 OK"], "accepted", [Outcome.ACCEPTED]),
        (["451 4.3.0 Later", "250 OK"], "accepted", [Outcome.DEFERRED, Outcome.ACCEPTED]),
        (
            ["452 4.2.2 Full", "DATA 451 4.3.0 Later", "250 OK"],
            "accepted",
            [Outcome.DEFERRED] * 2 + [Outcome.ACCEPTED],
        ),
        (["421 4.3.2 Closing", "550 5.1.1 Gone"], "bounced", [Outcome.DEFERRED, Outcome.REFUSED]),
        (["550 5.7.1 Blocked"], "bounced", [Outcome.REFUSED]),
    ],
)
def test_refusals_are_tried_again_by_their_meaning(
    mail_server: Server, now: datetime, fates: list[str], state: str, ledger: list[str]
) -> None:
    invitation = invited.invite(now)
    mail_server.behaviour.scripts[invitation.address] = fates
    for hours in (0, 1, 2):
        deliver(now + timedelta(hours=hours))
    row = invited.mail(invitation)
    assert row.state == state
    assert [outcome for _, outcome, _ in invited.ledger(row)] == ledger


def test_the_waits_grow_until_the_end(mail_server: Server, now: datetime) -> None:
    invitation = invited.invite(now, expires_at=now + timedelta(hours=9))
    mail_server.behaviour.scripts[invitation.address] = ["451 4.3.0 Later"]
    waits, moment = [], now
    while (row := invited.mail(invitation)).state in ("planned", "deferred"):
        waits.append((row.due_at - moment).total_seconds() / 60)
        moment = row.due_at
        deliver(moment)
    assert row.state == MessageState.EXPIRED
    for wait, step in zip(waits[1:], (1, 5, 30, 120, 300), strict=False):
        assert 0.8 * step <= wait <= 1.2 * step


def test_a_doubt_is_looked_up_and_nothing_is_sent_twice(mail_server: Server, now: datetime) -> None:
    invitation = invited.invite(now)
    mail_server.behaviour.scripts[invitation.address] = [DROP_AFTER_DOT]
    assert deliver(now) == 0
    assert invited.mail(invitation).state == MessageState.IN_DOUBT
    (doubt,) = recovering.take_doubtful(limit=9, now=now)
    recovering.settle(
        doubtful=doubt, presence=lookup.lookup(message_id(invited.mail(invitation).uuid)), now=now
    )
    assert invited.mail(invitation).state == MessageState.ACCEPTED
    assert len(mail_server.log()) == 1


def test_without_a_lookup_the_repeat_has_the_same_bytes(
    mail_server: Server, now: datetime, settings: Settings
) -> None:
    settings.MAIL_LOOKUP_URL = ""
    invitation = invited.invite(now)
    mail_server.behaviour.scripts[invitation.address] = [DROP_AFTER_DOT, "250 OK"]
    deliver(now)
    (doubt,) = recovering.take_doubtful(limit=9, now=now)
    recovering.settle(doubtful=doubt, presence=None, now=now)
    Batch.objects.update(sender_title="promoted meanwhile")
    freezing._frozen.clear()  # another process makes the repeat
    later = now + timedelta(minutes=5)
    assert deliver(later) == 1
    first, second = mail_server.log()
    assert first["sha256"] == second["sha256"]


def test_no_server_costs_a_minute_and_no_step_of_the_ladder(now: datetime, settings: Settings) -> None:
    invitation = invited.invite(now)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        for _ in range(3):
            moment = invited.mail(invitation).due_at
            assert deliver(moment) == 0
            row = invited.mail(invitation)
            assert row.state == MessageState.DEFERRED
            assert 48 <= (row.due_at - moment).total_seconds() <= 72
            assert row.reason.startswith("no mail server")


def test_what_is_not_begun_in_time_is_let_go(
    mail_server: Server, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker slower than its lease hands over what it can and leaves no doubt about the rest."""
    batch = invited.batch(now)
    for number in range(3):
        invited.invite(now, into=batch, address=f"c{number}@alfa.example")
    monkeypatch.setattr(rounds, "LEASE_SHARE", -1.0)
    assert delivering.deliver(owner="w", clock=lambda: now, most=3) == 0
    for row in Message.objects.all():
        assert (row.state, row.reason, row.due_at) == (MessageState.DEFERRED, rounds.NOT_BEGUN, now)
        assert invited.ledger(row) == [(1, Outcome.NOT_SENT, False)]
    assert mail_server.log() == []


def test_a_domain_that_hangs_is_paused_and_the_others_have_their_mails(
    mail_server: Server, now: datetime, settings: Settings
) -> None:
    settings.SEND_LEASE_SECONDS = 4
    batch = invited.batch(now)
    for number in range(6):
        address = f"c{number}@hangs.example"
        mail_server.behaviour.scripts[address] = [HANG]
        invited.invite(now, into=batch, address=address)
        invited.invite(now, into=batch, address=f"c{number}@well.example")
    assert deliver(now) == 6
    hung = Message.objects.filter(invitation__domain="hangs.example")
    assert set(hung.values_list("state", flat=True)) == {"deferred"}
    # Two were tried at once, the others were in hand and never begun.
    assert mail_server.behaviour.tries.total() == 6 + A_DOMAIN
    assert DomainPace.objects.get().failures == 1


def test_one_mail_that_cannot_be_written_keeps_no_other_back(mail_server: Server, now: datetime) -> None:
    batch = invited.batch(now)
    broken = invited.invite(now, into=batch, address="broken@alfa.example")
    Invitation.objects.filter(id=broken.id).update(language="xx")
    invited.invite(now, into=batch)
    assert deliver(now) == 1
    row = invited.mail(broken)
    assert row.state == MessageState.DEFERRED
    assert row.reason.startswith("cannot be composed")


def test_a_result_is_recorded_even_if_the_next_one_breaks(
    mail_server: Server, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time limit that breaks in leaves a doubt about the mail in hand only."""
    batch = invited.batch(now)
    first = invited.invite(now, into=batch, address="a@alfa.example")
    second = invited.invite(now, into=batch, address="b@alfa.example")
    begin = rounds.Channel.begin
    monkeypatch.setattr(rounds.Channel, "begin", _breaking(begin, "b@alfa.example"))
    with pytest.raises(KeyboardInterrupt):
        deliver(now)
    assert invited.mail(first).state == MessageState.ACCEPTED
    assert invited.mail(second).state == MessageState.SENDING


def test_a_rotated_key_gives_mails_links_that_work(
    mail_server: Server, now: datetime, settings: Settings
) -> None:
    invitation = invited.invite(now)
    settings.SECRET_KEY = "another key of this installation"
    deliver(now)
    (mail,) = mail_server.messages()
    link = mail["List-Unsubscribe"].strip("<>")
    token = link.rpartition("/")[2]
    found = queries.invitation_for(token, "unsubscribe", now)
    assert found == invitation


def _breaking(begin: Callable[..., object], address: str) -> Callable[..., object]:
    def broken(channel: object, mail: Mail, *, seconds: float) -> object:
        if mail.recipient == address:
            raise KeyboardInterrupt
        return begin(channel, mail, seconds=seconds)

    return broken
