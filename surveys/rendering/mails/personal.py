"""What one person's mail says about them: their facts as clean one-line texts, and their links."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from surveys import tokens
from surveys.models import TokenPurpose
from surveys.rendering.mails.composing import Personal
from surveys.rendering.phrasebook import book
from surveys.rendering.visitor import Look, Visitor

# Line ends would start a header of their own; the brackets mark holes.
_NOT_A_WORD = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff⟦⟧]+")


class Reminds(StrEnum):
    """What a reminder says of those before and after it: a phrase of the mail's."""

    ONLY = "reminder"
    FIRST = "reminder_first"  # more may come
    LAST = "reminder_last"


def message_id(message_uuid: UUID) -> str:
    """`msg-UUID@host`, without the angle brackets of the header."""
    return f"msg-{message_uuid}@{urlsplit(settings.BASE_URL).hostname}"


def personal(
    *,
    message_uuid: UUID,
    invitation_uuid: UUID,
    dated_at: datetime,
    address: str,
    language: str,
    facts: Mapping[str, Any],
    sender_name: str,
    reminds: Reminds = Reminds.ONLY,
) -> Personal:
    """The personal parts of one mail; the same arguments and secret key always give the same."""
    links = links_of(invitation_uuid)
    answer_link, unsubscribe_link = links["answer_link"], links["unsubscribe_link"]
    visitor = Visitor(
        look=Look(name="", accent="", reply_name=sender_name, reply_address=""),
        facts=facts,
        sender_name=sender_name,
        sender_title="",
        path=answer_link,
        unsubscribe_path=unsubscribe_link,
        kept_until_on=dated_at.date(),
    )
    spoken = visitor.spoken(language) | {"readers": visitor.readers(book(language))}
    clean = {name: _NOT_A_WORD.sub(" ", value).strip() for name, value in spoken.items()}
    return Personal(
        message_id=message_id(message_uuid),
        invitation_uuid=invitation_uuid,
        dated_at=dated_at,
        recipient=address,
        recipient_name=clean["contact_name"],
        unsubscribe_link=unsubscribe_link,
        facts=clean | links | {"reminder": book(language)(f"mail.{reminds}")},
    )


def links_of(invitation_uuid: UUID) -> dict[str, str]:
    """A person's own links, by the names that mails know."""
    return {
        "answer_link": tokens.link(TokenPurpose.ANSWER, invitation_uuid),
        "unsubscribe_link": tokens.link(TokenPurpose.UNSUBSCRIBE, invitation_uuid),
        "my_data_link": tokens.link(TokenPurpose.MY_DATA, invitation_uuid),
    }


def reminds(number: int, of: int) -> Reminds:
    """Which reminder the message of this number is, where `of` is the invitation's last number."""
    if number < of:
        return Reminds.FIRST
    return Reminds.ONLY if of <= 1 else Reminds.LAST
