"""Freezes the mail of a batch, version and language at its first use: every repeat has the same bytes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from surveys.models import Batch, Brand, MailTemplate
from surveys.rendering import phrasebook, published
from surveys.rendering.mails import composing, encoding, short, template, words


@dataclass(frozen=True)
class Kind:
    """What mails have in common that are made from one template."""

    batch_id: int
    version_id: int
    language: str
    is_reminder: bool


@dataclass(frozen=True)
class Frozen:
    """A mail ready for its personal parts, and whom it comes from; on other channels the `short` text."""

    ready: composing.Ready
    sender_name: str
    sender_address: str
    short: str = ""


EMAIL = "email"
KEPT = 200
_frozen: dict[Kind, Frozen] = {}  # a row never changes, so a process encodes it once


def frozen(kind: Kind, *, now: datetime) -> Frozen:
    """The mail of this kind: made and stored at its first use, read from its row ever after."""
    found = _frozen.get(kind)
    if found is None:
        phrasebook.look_up()
        found = _encoded(_stored(kind, now))
        if len(_frozen) >= KEPT:
            _frozen.clear()
        _frozen[kind] = found
    return found


@transaction.atomic
def _stored(kind: Kind, now: datetime) -> MailTemplate:
    key = {
        "batch_id": kind.batch_id,
        "version_id": kind.version_id,
        "language": kind.language,
        "is_reminder": kind.is_reminder,
    }
    templates = MailTemplate.objects.select_related("batch").filter(**key)
    if found := templates.first():
        return found
    made = _made(kind, Batch.objects.get(id=kind.batch_id))
    # Two workers may make it at once: the first one's words hold for both.
    MailTemplate.objects.bulk_create(
        [
            MailTemplate(
                **key,
                sender=made.sender,
                subject=made.subject,
                html=made.html,
                text=made.text,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return templates.get()


def _made(kind: Kind, batch: Batch) -> template.Made:
    questionnaire, brand = published.questionnaire(kind.version_id), Brand.objects.first()
    if batch.channel != EMAIL:
        book = phrasebook.book(kind.language)
        wanted = words.Wanted(book, kind.language, batch, brand, kind.is_reminder)
        text = short.make(questionnaire, wanted)
        return template.Made(sender=wanted.sender, subject="", html="", text=text)
    return template.make(
        questionnaire, batch=batch, brand=brand, language=kind.language, is_reminder=kind.is_reminder
    )


def _encoded(row: MailTemplate) -> Frozen:
    ready = composing.Ready(
        sender=encoding.mailbox(row.sender, row.batch.sender_address),
        reply_to=encoding.mailbox("", row.batch.reply_to_address),
        subject=row.subject,
        text=composing.cut(row.text),
        html=composing.cut(row.html),
    )
    return Frozen(
        ready=ready,
        sender_name=row.batch.sender_name,
        sender_address=encoding.wire_address(row.batch.sender_address),
        short="" if row.batch.channel == EMAIL else row.text,
    )
