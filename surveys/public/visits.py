"""Who stands at the door: token, invitation, sender, answer so far and brand, in one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from surveys import tokens
from surveys.actions import answering
from surveys.definition import answers as judge
from surveys.definition.questionnaire import Questionnaire
from surveys.models import Brand, Invitation, TokenPurpose, Verdict, prepared
from surveys.public.doors.changing import Changing
from surveys.public.doors.door import Door
from surveys.public.doors.instead import Instead
from surveys.public.doors.invited import Invited
from surveys.public.doors.nameless import NamelessInvited
from surveys.rendering import phrasebook, published
from surveys.rendering.visitor import Look, Standing, Visitor

# Written out: composing the same statement by the ORM costs ten times what rendering the page does.
VISIT = (Path(__file__).parent / "sql" / "visit.sql").read_text(encoding="utf-8")
# In the order of the model's fields: from_db takes them one by one.
INVITATION_FIELDS = (
    *("id", "uuid", "version_id", "language", "facts", "zone"),
    *("expires_at", "answered_at", "cancelled_at"),
)
SPOKEN_TO_ANYBODY = ("supplier", "who_reads")  # facts that tell nothing of the person
CHANGE, INSTEAD = "/change", "/anew"
NO_LOOK = Look(name="", accent="", reply_name="", reply_address="")


@dataclass(frozen=True)
class Begun:
    """The answer as far as it goes."""

    language: str
    answers: dict[str, Any]
    sequence: int
    started_at: datetime
    submitted_at: datetime | None
    changing: dict[str, Any] | None = None
    submission_id: UUID | None = None
    is_open_to_doubt: bool = False  # perhaps a program's, and judged by nobody yet
    saved_at: datetime | None = None
    at_page: int | None = None


@dataclass(frozen=True)
class Visit:
    """A person at one of the doors. An invitation holds INVITATION_FIELDS, others on demand.

    While a submitted answer is changed, `answers` are what the change comes to so far.
    """

    door: Door
    response: Begun | None
    visitor: Visitor
    change_days: int = 0

    @property
    def questionnaire(self) -> Questionnaire:
        return published.questionnaire(self.door.version_id)

    @property
    def answers(self) -> dict[str, Any]:
        if self.response is None:
            return {}
        if self.is_instead:
            return self.response.changing or {}
        changing = self.response.changing if self.is_changing else None
        return self.response.answers if changing is None else changing

    @property
    def sequence(self) -> int:
        return self.response.sequence if self.response else 0

    @property
    def is_answered(self) -> bool:
        if isinstance(self.door, NamelessInvited):
            return self.door.invitation.answered_at is not None
        return self.response is not None and self.response.submitted_at is not None

    def closed(self, now: datetime) -> str:
        """Why the survey takes no answer any more; empty while it does."""
        return self.door.closed(now)

    @property
    def invitation(self) -> Invitation:
        """The invitation behind a personal link; pages behind other doors do not ask for it."""
        assert isinstance(self.door, Invited)
        return self.door.invitation

    def changeable_until(self, now: datetime) -> date | None:
        """The last day on which the submitted answer may be changed; None where it may not, or no more."""
        if self.response is None or self.response.submitted_at is None or not isinstance(self.door, Invited):
            return None
        if self.invitation.cancelled_at or self.questionnaire.anonymous:
            return None
        day = answering.last_day(self.response.submitted_at, self.change_days, self.invitation.zone)
        today = now.astimezone(ZoneInfo(self.invitation.zone)).date()
        return day if day and today <= day else None

    def to_change(self) -> "Visit":
        """The same visit at the address where the submitted answer is changed."""
        return replace(
            self,
            door=Changing(self.invitation, self.door.accepted_at, change_days=self.change_days),
            visitor=replace(self.visitor, path=self.change_path, save_path=""),
        )

    def may_answer_instead(self, now: datetime) -> bool:
        """Whether the person's answer would take the place of one that a program may have given."""
        is_doubted = self.response is not None and self.response.is_open_to_doubt
        return is_doubted and isinstance(self.door, Invited) and not self.closed(now)

    def to_answer_instead(self) -> "Visit":
        return replace(
            self,
            door=Instead(self.invitation, self.door.accepted_at, least_sequence=self.sequence + 1),
            visitor=replace(self.visitor, path=f"{self.visitor.path}{INSTEAD}", save_path=""),
        )

    @property
    def is_instead(self) -> bool:
        return isinstance(self.door, Instead)

    @property
    def is_changing(self) -> bool:
        return isinstance(self.door, Changing)

    def with_thanks(self) -> "Visit":
        """The same visit at the address where it is thanked for: a change leads back there."""
        return replace(
            self,
            visitor=replace(self.visitor, path=self.visitor.path.removesuffix(CHANGE).removesuffix(INSTEAD)),
        )

    @property
    def change_path(self) -> str:
        return f"{self.visitor.path.removesuffix(CHANGE)}{CHANGE}"

    def language(self, wanted: str) -> str:
        """The wanted language where the survey has it, else the one used before, else the door's."""
        begun = self.response.language if self.response else ""
        known = self.questionnaire.languages
        for language in (wanted, begun, self.door.language, self.door.language.split("-")[0]):
            if language in known:
                return language
        return known[0]

    def first_unanswered(self) -> int:
        """The page where the person goes on; one that they were in the middle of comes before later ones."""
        first = judge.first_unanswered_page(self.questionnaire, self.answers, self.door.facts)
        at_page = self.response.at_page if self.response and type(self.door) is Invited else None
        return first if at_page is None else min(first, at_page)


