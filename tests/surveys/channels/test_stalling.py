"""A server that lets one mail wait: the talk goes on aside, and nothing read or written is lost."""

import time

import pytest

from config.stack.mail.behaviour import HANG, SLOW
from config.stack.mail.server import Server
from surveys.channels.conversation import GO_AHEAD, Conversation, Mail, Stalled
from surveys.channels.email import Channel
from surveys.channels.waiting import A_DOMAIN, Waiting
from surveys.models import Outcome

TEXT = b"Message-ID: <msg-%d@ours.example>\r\nSubject: x\r\n\r\nhello\r\n"


def mail(number: int, to: str = "ann@well.example") -> Mail:
    return Mail(f"msg-{number}@ours.example", "anna@ours.example", to, TEXT % number)


def test_a_hanging_server_keeps_no_other_waiting(mail_server: Server) -> None:
    mail_server.behaviour.scripts["bob@hangs.example"] = [HANG]
    begun = time.monotonic()
    with Channel() as channel:
        talk = channel.begin(mail(1, "bob@hangs.example"), seconds=0.1)
        assert isinstance(talk, Conversation)
        assert channel.send(mail(2)).outcome == Outcome.ACCEPTED
        assert time.monotonic() - begun < 5
        receipt = talk.finish(0.1)
    assert (receipt.outcome, receipt.is_server_away) == (Outcome.DEFERRED, True)
    assert receipt.reply.startswith("no answer within")
    assert len(mail_server.log()) == 1


def test_a_late_answer_is_taken_up_where_it_was_left(mail_server: Server) -> None:
    mail_server.behaviour.delay_ms = 600
    with Channel() as channel:
        talk = channel.begin(mail(1), seconds=0.2)
        assert isinstance(talk, Conversation) and talk.is_in_doubt
        receipt = talk.finish(10)
    assert receipt.outcome == Outcome.ACCEPTED
    assert len(mail_server.log()) == 1


def test_a_text_whose_answer_never_comes_is_in_doubt(mail_server: Server) -> None:
    mail_server.behaviour.delay_ms = 5000
    with Channel() as channel:
        talk = channel.begin(mail(1), seconds=0.2)
        assert isinstance(talk, Conversation)
        receipt = talk.finish(0.2)
    assert (receipt.outcome, receipt.is_server_away) == (Outcome.IN_DOUBT, True)


def test_bytes_that_crawl_add_up_to_an_answer(mail_server: Server) -> None:
    mail_server.behaviour.scripts["bob@slow.example"] = [SLOW]
    mail_server.behaviour.byte_seconds = 0.05
    with Channel() as channel:
        talk = channel.begin(mail(1, "bob@slow.example"), seconds=0.1)
        assert isinstance(talk, Conversation)
        for _ in range(3):  # asked several times in the middle of one line
            with pytest.raises(Stalled):
                talk.introduce(time.monotonic() + 0.2)
        code, _ = talk.introduce(time.monotonic() + 90)
        talk.close()
    assert code == GO_AHEAD


def test_two_talks_at_most_with_one_domain(mail_server: Server) -> None:
    mail_server.behaviour.scripts |= {f"c{n}@hangs.example": [HANG] for n in range(A_DOMAIN)}
    with Channel() as channel, Waiting[int]() as waiting:
        for number in range(A_DOMAIN):
            assert waiting.may_begin("hangs.example")
            talk = channel.begin(mail(number, f"c{number}@hangs.example"), seconds=0.1)
            assert isinstance(talk, Conversation)
            waiting.add(number, talk, domain="hangs.example", seconds=0.3)
        assert not waiting.may_begin("hangs.example")
        assert waiting.may_begin("well.example")
        ended: list[int] = []
        while waiting:
            ended += [key for key, _ in waiting.ended(1)]
    assert sorted(ended) == list(range(A_DOMAIN))
