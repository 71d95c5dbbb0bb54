import io
import mailbox
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import Settings

from surveys.models import MailEvent, Message, MessageState
from tests.faults.feedback import servers
from tests.faults.feedback.mails import taken
from tests.faults.feedback.sent import REASONS, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(now: datetime, settings: Settings) -> Sent:
    settings.RETURN_PATH = "bounces@mail.meridian.example"
    return taken(1, now=now)[0]


def said(monkeypatch: pytest.MonkeyPatch, raw: bytes, *options: str) -> str:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("read_feedback", *options, stdout=out)
    return out.getvalue().strip()


def test_a_mail_servers_pipe(sent: Sent, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(now, tick=False):
        assert said(monkeypatch, servers.exim(sent, REASONS[0]).encode()) == "bounced"
    assert Message.objects.get(uuid=sent.uuid).state == MessageState.BOUNCED


def test_the_envelope_is_enough_where_headers_name_nobody(
    sent: Sent, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = servers.postfix(sent, REASONS[0]).replace(sent.return_path, "bounces@mail.meridian.example")
    raw = raw.replace(sent.message_id, "<x@y.example>").replace(sent.recipient, "x@forwarded.example")
    with time_machine.travel(now, tick=False):
        assert said(monkeypatch, raw.encode()) == "not about a mail of ours"
        assert said(monkeypatch, raw.encode(), "--recipient", sent.return_path) == "bounced"


def test_other_mail_is_not_kept(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, b"From: a@b.example\n\nBuy now") == "not about a mail of ours"
    assert not MailEvent.objects.exists()


def test_a_maildir_is_read_once(
    sent: Sent, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = mailbox.Maildir(str(tmp_path / "box"))
    box.add(servers.qmail(sent, REASONS[0]).encode())
    with time_machine.travel(now, tick=False):
        assert said(monkeypatch, b"", "--maildir", str(tmp_path / "box")) == "1 mails read"
        assert said(monkeypatch, b"", "--maildir", str(tmp_path / "box")) == "0 mails read"
    assert MailEvent.objects.count() == 1
    with pytest.raises(CommandError, match="no maildir"):
        call_command("read_feedback", "--maildir", str(tmp_path / "nothing"))
