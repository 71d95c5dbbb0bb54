"""The way in by a personal link: the answer is the invitation's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys.actions import answering
from surveys.models import Invitation
from surveys.public.doors.door import Handed


@dataclass(frozen=True)
class Invited:
    """Somebody whom we wrote to. The mail server took the mail at `accepted_at`."""

    invitation: Invitation
    accepted_at: datetime | None
    keeps_pages: bool = True

    @property
    def version_id(self) -> int:
        return self.invitation.version_id

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.invitation.facts

    @property
    def language(self) -> str:
        return self.invitation.language

    @property
    def zone(self) -> str:
        return self.invitation.zone

    @property
    def subject(self) -> str:
        return self.invitation.uuid.hex

    def closed(self, now: datetime) -> str:
        if self.invitation.cancelled_at:
            return "cancelled"
        return "expired" if self.invitation.expires_at <= now else ""

    def save(self, handed: Handed) -> Mapping[str, Any]:
        return answering.save_page(
            asked=self.invitation,
            page=handed.page,
            answers=handed.answers,
            earlier=handed.earlier,
            sequence=handed.sequence,
            language=handed.language,
            doubts=handed.doubts,
            opened_at=handed.opened_at,
            now=handed.now,
            whence=handed.whence,
        )

    def submit(self, handed: Handed) -> None:
        answering.submit(
            asked=self.invitation,
            submission_id=handed.submission_id,
            answers=handed.answers,
            sequence=handed.sequence,
            language=handed.language,
            doubts=handed.doubts,
            opened_at=handed.opened_at,
            now=handed.now,
            whence=handed.whence,
        )
