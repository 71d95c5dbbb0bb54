"""Takes in one mail that came to a mailbox of ours."""

from dataclasses import dataclass
from datetime import datetime

from surveys.actions.feedback import believing, recording
from surveys.actions.feedback.recording import Happening
from surveys.channels.feedback import reading
from surveys.channels.feedback.report import Report
from surveys.models import MailEventKind


@dataclass(frozen=True)
class Received:
    """What a mail turned out to be. `is_ours` where it is about a mail of ours, `is_new` where it is news."""

    kind: MailEventKind
    is_ours: bool
    is_new: bool


def receive(*, raw: bytes, now: datetime, handed_to: str = "") -> Received:
    """Read a mail and act on what it says. `handed_to`: the envelope's recipient, if known apart.

    A report that is not believed changes nothing and is kept as ignored; mail that has nothing to do with us
    is not kept at all. Raises nothing for whatever bytes.
    """
    report = reading.read(raw, now=now, handed_to=handed_to)
    message, doubt = believing.mail_of(report, today=now.date())
    if message is None and not _claims_to_be_ours(report, now):
        return Received(MailEventKind.IGNORED, is_ours=False, is_new=False)
    kind, words = report.kind, report.words
    if message is None:
        kind, words = MailEventKind.IGNORED, doubt
    elif kind == MailEventKind.REPLIED and believing.was_sent_to_a_return_path(report, today=now.date()):
        kind, words = MailEventKind.IGNORED, "an automatic reply: people do not write to return paths"
    happening = Happening(
        source=report.source,
        event_id=report.event_id,
        kind=kind,
        occurred_at=report.occurred_at,
        words=words,
        is_address_dead=report.is_address_dead,
    )
    is_new = recording.record(happening=happening, message=message, now=now)
    return Received(kind, is_ours=message is not None, is_new=is_new)


def _claims_to_be_ours(report: Report, now: datetime) -> bool:
    return bool(report.message_uuids) or believing.was_sent_to_a_return_path(report, today=now.date())