def find(token: str) -> Visit | None:
    """The visit that a link opens, or None for one that is unknown, revoked or for another purpose.

    Expired links are found as well: their page says so kindly.
    """
    row = prepared.first_row(VISIT, {"hash": tokens.hash_of(token[: tokens.LONGEST_TEXT])})
    if row is None or len(token) > tokens.LONGEST_TEXT:
        return None
    phrasebook.keep_up(row["worded_at"])
    invitation = Invitation.from_db(
        "default", INVITATION_FIELDS, [row[f"invitation_{name}"] for name in INVITATION_FIELDS]
    )
    invitation.facts = json.loads(row["invitation_facts"])
    return Visit(
        door=_door(invitation, row),
        response=begun(row),
        visitor=_visitor(invitation, token, row),
        change_days=row["change_days"] or 0,
    )


def _door(invitation: Invitation, row: Mapping[str, Any]) -> Door:
    anonymous = published.questionnaire(invitation.version_id).anonymous
    if anonymous is None:
        return Invited(invitation, row["accepted_at"])
    return NamelessInvited(invitation, str(invitation.facts.get(anonymous.group) or ""))


def our_look() -> Look:
    """The company's own look, for pages that belong to no invitation."""
    phrasebook.look_up()
    brand = Brand.objects.select_related("logo").defer("logo__content").filter(id=1).first()
    if brand is None:
        return NO_LOOK
    logo = brand.logo.sha256 if brand.logo else ""
    return Look(brand.name, brand.accent, brand.sender_name or brand.name, brand.reply_to_address, logo)


def begun(row: Mapping[str, Any]) -> Begun | None:
    """The columns response_* of a visit's row, or None before the first page."""
    if row["response_sequence"] is None:
        return None
    return Begun(
        language=row["response_language"],
        answers=json.loads(row["response_answers"]),
        sequence=row["response_sequence"],
        started_at=row["response_started_at"],
        submitted_at=row["response_submitted_at"],
        changing=row["response_changing"] and json.loads(row["response_changing"]),
        submission_id=row["response_submission_id"],
        is_open_to_doubt=row["response_verdict"] == Verdict.DOUBTFUL and row["response_revision"] == 1,
        saved_at=row["response_saved_at"],
        at_page=row["response_at_page"],
    )


def _visitor(invitation: Invitation, token: str, row: Mapping[str, Any]) -> Visitor:
    unsubscribe = tokens.text(TokenPurpose.UNSUBSCRIBE, invitation.uuid)
    anonymous, facts = published.questionnaire(invitation.version_id).anonymous, invitation.facts
    if anonymous:
        facts = {name: facts[name] for name in (*SPOKEN_TO_ANYBODY, anonymous.group) if name in facts}
    return Visitor(
        look=Look(
            name=row["brand_name"] or "",
            accent=row["brand_accent"] or "",
            reply_name=row["sender_name"],
            reply_address=row["reply_to_address"],
            logo=row["brand_logo"] or "",
        ),
        facts=facts,
        sender_name=row["sender_name"],
        sender_title=row["sender_title"],
        path=reverse("surveys:answer", args=[token]),
        unsubscribe_path=reverse("surveys:unsubscribe", args=[unsubscribe]),
        kept_until_on=invitation.expires_at.astimezone(ZoneInfo(invitation.zone)).date(),
        my_data_path=tokens.path(TokenPurpose.MY_DATA, invitation.uuid),
        save_path="" if anonymous else reverse("surveys:save", args=[token]),
        standing=Standing.ANONYMOUS if anonymous else Standing.NAMED,
    )
