"""Bounces as mail servers write them: each dialect is a function of a mail and a reason."""

from collections.abc import Callable

from tests.faults.feedback.sent import Reason, Sent

Dialect = Callable[[Sent, Reason], str]


def _dsn(sent: Sent, *, sender: str, subject: str, words: str, fields: str, back: str, kind: str = "") -> str:
    """A multipart/report of three parts, as RFC 3464 has it."""
    return f"""Return-Path: <>
Delivered-To: {sent.return_path}
From: {sender}
To: {sent.return_path}
Subject: {subject}
Date: {sent.date}
Message-ID: <report-{sent.uuid}@mx.{sent.domain}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="b1/{sent.uuid}"

--b1/{sent.uuid}
Content-Type: text/plain; charset=us-ascii

{words}

--b1/{sent.uuid}
Content-Description: Delivery report
Content-Type: message/delivery-status

{fields}

--b1/{sent.uuid}
Content-Type: {kind or "message/rfc822"}

{back}
--b1/{sent.uuid}--
"""


def _action(reason: Reason) -> str:
    return "delayed" if reason.fate == "delayed" else "failed"


def postfix(sent: Sent, reason: Reason) -> str:
    said = f"{reason.code} {reason.status} <{sent.recipient}>: Recipient address rejected: {reason.words}"
    return _dsn(
        sent,
        sender=f"MAILER-DAEMON@mx.{sent.domain} (Mail Delivery System)",
        subject="Delayed Mail (still being retried)"
        if reason.fate == "delayed"
        else "Undelivered Mail Returned to Sender",
        words=f"This is the mail system at host mx.{sent.domain}.\n\nI'm sorry to have to inform you"
        f" that your"
        f" message could not\nbe delivered to one or more recipients. It's attached"
        f" below.\n\n<{sent.recipient}>:"
        f" host mx1.{sent.domain}[192.0.2.7] said: {said} (in reply to\n    RCPT TO command)",
        fields=f"Reporting-MTA: dns; mx.{sent.domain}\nX-Postfix-Queue-ID: 4XyZ12\nX-Postfix-Sender:"
        f" rfc822;"
        f" {sent.return_path}\nArrival-Date: {sent.date}\n\nFinal-Recipient: rfc822; {sent.recipient}\n"
        f"Original-Recipient: rfc822;{sent.recipient}\nAction: {_action(reason)}\nStatus: {reason.status}\n"
        f"Remote-MTA: dns; mx1.{sent.domain}\nDiagnostic-Code: smtp; {said}",
        back=sent.headers(),
        kind="text/rfc822-headers",
    )


def sendmail(sent: Sent, reason: Reason) -> str:
    return _dsn(
        sent,
        sender=f"Mail Delivery Subsystem <MAILER-DAEMON@mail.{sent.domain}>",
        subject="Returned mail: see transcript for details"
        if reason.fate != "delayed"
        else "Warning: could not send message for past 4 hours",
        words=f"The original message was received at {sent.date}\nfrom relay.meridian.example"
        f" [198.51.100.20]\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{sent.recipient}>\n   "
        f" (reason:"
        f" {reason.code} {reason.status} {reason.words})\n\n   ----- Transcript of session follows"
        f" -----\n... while"
        f" talking to mail.{sent.domain}.:\n>>> RCPT To:<{sent.recipient}>\n<<< {reason.code}"
        f" {reason.status} {reason.words}",
        fields=f"Reporting-MTA: dns; mail.{sent.domain}\nReceived-From-MTA: DNS;"
        f" relay.meridian.example\nArrival-Date:"
        f" {sent.date}\n\nFinal-Recipient: RFC822; {sent.recipient}\nAction: {_action(reason)}\nStatus:"
        f" {reason.status}\nRemote-MTA: DNS; mail.{sent.domain}\nDiagnostic-Code: SMTP; {reason.code}"
        f" {reason.status} {reason.words}\nLast-Attempt-Date: {sent.date}",
        back=sent.whole(),
    )


