"""Complaints of providers, what programs answer while people are away, and what people answer."""

from base64 import b64encode
from collections.abc import Callable

from tests.faults.feedback.sent import Sent

Mail = Callable[[Sent], str]


def _arf(
    sent: Sent, *, reporter: str, agent: str, fields: str, back: str, kind: str = "message/rfc822"
) -> str:
    return f"""Return-Path: <{reporter}>
Delivered-To: {sent.return_path}
From: <{reporter}>
To: {sent.return_path}
Subject: FW: Your order SO-1001: 2 minutes
Date: {sent.date}
Message-ID: <arf-{sent.uuid}@{reporter.partition("@")[2]}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

--arf
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report for an email message received from 198.51.100.20.

--arf
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: {agent}
Version: 1
{fields}
--arf
Content-Type: {kind}

{back}
--arf--
"""


def yahoo(sent: Sent) -> str:
    fields = (
        f"Original-Mail-From: <{sent.return_path}>\nOriginal-Rcpt-To:"
        f" {sent.recipient}\nReceived-Date: {sent.date}\n"
    )
    return _arf(
        sent,
        reporter="feedback@arf.mail.yahoo.com",
        agent="Yahoo!-Mail-Feedback/2.0",
        fields=fields,
        back=sent.whole(),
    )


def blacked_out(sent: Sent) -> str:
    """The recipient is not told; the return path is."""
    fields = (
        f"Original-Mail-From: <{sent.return_path}>\nSource-IP: 198.51.100.20\nReported-Domain:"
        " meridian.example\n"
    )
    back = sent.headers(recipient="redacted@redacted.invalid")
    return _arf(
        sent,
        reporter="feedbackloop@fbl.provider.example",
        agent="ReturnPathFBL/1.0",
        fields=fields,
        back=back,
        kind="text/rfc822-headers",
    )


def mail_ru(sent: Sent) -> str:
    fields = (
        f"Original-Rcpt-To: {sent.recipient}\nArrival-Date: {sent.date}\nSource-IP:"
        " 198.51.100.20\nReported-URI: x\n"
    )
    return _arf(sent, reporter="fbl@corp.mail.ru", agent="Mail.ru-FBL/0.1", fields=fields, back=sent.whole())


def outlook(sent: Sent) -> str:
    """Not a feedback report at all: the mail itself, forwarded, with a header of theirs."""
    return f"""From: <staff@hotmail.com>
To: {sent.return_path}
Subject: complaint about message from 198.51.100.20
Date: {sent.date}
Message-ID: <jmr-{sent.uuid}@hotmail.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="jmr"

--jmr
Content-Type: message/rfc822

X-HmXmrOriginalRecipient: {sent.recipient}
{sent.whole()}
--jmr--
"""


COMPLAINTS: tuple[Mail, ...] = (yahoo, blacked_out, mail_ru, outlook)


def _answer(sent: Sent, *, subject: str, headers: str = "", words: str = "", to: str = "") -> str:
    coded = "=?utf-8?B?" + b64encode(subject.encode()).decode() + "?="
    return f"""Return-Path: <{sent.recipient}>
From: Elena Ivanova <{sent.recipient}>
To: {to or sent.sender}
Subject: {coded}
Date: {sent.date}
Message-ID: <answer-{sent.uuid}@{sent.domain}>
In-Reply-To: {sent.message_id}
References: {sent.message_id}
{headers}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{words}
"""


def away_exchange(sent: Sent) -> str:
    headers = (
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress:"
        " All\nX-MS-Exchange-Inbox-Rules-Loop: x@y.example\n"
    )
    return _answer(
        sent, subject="Automatic reply: Your order SO-1001", headers=headers, words="I am away until Monday."
    )


def away_gmail(sent: Sent) -> str:
    headers = "Auto-Submitted: auto-replied\nPrecedence: bulk\nX-Autoreply: yes\n"
    return _answer(sent, subject="Out of office Re: Your order SO-1001", headers=headers, words="I am away.")


def away_sieve(sent: Sent) -> str:
    headers = "Auto-Submitted: auto-replied (vacation)\nX-Sieve: Pigeonhole Sieve 0.5.21\n"
    return _answer(
        sent, subject="Auto: Your order SO-1001", headers=headers, words="Away.", to=sent.return_path
    )


def away_yandex(sent: Sent) -> str:
    headers = "X-Yandex-Autoreply: yes\nAuto-Submitted: auto-replied\n"
    return _answer(
        sent, subject="Автоответ: Ваш заказ", headers=headers, words="Я в отпуске до понедельника."
    )


def away_bare(subject: str) -> Mail:
    """Old servers say it in the subject only."""

    def away(sent: Sent) -> str:
        return _answer(sent, subject=subject, words="...")

    return away


AWAY: tuple[Mail, ...] = (
    away_exchange,
    away_gmail,
    away_sieve,
    away_yandex,
    away_bare("Out of the office until 30 November"),
    away_bare("Автоматический ответ: Ваш заказ SO-1001"),
    away_bare("Я в отпуске до 1 декабря"),
    away_bare("Abwesenheitsnotiz: Ihre Bestellung SO-1001"),
    away_bare("Automatische Antwort: Ihre Bestellung"),
    away_bare("Réponse automatique : Votre commande"),
    away_bare("Absence du bureau : Votre commande"),
)


def answer_outlook(sent: Sent) -> str:
    words = (
        f"The pumps came two days late.\n\nFrom: Irina Belova <{sent.sender}>\nSent:"
        " Monday\nSubject: Your order"
    )
    return _answer(
        sent, subject="RE: Your order SO-1001: 2 minutes", headers="Thread-Topic: Your order\n", words=words
    )


def answer_russian(sent: Sent) -> str:
    words = (
        "Спасибо, всё хорошо, но срок сорван.\n\nПн, 16 нояб. 2026 г. в 10:00, Irina Belova"
        " пишет:\n> Good day"
    )
    return _answer(sent, subject="Re: Ваш заказ SO-1001", words=words)


def answer_of_a_colleague(sent: Sent) -> str:
    """From another address than the one that was asked."""
    return _answer(sent, subject="WG: Your order", words="Elena has left; I take over.").replace(
        f"From: Elena Ivanova <{sent.recipient}>", f"From: Boris <boris@{sent.domain}>"
    )


ANSWERS: tuple[Mail, ...] = (answer_outlook, answer_russian, answer_of_a_colleague)
