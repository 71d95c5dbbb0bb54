import time
from datetime import UTC, datetime
from email import message_from_bytes
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.channels.feedback import reading
from surveys.models import MailEventKind
from tests.faults.feedback import people, servers
from tests.faults.feedback.sent import REASONS, Reason, Sent

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
SENT = Sent(UUID(int=7), "elena@alfa.example", "bounces+x@mail.meridian.example", NOW)
MAILS = [dialect(SENT, REASONS[0]).encode() for dialect in servers.DIALECTS]
MAILS += [mail(SENT).encode() for mail in (*people.COMPLAINTS, *people.AWAY, *people.ANSWERS)]


@given(raw=st.binary(max_size=600))
def test_any_bytes_are_read(raw: bytes) -> None:
    reading.read(raw, now=NOW)


def test_a_mail_that_cannot_be_written_again_is_read() -> None:
    """Its headers end amid the one that tells its parts, in a letter of no alphabet."""
    raw = MAILS[0].replace(b"\tboundary=", b"\x80\tboundary=", 1)
    with pytest.raises(UnicodeEncodeError):
        message_from_bytes(raw).as_bytes()
    assert len(reading.read(raw, now=NOW).event_id) == 64


@given(raw=st.sampled_from(MAILS), at=st.integers(0, 3000), junk=st.binary(max_size=40), cut=st.booleans())
def test_damaged_reports_are_read(raw: bytes, at: int, junk: bytes, cut: bool) -> None:
    report = reading.read(raw[:at] + junk + (b"" if cut else raw[at:]), now=NOW)
    assert report.occurred_at <= NOW
    assert len(report.words) <= 300


@pytest.mark.parametrize(
    "content",
    [
        "Content-Type: text/html\n\n" + "<" * 1_500_000,
        "Content-Type: text/html\n\n" + "<style " * 200_000,
        "\n" + "-" * 1_500_000,
        "\n" + "user" * 400_000,
        "\nno mailbox here by that name\n" + "not deliver " * 150_000,
        "Subject: " + "=?a?q?" * 300_000 + "\n\nx",
    ],
    ids=["brackets", "styles", "dashes", "users", "words", "encoded"],
)
def test_nobody_can_keep_a_reader_busy(content: str) -> None:
    began = time.process_time()
    for sender in ("elena@alfa.example", "mailer-daemon@alfa.example"):
        reading.read(f"From: {sender}\n{content}".encode(), now=NOW)
    assert time.process_time() - began < 8


def test_a_charset_that_is_none_costs_no_report() -> None:
    raw = people.answer_outlook(SENT).encode().replace(b"Subject: ", b"Subject: =?\xffutf-8?q?x?= ", 1)
    assert reading.read(raw, now=NOW).kind == MailEventKind.REPLIED


@pytest.mark.parametrize("dialect", [servers.postfix, servers.sendmail, servers.exim])
def test_who_tried_in_vain_until_the_end_of_patience_says_failed(dialect: servers.Dialect) -> None:
    late = Reason("451", "4.4.7", "Message could not be delivered for 5 days", "bounced")
    report = reading.read(dialect(SENT, late).encode(), now=NOW)
    assert (report.kind, report.is_address_dead) == (MailEventKind.BOUNCED, False)


def test_the_same_mail_has_the_same_id_whatever_was_added_on_its_way() -> None:
    for raw in MAILS:
        again = b"Received: from a by b\nX-Spam-Status: No\n" + raw
        assert reading.read(raw, now=NOW).event_id == reading.read(again, now=NOW).event_id
    assert len({reading.read(raw, now=NOW).event_id for raw in MAILS}) == len(MAILS)


def test_a_reply_keeps_what_the_person_wrote_only() -> None:
    report = reading.read(people.answer_outlook(SENT).encode(), now=NOW)
    assert (report.kind, report.words) == (MailEventKind.REPLIED, "The pumps came two days late.")
    russian = reading.read(people.answer_russian(SENT).encode(), now=NOW)
    assert russian.words == "Спасибо, всё хорошо, но срок сорван."


def test_a_quoted_bounce_in_a_persons_mail_is_no_bounce() -> None:
    words = "Look what I got:\n> 550 5.1.1 User unknown <elena@alfa.example>"
    raw = people.answer_outlook(SENT).replace("The pumps came two days late.", words)
    assert reading.read(raw.encode(), now=NOW).kind == MailEventKind.REPLIED


def test_a_subject_that_begins_like_an_absence_in_a_word_is_a_persons() -> None:
    raw = people.answer_outlook(SENT)
    assert reading.read(raw.encode(), now=NOW).source == "reply"