def exchange(sent: Sent, reason: Reason) -> str:
    said = (
        f"{reason.code} {reason.status} {reason.words} [VE1EUR03FT012.eop-EUR03.prod.protection.outlook.com]"
    )
    return _dsn(
        sent,
        sender='"Microsoft Outlook" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@' + sent.domain + ">",
        subject="Delivery delayed: Your order SO-1001"
        if reason.fate == "delayed"
        else "Undeliverable: Your order SO-1001: 2 minutes",
        words=f"{sent.recipient}\nYour message couldn't be delivered.\n\nRemote Server returned '{said}'",
        fields=f"Reporting-MTA: dns;AM0PR04MB1234.eurprd04.prod.outlook.com\nReceived-From-MTA:"
        f" dns;relay.meridian.example\n"
        f"Arrival-Date: {sent.date}\n\nFinal-Recipient: rfc822;{sent.recipient}\nAction:"
        f" {_action(reason)}\nStatus:"
        f" {reason.status}\nDiagnostic-Code: smtp;{said}\nX-Display-Name: {sent.recipient}",
        back=sent.whole(),
    )


def gmail(sent: Sent, reason: Reason) -> str:
    failed = f"X-Failed-Recipients: {sent.recipient}\n" if reason.fate != "delayed" else ""
    code = f"{reason.code}-{reason.status}"
    said = f"{code} {reason.words}. Please try\n {code} double-checking the recipient's email address for"
    said += f" typos or\n {reason.code} {reason.status} unnecessary spaces. - gsmtp"
    return failed + _dsn(
        sent,
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Delay)"
        if reason.fate == "delayed"
        else "Delivery Status Notification (Failure)",
        words=f"** Address not found **\n\nYour message wasn't delivered to {sent.recipient}.\n\nThe"
        f" response was:\n\n" + said.replace("\n ", "\n"),
        fields=f"Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns;"
        f" {sent.sender}\nArrival-Date: {sent.date}\n"
        f"X-Original-Message-ID: {sent.message_id}\n\nFinal-Recipient: rfc822; {sent.recipient}\nAction:"
        f" {_action(reason)}\nStatus: {reason.status}\nRemote-MTA: dns;"
        f" aspmx.l.google.com.\nDiagnostic-Code: smtp; {said}\n"
        f"Last-Attempt-Date: {sent.date}",
        back=sent.whole(),
    )


def exim(sent: Sent, reason: Reason) -> str:
    """A text for people; the recipient also stands in a header."""
    is_late = reason.fate == "delayed"
    subject = (
        "Warning: message 1tEkQX-0002aB-3c delayed 24 hours"
        if is_late
        else "Mail delivery failed: returning message to sender"
    )
    found = "" if is_late else f"X-Failed-Recipients: {sent.recipient}\n"
    opening = (
        "This message was created automatically by mail delivery software.\nA message that you sent has"
        " not yet been"
        " delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx."
        f"{sent.domain}.\n\nThe address to which the message has not yet been delivered is:\n\n "
        f" {sent.recipient}\n"
        f"    host mx1.{sent.domain} [192.0.2.7]\n    SMTP error from remote mail server after RCPT"
        f" TO:<{sent.recipient}>:\n"
        f"    {reason.code} {reason.status} {reason.words}\n\nNo action is required on your part."
        f" Delivery attempts will"
        " continue for\nsome time, and this warning may be repeated at intervals if the"
        " message\nremains undelivered."
        if is_late
        else "This message was created automatically by mail delivery software.\n\nA message that you"
        " sent could not be"
        " delivered to one or more of its\nrecipients. This is a permanent error. The following"
        " address(es) failed:\n\n"
        f"  {sent.recipient}\n    host mx1.{sent.domain} [192.0.2.7]\n    SMTP error from remote mail"
        f" server after RCPT"
        f" TO:<{sent.recipient}>:\n    {reason.code} {reason.status} {reason.words}"
    )
    return f"""Return-path: <>
Envelope-to: {sent.return_path}
{found}Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.{sent.domain}>
To: {sent.return_path}
Subject: {subject}
Message-Id: <E1tEkQX-{sent.uuid}@mx.{sent.domain}>
Date: {sent.date}

{opening}

------ This is a copy of the message, including all the headers. ------

{sent.whole()}"""


