"""The ways in to an anonymous survey: nothing is stored before the end, and then nothing of the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from surveys.actions.collecting import nameless, tickets
from surveys.actions.collecting.counting import Kind
from surveys.models import Collector, Invitation
from surveys.public.doors import shared
from surveys.public.doors.door import Handed, TurnedAway


class Carrying:
    """What both have in common: the page itself carries the answers so far."""

    keeps_pages = False
    accepted_at: datetime | None = None

    def save(self, handed: Handed) -> Mapping[str, Any]:
        return {**handed.earlier, **handed.answers}

    def hold(self, handed: Handed) -> None:
        """Ask what looks like a program for one more press: nobody could sort its answer out later."""
        if handed.doubts:
            raise TurnedAway("too_fast", status=422)


@dataclass(frozen=True)
class NamelessInvited(Carrying):
    """Somebody whom we wrote to, and whose answer we shall not know. Rules know the group alone."""

    invitation: Invitation
    group: str

    @property
    def version_id(self) -> int:
        return self.invitation.version_id

    @property
    def facts(self) -> Mapping[str, Any]:
        return nameless.facts_of(self.version_id, self.group)

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

    def submit(self, handed: Handed) -> None:
        self.hold(handed)
        nameless.answer_invitation(
            invitation=self.invitation,
            submission_id=handed.submission_id,
            answers=handed.answers,
            group=self.group,
            language=handed.language,
            now=handed.now,
        )


@dataclass(frozen=True)
class NamelessShared(Carrying):
    """Somebody unknown at a collector of an anonymous survey."""

    collector: Collector
    version_id: int
    group: str
    language: str
    address: str
    is_full: bool
    is_archived: bool

    @property
    def facts(self) -> Mapping[str, Any]:
        return nameless.facts_of(self.version_id, self.group)

    @property
    def zone(self) -> str:
        return settings.TIME_ZONE

    @property
    def subject(self) -> str:
        return f"{self.collector.uuid.hex}.{self.version_id}"

    def closed(self, now: datetime) -> str:
        return shared.closed(self.collector, is_full=self.is_full, is_archived=self.is_archived, now=now)

    def submit(self, handed: Handed) -> None:
        self.hold(handed)
        shared.admit(self.collector, self.address, handed.now)
        try:
            nameless.answer_collector(
                collector_id=self.collector.pk,
                version_id=self.version_id,
                submission_id=handed.submission_id,
                answers=handed.answers,
                group=self.group,
                language=handed.language,
                now=handed.now,
            )
        except tickets.Full as full:
            shared.turn_away(self.collector, Kind.FULL, handed.now)
            raise TurnedAway("full", status=410) from full
