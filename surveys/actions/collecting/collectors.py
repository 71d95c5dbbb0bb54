"""Opens, limits, pauses and reopens a survey's collectors."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from surveys.actions.collecting import origins
from surveys.errors import DomainError
from surveys.models import Collector, CollectorKind, Survey

SLUG_BYTES = 9  # 72 bit: an address that nobody guesses, and that can still be typed from a sheet of paper
AN_HOUR = 60


class NothingPublished(DomainError):
    """The survey has no version that somebody could answer."""

    code = "nothing_published"


class Ended(DomainError):
    """The collector would be closed again at once."""

    code = "ended"


@dataclass(frozen=True)
class Limits:
    """When a collector stops taking answers, from where it takes them, and what it knows of them.

    Empty: no such limit.
    """

    closes_at: datetime | None = None
    most_answers: int | None = None
    most_an_hour: int = AN_HOUR
    allowed_origins: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def open_collector(
    *, survey: Survey, kind: str, name: str, limits: Limits, by: User | None, now: datetime
) -> Collector:
    """Make a new address at which the survey's latest version can be answered.

    Raises NothingPublished, and WrongOrigin for a site that is none.
    """
    if not survey.versions.exists():
        raise NothingPublished(_("This survey has never been published."), mend=_("Publish it first."))
    return Collector.objects.create(
        survey=survey,
        kind=CollectorKind(kind),
        name=name.strip(),
        slug=_slug(),
        created_at=now,
        created_by=by,
        **_fields(kind, {}, limits),
    )


def change(*, collector: Collector, name: str, limits: Limits, by: User | None) -> None:
    """Give it another name and other limits; answers so far stay. Raises WrongOrigin."""
    Collector.objects.filter(pk=collector.pk).update(
        name=name.strip(), **_fields(collector.kind, collector.facts, limits)
    )


def pause(*, collector: Collector, by: User | None) -> None:
    """Take no answers until somebody reopens it."""
    Collector.objects.filter(pk=collector.pk).update(is_open=False)


def reopen(*, collector: Collector, by: User | None, now: datetime) -> None:
    """Take answers again. Raises Ended where its last day has passed."""
    if collector.closes_at and collector.closes_at <= now:
        raise Ended(_("Its last day has passed."), mend=_("Give it a later one first."))
    Collector.objects.filter(pk=collector.pk).update(is_open=True)


def _fields(kind: str, facts: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    return {
        "closes_at": limits.closes_at,
        "most_answers": limits.most_answers,
        "most_an_hour": limits.most_an_hour,
        "facts": {name: value for name, value in {**facts, **limits.facts}.items() if value},
        "allowed_origins": origins.read(limits.allowed_origins) if kind == CollectorKind.WIDGET else [],
    }


def _slug() -> str:
    """Without the signs that end a link in a mail or start an option on a command line."""
    slug = secrets.token_urlsafe(SLUG_BYTES)
    return slug if slug[0].isalnum() and slug[-1].isalnum() else _slug()
