import socket
import time

import pytest
from pytest_django import Settings

from config.stack.mail.behaviour import DROP_AFTER_DOT, DROP_BEFORE_DOT
from config.stack.mail.server import Server
from surveys.channels.email import Channel, Mail, NoServer
from surveys.channels.lookups import chosen as lookup
from surveys.channels.lookups.interface import Presence
from surveys.models import Outcome

TEXT = "Message-ID: <{}>\r\nSubject: x\r\n\r\n.\r\n..two dots\r\nПривет\r\n"


def mail(number: int = 1, to: str = "ann@client.example") -> Mail:
    message_id = f"msg-{number}@ours.example"
    return Mail(message_id, "anna@ours.example", to, TEXT.format(message_id).encode())


def test_a_mail_arrives_byte_by_byte(mail_server: Server) -> None:
    with Channel() as channel:
        assert channel.send(mail()).outcome == Outcome.ACCEPTED
    (line,) = mail_server.log()
    stored = (mail_server.box.folder / line["file"]).read_bytes()
    assert stored == mail().content


def test_many_mails_go_over_one_connection(mail_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: opened.append(a) or connect(*a, **k))
    with Channel() as channel:
        for number in range(20):
            assert channel.send(mail(number)).outcome == Outcome.ACCEPTED
    assert len(opened) == 1
    assert len(mail_server.log()) == 20


@pytest.mark.parametrize(
    ("fate", "outcome", "is_stored"),
    [
        ("451 4.3.0 Later", Outcome.DEFERRED, False),
        ("421 4.3.2 Closing", Outcome.DEFERRED, False),
        ("550 5.1.1 No such user", Outcome.REFUSED, False),
        ("DATA 451 4.3.0 Later", Outcome.DEFERRED, False),
        ("DATA 550 5.7.1 Not wanted", Outcome.REFUSED, False),
        (DROP_BEFORE_DOT, Outcome.IN_DOUBT, False),
        (DROP_AFTER_DOT, Outcome.IN_DOUBT, True),
    ],
)
def test_one_bad_recipient_harms_no_other(
    mail_server: Server, fate: str, outcome: Outcome, is_stored: bool
) -> None:
    mail_server.behaviour.scripts["bad@client.example"] = [fate]
    with Channel() as channel:
        assert channel.send(mail(1)).outcome == Outcome.ACCEPTED
        assert channel.send(mail(2, "bad@client.example")).outcome == outcome
        assert channel.send(mail(3)).outcome == Outcome.ACCEPTED
    stored = [line["message_id"] for line in mail_server.log()]
    assert ("msg-2@ours.example" in stored) == is_stored
    assert {"msg-1@ours.example", "msg-3@ours.example"} <= set(stored)


def test_a_reply_that_does_not_come_in_time_is_a_doubt(mail_server: Server, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.behaviour.delay_ms = 1500
    with Channel() as channel:
        assert channel.send(mail()).outcome == Outcome.IN_DOUBT
    assert lookup.lookup("msg-1@ours.example") == Presence.ACCEPTED


def test_no_server_is_nothing_against_the_mail(settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        with Channel() as channel, pytest.raises(NoServer):
            channel.send(mail())


def test_a_server_that_hung_up_between_mails_is_called_again(mail_server: Server) -> None:
    with Channel() as channel:
        assert channel.send(mail(1)).outcome == Outcome.ACCEPTED
        assert channel._smtp is not None
        channel._smtp.sock.shutdown(socket.SHUT_RDWR)
        assert channel.send(mail(2)).outcome == Outcome.ACCEPTED
    assert len(mail_server.log()) == 2


def test_the_lookup_knows_yes_no_and_silence(mail_server: Server, settings: Settings) -> None:
    assert lookup.is_configured()
    assert lookup.lookup("msg-1@ours.example") == Presence.UNKNOWN
    with Channel() as channel:
        channel.send(mail())
    assert lookup.lookup("msg-1@ours.example") == Presence.ACCEPTED
    mail_server.behaviour.is_lookup_broken = True
    assert lookup.lookup("msg-1@ours.example") == Presence.UNAVAILABLE
    settings.MAIL_LOOKUP_URL = "http://127.0.0.1:9"
    begun = time.monotonic()
    assert lookup.lookup("msg-1@ours.example") == Presence.UNAVAILABLE
    assert time.monotonic() - begun < 6
    settings.MAIL_LOOKUP_URL = ""
    assert not lookup.is_configured()
