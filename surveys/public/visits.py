"""Who stands at the door: token, invitation, sender, answer so far and brand, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from surveys import tokens
from surveys.definition import answers as judge
from surveys.definition.questionnaire import Questionnaire
from surveys.models import Brand, Invitation, Message, Response, Token, TokenPurpose
from surveys.rendering import published
from surveys.rendering.visitor import Look, Visitor

BRAND = Brand.objects.filter(id=1)
FIRST_MAIL = Message.objects.filter(invitation=OuterRef("invitation_id"), number=0)
NO_LOOK = Look(name="", accent="", reply_name="", reply_address="")


@dataclass(frozen=True)
class Visit:
    """A person who came by a personal link. `accepted_at`: when the mail server took the first mail."""

    invitation: Invitation
    response: Response | None
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
    digest = tokens.hash_of(token[: tokens.LONGEST_TEXT])
    found = (
        Token.objects.filter(hash=digest, purpose=TokenPurpose.ANSWER, revoked_at=None)
        .select_related("invitation__batch", "invitation__response")
        .annotate(
            brand_name=Subquery(BRAND.values("name")),
            brand_accent=Subquery(BRAND.values("accent")),
            accepted_at=Subquery(FIRST_MAIL.values("accepted_at")),
        )
        .first()
    )
    if found is None or len(token) > tokens.LONGEST_TEXT:
        return None
    return Visit(
        invitation=found.invitation,
        response=getattr(found.invitation, "response", None),
        visitor=_visitor(found.invitation, token, found.brand_name or "", found.brand_accent or ""),
        accepted_at=found.accepted_at,
    )


def our_look() -> Look:
    """The company's own look, for pages that belong to no invitation."""
    brand = BRAND.first()
    if brand is None:
        return NO_LOOK
    return Look(brand.name, brand.accent, brand.sender_name or brand.name, brand.reply_to_address)


def _visitor(invitation: Invitation, token: str, name: str, accent: str) -> Visitor:
    batch = invitation.batch
    unsubscribe = tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)
    return Visitor(
        look=Look(name, accent, batch.sender_name, batch.reply_to_address),
        facts=invitation.facts,
        sender_name=batch.sender_name,
        sender_title=batch.sender_title,
        path=reverse("surveys:answer", args=[token]),
        unsubscribe_path=f"/u/{unsubscribe}",
        kept_until_on=invitation.expires_at.astimezone(ZoneInfo(invitation.zone)).date(),
    )
