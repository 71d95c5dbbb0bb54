"""Who stands at a shared link: collector, version, sender and answer so far, in one statement."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_request

from surveys.actions.answering import Ticket
from surveys.models import Collector, CollectorKind, prepared
from surveys.public.collectors import framing, passes
from surveys.public.doors.door import Door
from surveys.public.doors.nameless import NamelessShared
from surveys.public.doors.shared import Shared
from surveys.public.visits import Visit, begun
from surveys.rendering import phrasebook, published
from surveys.rendering.visitor import Look, Standing, Visitor

VISIT = (Path(__file__).parent / "sql" / "visit.sql").read_text(encoding="utf-8")
FIELDS = (
    *("id", "uuid", "survey_id", "kind", "name", "slug", "facts", "allowed_origins"),
    *("is_open", "closes_at", "most_answers", "most_an_hour"),
)
SLUG = re.compile(r"[\w-]{1,40}", re.ASCII)
A_MOMENT = timedelta(seconds=1)  # what closes at midnight is open on the day before
THANKS = "thanks"  # stands where a ticket would: the page after an anonymous answer


@dataclass(frozen=True)
class Found:
    """A collector and the visit at it. `has_ticket`: the address brought one of ours along."""

    collector: Collector
    visit: Visit
    has_ticket: bool
    is_framed: bool

    @property
    def collector_path(self) -> str:
        return reverse(_route(self.is_framed), args=[self.collector.slug])

    @property
    def thanks_path(self) -> str:
        return reverse(_route(self.is_framed), args=[self.collector.slug, THANKS])

    def with_news(self) -> Visit:
        """The visit, telling the site around it that the answer has arrived."""
        if not self.is_framed:
            return self.visit
        head = framing.head(self.collector, is_answered=True)
        return replace(self.visit, visitor=replace(self.visit.visitor, framing=head))

    @property
    def asks_once(self) -> bool:
        """A device that many share may answer again by a link or code; behind a widget sits one visitor."""
        return self.collector.kind == CollectorKind.WIDGET


def _route(is_framed: bool) -> str:
    return "surveys:framed" if is_framed else "surveys:shared"


def find(request: HttpRequest, slug: str, given: str, *, is_framed: bool, now: datetime) -> Found | None:
    """The visit that an address opens; None for an unknown one, or a ticket that is not ours."""
    ticket = passes.ticket(slug, given) if given and given != THANKS else None
    if given and given != THANKS and ticket is None:
        return None
    row = None if SLUG.fullmatch(slug) is None else _row(slug, ticket)
    if row is None or row["version_id"] is None:
        return None
    phrasebook.keep_up(row["worded_at"])
    collector = _collector(row)
    door = _door(request, collector, ticket or uuid4(), row)
    visitor = _visitor(
        collector, door, row, is_framed=is_framed, until=(collector.closes_at or now) - A_MOMENT
    )
    visit = Visit(door=door, response=begun(row), visitor=visitor)
    return Found(collector, visit, has_ticket=ticket is not None, is_framed=is_framed)


def _row(slug: str, ticket: UUID | None) -> Mapping[str, Any] | None:
    return prepared.first_row(VISIT, {"slug": slug, "ticket": ticket})


def _collector(row: Mapping[str, Any]) -> Collector:
    values = {name: row[f"collector_{name}"] for name in FIELDS}
    return Collector.from_db(
        "default", FIELDS, list((values | {"facts": json.loads(values["facts"])}).values())
    )


def _door(request: HttpRequest, collector: Collector, ticket: UUID, row: Mapping[str, Any]) -> Door:
    anonymous = published.questionnaire(row["version_id"]).anonymous
    most = collector.most_answers
    common: dict[str, Any] = {
        "collector": collector,
        "language": get_language_from_request(request),
        "address": request.META.get("REMOTE_ADDR", ""),
        "is_full": most is not None and row["answered"] >= most,
        "is_archived": row["archived_at"] is not None,
    }
    if anonymous:
        group = str(collector.facts.get(anonymous.group) or "")
        return NamelessShared(version_id=row["version_id"], group=group, **common)
    return Shared(
        ticket=Ticket(ticket, collector.pk, row["version_id"], collector.facts),
        is_new=row["response_sequence"] is None,
        **common,
    )


def _visitor(
    collector: Collector, door: Door, row: Mapping[str, Any], *, is_framed: bool, until: datetime
) -> Visitor:
    look = Look(
        name=row["brand_name"] or "",
        accent=row["brand_accent"] or "",
        reply_name=row["sender_name"] or row["brand_name"] or "",
        reply_address=row["reply_to_address"] or "",
        logo=row["brand_logo"] or "",
    )
    arguments = [collector.slug]
    if isinstance(door, Shared):
        arguments.append(passes.text(collector.slug, door.ticket.uuid))
    visitor = Visitor(
        look=look,
        facts=door.facts,
        sender_name=row["sender_name"] or look.name,
        sender_title=row["sender_title"] or "",
        path=reverse(_route(is_framed), args=arguments),
        unsubscribe_path="",
        kept_until_on=until.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        standing=Standing.UNNAMED if door.keeps_pages else Standing.ANONYMOUS,
    )
    return replace(visitor, framing=framing.head(collector)) if is_framed else visitor
