"""A survey's mail before anybody is asked: as its reader would see it, with links that lead nowhere new."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from surveys.definition.questionnaire import Mail, Questionnaire
from surveys.models import Batch, Brand
from surveys.rendering.mails import composing, encoding, short, template, words
from surveys.rendering.mails.composing import Personal
from surveys.rendering.mails.personal import personal
from surveys.rendering.phrasebook import book


@dataclass(frozen=True)
class Trial:
    """Which mail, to whom. `links` stand in the place of a client's own, by the names that mails know."""

    questionnaire: Questionnaire
    brand: Brand
    language: str
    is_reminder: bool
    facts: Mapping[str, Any]
    links: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """The mail with everything filled in; `short` is the text that SMS and chats would carry."""

    sender: str
    subject: str
    preview: str
    html: str
    text: str
    short: str


@dataclass(frozen=True)
class Letter:
    """Where and when a trial goes. The uuid is nobody's: a bounce of it finds no invitation."""

    uuid: UUID
    address: str
    dated_at: datetime
    mark: str  # stands before the subject


def seen(trial: Trial, *, now: datetime) -> Seen:
    """The mail for the screen."""
    wanted, made = _wanted(trial), _made(trial)
    facts = _parts(trial, Letter(UUID(int=0), trial.brand.sender_address, now, "")).facts
    said = words.of(trial.questionnaire, wanted)
    return Seen(
        sender=f"{made.sender} <{trial.brand.sender_address}>",
        subject=composing.read(made.subject, facts, is_hole=True),
        preview=composing.read(said.single["preview"], facts, is_hole=True),
        html=composing.read(made.html, facts, escape=html.escape),
        text=composing.read(made.text, facts),
        short=short.fill(short.make(trial.questionnaire, wanted), facts),
    )


def composed(trial: Trial, letter: Letter) -> bytes:
    """The mail for the wire, as an invitation's would be, its subject marked."""
    made = _made(trial)
    ready = composing.Ready(
        sender=encoding.mailbox(made.sender, trial.brand.sender_address),
        reply_to=encoding.mailbox("", trial.brand.reply_to_address),
        subject=f"{letter.mark} {made.subject}",
        text=composing.cut(made.text),
        html=composing.cut(made.html),
    )
    return composing.compose(ready, _parts(trial, letter))


def usual(questionnaire: Questionnaire, brand: Brand, language: str) -> dict[str, str]:
    """Our own words, which stand where the survey has none, by the names of its texts."""
    # A reminder without words of its own takes those of the invitation.
    invites = replace(questionnaire.mail, reminder_subject={}, reminder_lead={})
    found = {}
    for prefix, is_reminder, mail in (("", False, Mail()), ("reminder_", True, invites)):
        bare = replace(questionnaire, mail=mail)
        wanted = words.Wanted(book(language), language, batch_of(brand), brand, is_reminder)
        leads = words.leads(bare, wanted)
        opening = (book(language)("mail.reminder"),) if is_reminder else ()
        found[f"{prefix}subject"] = words.subject(bare, wanted)
        found[f"{prefix}lead"] = "\n".join((*opening, *leads))
    return found


def batch_of(brand: Brand) -> Batch:
    """A batch that is stored nowhere: the company itself writes."""
    return Batch(
        sender_name=brand.sender_name,
        sender_title=brand.sender_title,
        sender_address=brand.sender_address,
        reply_to_address=brand.reply_to_address,
    )


def _wanted(trial: Trial) -> words.Wanted:
    batch = batch_of(trial.brand)
    return words.Wanted(book(trial.language), trial.language, batch, trial.brand, trial.is_reminder)


def _made(trial: Trial) -> template.Made:
    return template.make(
        trial.questionnaire,
        batch=batch_of(trial.brand),
        brand=trial.brand,
        language=trial.language,
        is_reminder=trial.is_reminder,
    )


def _parts(trial: Trial, letter: Letter) -> Personal:
    parts = personal(
        message_uuid=letter.uuid,
        invitation_uuid=letter.uuid,
        dated_at=letter.dated_at,
        address=letter.address,
        language=trial.language,
        facts=trial.facts,
        sender_name=trial.brand.sender_name,
    )
    facts = {**parts.facts, **trial.links}
    facts["supplier"] = facts["supplier"] or trial.brand.name
    return replace(parts, facts=facts, unsubscribe_link=facts["unsubscribe_link"])
