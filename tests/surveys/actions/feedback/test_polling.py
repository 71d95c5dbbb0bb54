import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from surveys.actions.feedback import polling
from surveys.models import MailEvent, Message, MessageState
from tests.faults.feedback import people, servers
from tests.faults.feedback.mails import taken
from tests.faults.feedback.sent import REASONS, Sent
from tests.surveys.channels.feedback.imap import Box, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path: Path, settings: Settings) -> Iterator[Box]:
    settings.RETURN_PATH = "bounces@mail.meridian.example"
    with serving(tmp_path) as box:
        settings.FEEDBACK_MAILBOX_URL = box.url
        yield box


@pytest.fixture
def sent(box: Box, now: datetime) -> list[Sent]:
    """Three mails: the first bounced, the second was answered, the third is nothing of ours."""
    mails = taken(2, now=now)
    box.mails = [
        servers.postfix(mails[0], REASONS[0]).encode(),
        people.answer_outlook(mails[1]).encode(),
        b"From: spam@example.com\r\nSubject: Buy\r\n\r\nnow\r\n",
    ]
    return mails


def poll(box: Box, now: datetime, most: int = 10) -> int:
    return polling.poll(clock=lambda: now, most=most, tls=box.tls)


def test_each_mail_is_read_once_and_a_reply_stays_unread_for_people(
    box: Box, sent: list[Sent], now: datetime
) -> None:
    assert poll(box, now) == 3
    assert set(MailEvent.objects.values_list("source", "kind")) == {("dsn", "bounced"), ("reply", "replied")}
    assert box.flags == {1: {"BarometerRead", "\\Seen"}, 2: {"BarometerRead"}, 3: {"BarometerRead"}}
    assert poll(box, now) == 0


def test_a_server_without_keywords_marks_as_seen(box: Box, sent: list[Sent], now: datetime) -> None:
    box.takes_keywords = False
    assert poll(box, now) == 3
    assert set(map(frozenset, box.flags.values())) == {frozenset({"\\Seen"})}
    assert poll(box, now) == 0


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH 1", "FETCH 2", "STORE 1", "STORE 2"])
def test_a_lost_connection_costs_this_round_and_nothing_else(
    box: Box, sent: list[Sent], now: datetime, command: str
) -> None:
    box.breaks_off_at = command
    assert poll(box, now) < 3
    box.breaks_off_at = ""
    poll(box, now)
    assert MailEvent.objects.count() == 2
    assert Message.objects.get(uuid=sent[0].uuid).state == MessageState.BOUNCED
    assert poll(box, now) == 0


def test_a_wrong_password_is_said_without_telling_it(
    box: Box, now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FEEDBACK_MAILBOX_URL = box.url.replace("s%2Fcret", "hunter2")
    with caplog.at_level(logging.WARNING):
        assert poll(box, now) == 0
    assert "is the login right" in caplog.text
    assert "hunter2" not in caplog.text


def test_an_unknown_certificate_is_not_trusted(
    box: Box, sent: list[Sent], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    assert polling.poll(clock=lambda: now) == 0
    assert "cannot be read" in caplog.text


def test_a_mail_that_cannot_be_read_does_not_stand_in_the_way(
    box: Box, sent: list[Sent], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.mails.insert(0, b'Content-Type: multipart/report; boundary="\xff\x00\n\n--\xff' + b"(" * 3000)
    assert poll(box, now) == 4
    assert MailEvent.objects.count() == 2
