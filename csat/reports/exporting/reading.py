"""Reads answers for a file, some hundred at a time, each with what it was about: memory stays constant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from csat.customers import queries as customers
from csat.customers.models import Capacity
from csat.programs.models import Touchpoint, TouchpointPerson
from csat.reports.answers.feed import channel_of
from csat.reports.exporting.columns import Versions
from surveys.models import Response, ResponseRevision

AT_ONCE = 500
FIRST_REVISION = 1


@dataclass(frozen=True)
class Told:
    """One answer with its occasion; `answers` as they count or as they stand, as was wished."""

    response: Response
    touchpoint: Touchpoint | None
    people: Mapping[str, str]
    answers: Mapping[str, Any]


def told(found: QuerySet[Response], *, as_first: bool) -> Iterator[list[Told]]:
    """The answers in the order in which they were begun, in lists; three to four queries a list.

    By key and not by a cursor: what comes in meanwhile does not move the pages, and no transaction stays
    open for minutes. `as_first`: as first submitted, which is what scores count.
    """
    ordered = found.select_related("collector", "invitation").order_by("id")
    last = 0
    while page := list(ordered.filter(id__gt=last)[:AT_ONCE]):
        last = page[-1].pk
        yield _with_occasions(page, as_first)


def _with_occasions(page: Sequence[Response], as_first: bool) -> list[Told]:
    ids = [response.invitation_id for response in page if response.invitation_id]
    rows = Touchpoint.objects.filter(invitation__in=ids).select_related(
        "account", "contact", "deal", "team", "program"
    )
    occasions = {row.invitation_id: row for row in rows}
    people = _people([row.pk for row in occasions.values()])
    first: dict[int, Any] = {}
    if as_first:
        revisions = ResponseRevision.objects.filter(response__in=page, revision=FIRST_REVISION)
        first = dict(revisions.values_list("response_id", "answers"))
    return [
        Told(
            response=response,
            touchpoint=(occasion := occasions.get(response.invitation_id or 0)),
            people=people.get(occasion.pk, {}) if occasion else {},
            answers=first.get(response.pk, response.answers),
        )
        for response in page
    ]


def _people(touchpoints: Sequence[int]) -> dict[int, dict[str, str]]:
    """Touchpoint id -> capacity -> who of ours was responsible, the largest share first."""
    held: dict[int, dict[str, str]] = {}
    rows = TouchpointPerson.objects.filter(touchpoint__in=touchpoints).order_by("-share", "id")
    for touchpoint_id, capacity, name in rows.values_list("touchpoint_id", "capacity", "employee__name"):
        held.setdefault(touchpoint_id, {}).setdefault(capacity, name)
    return held


class About:
    """What is known of an answer beside what was answered, by column."""

    def __init__(self, versions: Versions) -> None:
        self._versions, self._zone = versions, ZoneInfo(customers.company().zone)
        self._names = {
            version_id: versions.text(questionnaire, questionnaire.name)
            for version_id in versions.numbers
            for questionnaire in [versions.questionnaire(version_id)]
        }

    def of(self, one: Told) -> dict[str, Any]:
        response, about = one.response, one.touchpoint
        survey, number = self._versions.numbers[response.version_id]
        submitted_at = response.submitted_at
        known: dict[str, Any] = {
            "response": str(response.uuid),
            "survey": survey if self._versions.shown.as_keys else self._names[response.version_id],
            "version": number,
            "language": response.language,
            "submitted_at": submitted_at and submitted_at.astimezone(self._zone).replace(tzinfo=None),
            "submitted_at_utc": submitted_at and submitted_at.replace(tzinfo=None),
            "state": response.verdict if submitted_at else "partial",
            "doubts": ", ".join(response.doubts),
            "channel": channel_of(response),
            "door": response.collector.name if response.collector else "",
            "is_changed": int(response.answers != one.answers),
        }
        return known | (self._occasion(about, one.people) if about else {})

    def _occasion(self, about: Touchpoint, people: Mapping[str, str]) -> dict[str, Any]:
        return {
            "client": about.account.name,
            "is_key": int(about.is_key),
            "segment": about.segment,
            "contact": about.contact.name,
            "role": about.role,
            "manager": people.get(Capacity.MANAGER, ""),
            "care_owner": people.get(Capacity.CARE_OWNER, ""),
            "team": about.team.name if about.team else "",
            "order": about.deal.reference if about.deal else "",
            "occurred_on": about.occurred_on,
            "rule": about.program.name,
        }
