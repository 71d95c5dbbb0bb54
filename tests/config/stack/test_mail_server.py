import smtplib
from email.message import EmailMessage
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from config.stack.mail.behaviour import DROP_AFTER_DOT, DROP_BEFORE_DOT
from config.stack.mail.box import Box
from config.stack.mail.server import Server


def send(server: Server, *, to: str = "ann@client.example", number: int = 1) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Ваш заказ SO-1001"
    mail["From"] = "Анна <anna@ours.example>"
    mail["To"] = to
    mail["Message-ID"] = f"<msg-{number}@ours.example>"
    mail["X-Invitation-Id"] = f"invitation-{number}"
    mail.set_content("Добрый день\n.\n..две точки\n")
    where = urlsplit(server.url)
    with smtplib.SMTP(where.hostname, where.port, timeout=5) as smtp:
        smtp.send_message(mail)


def lookup(server: Server, message_id: str) -> int:
    try:
        with urlopen(f"{server.lookup_url}/accepted/{message_id}", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_mail_is_kept_as_it_came(mail_server: Server) -> None:
    send(mail_server)
    (mail,) = mail_server.messages()
    (line,) = mail_server.log()
    assert mail["Subject"] == "Ваш заказ SO-1001"
    assert mail.get_content().replace("\r\n", "\n") == "Добрый день\n.\n..две точки\n"
    assert line["message_id"] == "msg-1@ours.example"
    assert line["x_invitation_id"] == "invitation-1"
    assert line["recipients"] == ["ann@client.example"]
    assert len(line["sha256"]) == 64


def test_the_lookup_knows_what_was_accepted(mail_server: Server) -> None:
    assert lookup(mail_server, "msg-1@ours.example") == 404
    send(mail_server)
    assert lookup(mail_server, "msg-1@ours.example") == 200
    assert lookup(mail_server, "%3Cmsg-1@ours.example%3E") == 200
    mail_server.behaviour.is_lookup_broken = True
    assert lookup(mail_server, "msg-1@ours.example") == 503


def test_a_script_refuses_try_by_try(mail_server: Server) -> None:
    mail_server.behaviour.scripts["ann@client.example"] = ["451 4.3.0 Later", "421 4.3.2 Down", "250 OK"]
    for code in (451, 421):
        with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPServerDisconnected)) as refused:
            send(mail_server)
        assert refused.value.recipients["ann@client.example"][0] == code
    send(mail_server)
    send(mail_server)
    assert len(mail_server.log()) == 2


def test_a_script_refuses_after_the_text(mail_server: Server) -> None:
    mail_server.behaviour.scripts["ann@client.example"] = ["DATA 550 5.7.1 Not wanted"]
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(mail_server)
    assert refused.value.smtp_code == 550
    assert mail_server.log() == []


@pytest.mark.parametrize(("fate", "stored"), [(DROP_BEFORE_DOT, 0), (DROP_AFTER_DOT, 1)])
def test_a_connection_may_break_off(mail_server: Server, fate: str, stored: int) -> None:
    mail_server.behaviour.scripts["ann@client.example"] = [fate]
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(mail_server)
    assert len(mail_server.log()) == stored
    assert lookup(mail_server, "msg-1@ours.example") == (200 if stored else 404)


def test_a_late_reply_comes_after_the_mail_is_stored(mail_server: Server) -> None:
    mail_server.behaviour.delay_ms = 1500
    where = urlsplit(mail_server.url)
    with smtplib.SMTP(where.hostname, where.port, timeout=0.7) as smtp:
        with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
            smtp.sendmail("a@ours.example", "ann@client.example", b"Message-ID: <late@ours.example>\r\n\r\nx")
        smtp.close()
    assert lookup(mail_server, "late@ours.example") == 200


def test_a_new_start_remembers_what_was_accepted(mail_server: Server) -> None:
    send(mail_server)
    assert Box(mail_server.box.folder).was_accepted("<msg-1@ours.example>")
