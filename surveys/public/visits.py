"""Who stands at the door: token, invitation, sender, answer so far and brand, in one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse

from surveys import tokens
from surveys.definition import answers as judge
from surveys.definition.questionnaire import Questionnaire
from surveys.models import Brand, Invitation, TokenPurpose
from surveys.rendering import published
from surveys.rendering.visitor import Look, Visitor

# Written out: composing the same statement by the ORM costs ten times what rendering the page does.
VISIT = (Path(__file__).parent / "sql" / "visit.sql").read_text(encoding="utf-8")
INVITATION_FIELDS = ("id", "uuid", "version_id", "language", "facts", "zone", "expires_at", "cancelled_at")
NO_LOOK = Look(name="", accent="", reply_name="", reply_address="")


@dataclass(frozen=True)
class Begun:
    """The answer as far as it goes."""

    language: str
    answers: dict[str, Any]
    sequence: int
    started_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class Visit:
    """A person who came by a personal link. The invitation holds INVITATION_FIELDS, others on demand."""

    invitation: Invitation
    response: Begun | None
    visitor: Visitor
    accepted_at: datetime | None

    @property
    def questionnaire(self) -> Questionnaire:
        return published.questionnaire(self.invitation.version_id)

    @property
    def answers(self) -> dict[str, Any]:
        return self.response.answers if self.response else {}

    @property
    def sequence(self) -> int:
        return self.response.sequence if self.response else 0

    @property
    def is_answered(self) -> bool:
        return self.response is not None and self.response.submitted_at is not None

    def closed(self, now: datetime) -> str:
        """Why the survey takes no answer any more; empty while it does."""
        if self.invitation.cancelled_at:
            return "cancelled"
        return "expired" if self.invitation.expires_at <= now else ""

    def language(self, wanted: str) -> str:
        """The wanted language where the survey has it, else the one used before, else the invitation's."""
        begun = self.response.language if self.response else ""
        known = self.questionnaire.languages
        for language in (wanted, begun, self.invitation.language, self.invitation.language.split("-")[0]):
            if language in known:
                return language
        return known[0]

    def first_unanswered(self) -> int:
        return judge.first_unanswered_page(self.questionnaire, self.answers, self.invitation.facts)


def find(token: str) -> Visit | None:
    """The visit that a link opens, or None for one that is unknown, revoked or for another purpose.

    Expired links are found as well: their page says so kindly.
    """
    with connection.cursor() as cursor:
        cursor.execute(VISIT, {"hash": tokens.hash_of(token[: tokens.LONGEST_TEXT])})
        values = cursor.fetchone()
        if values is None or len(token) > tokens.LONGEST_TEXT:
            return None
        row = dict(zip((column.name for column in cursor.description), values, strict=True))
    row["invitation_facts"] = json.loads(row["invitation_facts"])
    invitation = Invitation.from_db(
        "default", INVITATION_FIELDS, [row[f"invitation_{name}"] for name in INVITATION_FIELDS]
    )
    return Visit(
        invitation=invitation,
        response=_begun(row),
        visitor=_visitor(invitation, token, row),
        accepted_at=row["accepted_at"],
    )


def our_look() -> Look:
    """The company's own look, for pages that belong to no invitation."""
    brand = Brand.objects.filter(id=1).first()
    if brand is None:
        return NO_LOOK
    return Look(brand.name, brand.accent, brand.sender_name or brand.name, brand.reply_to_address)


def _begun(row: Mapping[str, Any]) -> Begun | None:
    if row["response_sequence"] is None:
        return None
    return Begun(
        language=row["response_language"],
        answers=json.loads(row["response_answers"]),
        sequence=row["response_sequence"],
        started_at=row["response_started_at"],
        submitted_at=row["response_submitted_at"],
    )


def _visitor(invitation: Invitation, token: str, row: Mapping[str, Any]) -> Visitor:
    unsubscribe = tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)
    return Visitor(
        look=Look(
            name=row["brand_name"] or "",
            accent=row["brand_accent"] or "",
            reply_name=row["sender_name"],
            reply_address=row["reply_to_address"],
        ),
        facts=invitation.facts,
        sender_name=row["sender_name"],
        sender_title=row["sender_title"],
        path=reverse("surveys:answer", args=[token]),
        unsubscribe_path=reverse("surveys:unsubscribe", args=[unsubscribe]),
        kept_until_on=invitation.expires_at.astimezone(ZoneInfo(invitation.zone)).date(),
    )
