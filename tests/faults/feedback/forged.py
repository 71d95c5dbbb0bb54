"""Reports that somebody made up: each is right in its form and lies about one thing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from surveys.channels.feedback import verp
from tests.faults.feedback import people, servers
from tests.faults.feedback.sent import REASONS, Sent

Forgery = Callable[[Sent, int], str]
PLAIN = "feedback@meridian.example"


def _report(sent: Sent, number: int) -> str:
    """A hard bounce or a complaint, in the dialect of some server."""
    forms = [*servers.DIALECTS, *people.COMPLAINTS]
    form = forms[number % len(forms)]
    return form(sent, REASONS[0]) if form in servers.DIALECTS else form(sent)  # type: ignore[call-arg, operator]


def wrong_proof(sent: Sent, number: int) -> str:
    start, _, domain = sent.return_path.rpartition("@")
    return _report(replace(sent, return_path=f"{start[:-16]}{'a' * 16}@{domain}"), number)


def another_mails_proof(sent: Sent, number: int) -> str:
    """The proof of one mail under the name of another."""
    other = verp.return_path(uuid4(), sent.sent_at.date(), "")
    proof = other.partition("@")[0].rpartition(".")[2]
    start, _, domain = sent.return_path.rpartition("@")
    return _report(replace(sent, return_path=f"{start.rpartition('.')[0]}.{proof}@{domain}"), number)


def too_old(sent: Sent, number: int) -> str:
    old = verp.return_path(sent.uuid, (sent.sent_at - timedelta(days=45)).date(), "")
    return _report(replace(sent, return_path=old), number)


def unknown_mail(sent: Sent, number: int) -> str:
    return _report(replace(sent, uuid=uuid4(), return_path=PLAIN), number)


def another_recipient(sent: Sent, number: int) -> str:
    return _report(replace(sent, recipient=f"somebody{number}@elsewhere.example", return_path=PLAIN), number)


FORGERIES: tuple[Forgery, ...] = (wrong_proof, another_mails_proof, too_old, unknown_mail, another_recipient)