def qmail(sent: Sent, reason: Reason) -> str:
    if reason.fate == "delayed":
        return postfix(sent, reason)  # qmail itself sends no warnings
    return f"""Return-Path: <>
Delivered-To: {sent.return_path}
From: MAILER-DAEMON@mx.{sent.domain}
To: {sent.return_path}
Subject: failure notice
Date: {sent.date}
Message-ID: <qmail-{sent.uuid}@mx.{sent.domain}>

Hi. This is the qmail-send program at mx.{sent.domain}.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{sent.recipient}>:
192.0.2.7 does not like recipient.
Remote host said: {reason.code} {reason.status} {reason.words}
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <{sent.return_path}>
{sent.whole()}"""


def yandex(sent: Sent, reason: Reason) -> str:
    said = f"{reason.code} {reason.status} {reason.words}"
    return _dsn(
        sent,
        sender="mailer-daemon@yandex.ru",
        subject="=?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=",
        words=f"This is the mail system at host yandex.ru.\n\nI'm sorry to have to inform you that your"
        f" message could"
        f" not be delivered.\n\n<{sent.recipient}>: host mx.{sent.domain}[192.0.2.9] said: {said}",
        fields=f"Reporting-MTA: dns; forward101o.mail.yandex.net\nX-Yandex-Queue-ID:"
        f" 8B2C\nX-Yandex-Sender: rfc822;"
        f" {sent.return_path}\nArrival-Date: {sent.date}\n\nFinal-Recipient: rfc822;"
        f" {sent.recipient}\nOriginal-Recipient:"
        f" rfc822;{sent.recipient}\nAction: {_action(reason)}\nStatus: {reason.status}\nRemote-MTA:"
        f" dns; mx.{sent.domain}\n"
        f"Diagnostic-Code: smtp; {said}",
        back=sent.whole(),
    )


def mail_ru(sent: Sent, reason: Reason) -> str:
    """As Exim with a text of its own, in Russian first."""
    if reason.fate == "delayed":
        return exim(sent, reason)
    return f"""Return-path: <>
X-Original-To: {sent.return_path}
X-Failed-Recipients: {sent.recipient}
Auto-Submitted: auto-replied
From: Mail.Ru <mailer-daemon@corp.mail.ru>
To: {sent.return_path}
Subject: =?utf-8?B?TWFpbCBmYWlsdXJl?=
Date: {sent.date}
Message-Id: <E1-{sent.uuid}@f123.i.mail.ru>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.

К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

**********************

{sent.recipient}
SMTP error from remote mail server after RCPT TO:<{sent.recipient}>:
host mx.{sent.domain} [192.0.2.11]: {reason.code} {reason.status} {reason.words}

**********************

Message was not accepted -- invalid mailbox.  Local mailbox {sent.recipient} is unavailable: {reason.words}

------ This is a copy of your message, including all the headers. ------

{sent.whole()}"""


def domino(sent: Sent, reason: Reason) -> str:
    """A status that says nothing (5.0.0); the next server's answer does."""
    status = "5.0.0" if reason.fate != "delayed" else reason.status
    return _dsn(
        sent,
        sender=f"Postmaster@{sent.domain}",
        subject="DELIVERY FAILURE: Your order SO-1001",
        words=f"Your message\n\n  Subject: Your order SO-1001\n\nwas not delivered to:\n\n "
        f" {sent.recipient}\n\nbecause:\n\n  "
        f"{reason.words}",
        fields=f"Reporting-MTA: dns;notes.{sent.domain}\n\nFinal-Recipient:"
        f" rfc822;{sent.recipient}\nAction: {_action(reason)}\n"
        f"Status: {status}\nDiagnostic-Code: X-Notes; {reason.code} {reason.status} {reason.words}",
        back=sent.headers(),
        kind="text/rfc822-headers",
    )


DIALECTS: tuple[Dialect, ...] = (postfix, sendmail, exchange, gmail, exim, qmail, yandex, mail_ru, domino)
