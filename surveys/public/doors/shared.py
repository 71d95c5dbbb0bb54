"""The way in by a shared link, code or widget: the answer is a ticket's, within the collector's limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from surveys.actions import answering
from surveys.actions.answering import Ticket
from surveys.actions.collecting import tickets
from surveys.actions.collecting.counting import Kind, count
from surveys.models import Collector
from surveys.public.doors import floods
from surveys.public.doors.door import Handed, TurnedAway


def closed(collector: Collector, *, is_full: bool, is_archived: bool, now: datetime) -> str:
    """Why a collector takes no answer; empty while it does."""
    if collector.closes_at and collector.closes_at <= now:
        return "expired"
    if not collector.is_open or is_archived:
        return "paused"
    return "full" if is_full else ""


def admit(collector: Collector, address: str, now: datetime) -> None:
    """Let one more in from this network address, or raise TurnedAway, counted for our staff."""
    if not floods.is_within(door=collector.slug, address=address, most=collector.most_an_hour, now=now):
        turn_away(collector, Kind.FLOODED, now)
        raise TurnedAway("too_many_here", status=429)


def turn_away(collector: Collector, kind: Kind, now: datetime) -> None:
    count(collector_id=collector.pk, kind=kind, day=now.astimezone(UTC).date())


@dataclass(frozen=True)
class Shared:
    """Somebody whose name we do not know. `is_new`: nothing is stored under the ticket yet."""

    collector: Collector
    ticket: Ticket
    language: str
    address: str
    is_new: bool
    is_full: bool
    is_archived: bool
    keeps_pages: bool = True
    accepted_at: datetime | None = None

    @property
    def version_id(self) -> int:
        return self.ticket.version_id

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.ticket.facts

    @property
    def zone(self) -> str:
        return settings.TIME_ZONE

    @property
    def subject(self) -> str:
        return f"{self.ticket.uuid.hex}.{self.version_id}"

    def closed(self, now: datetime) -> str:
        return closed(self.collector, is_full=self.is_full, is_archived=self.is_archived, now=now)

    def save(self, handed: Handed) -> Mapping[str, Any]:
        self._admit(handed.now)
        return answering.save_page(
            asked=self.ticket,
            page=handed.page,
            answers=handed.answers,
            earlier=handed.earlier,
            sequence=handed.sequence,
            language=handed.language,
            doubts=handed.doubts,
            opened_at=handed.opened_at,
            now=handed.now,
        )

    def submit(self, handed: Handed) -> None:
        self._admit(handed.now)
        try:
            tickets.submit(
                ticket=self.ticket,
                submission_id=handed.submission_id,
                answers=handed.answers,
                sequence=handed.sequence,
                language=handed.language,
                doubts=handed.doubts,
                opened_at=handed.opened_at,
                now=handed.now,
            )
        except tickets.Full as full:
            turn_away(self.collector, Kind.FULL, handed.now)
            raise TurnedAway("full", status=410) from full

    def _admit(self, now: datetime) -> None:
        if self.is_new:
            admit(self.collector, self.address, now)
