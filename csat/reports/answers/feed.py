"""The feed of answers: newest first, each with what was said, by whom, about what, held by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from csat.alerts.said import Said, said
from csat.customers.models import Capacity
from csat.programs.models import Touchpoint, TouchpointPerson
from csat.reports.answers import found
from csat.reports.answers.choices import Choices, choices
from csat.reports.answers.found import Scope
from csat.reports.answers.wanted import IMPORT, INVITATION, Wanted
from surveys.models import Response, Source, Verdict
from surveys.rendering import published

PAGE = 20


@dataclass(frozen=True)
class AnswerRow:
    """`at`: submitted, or last saved while it is unfinished. Through a shared link there is no client."""

    uuid: UUID
    at: datetime
    is_partial: bool
    said: Said
    language: str
    channel: str
    door: str
    account_uuid: UUID | None
    account_name: str
    is_key: bool
    contact_name: str
    role: str
    manager: str
    survey: Mapping[str, str]
    order: str
    occurred_on: date | None
    verdict: str
    is_unread: bool


@dataclass(frozen=True)
class Feed:
    """One page of `count` answers; `before` leads to the next one, empty on the last."""

    rows: tuple[AnswerRow, ...]
    count: int
    unread: int
    doubtful: int
    before: str
    account_name: str
    choices: Choices
    now: datetime


def build(scope: Scope, wanted: Wanted, *, seen_at: datetime | None, now: datetime) -> Feed:
    """A page of answers, newest first; doubtful ones are marked. `seen_at` None marks nothing as unread."""
    matching = found.narrowed(scope, wanted)
    page = list(with_door(found.from_mark(matching, wanted))[: PAGE + 1])
    shown = rows(page[:PAGE], seen_at=seen_at)
    return Feed(
        rows=tuple(shown),
        count=matching.count(),
        unread=unread(scope, seen_at),
        doubtful=doubtful(scope).count(),
        before=found.mark(page[PAGE - 1], wanted) if len(page) > PAGE else "",
        account_name=shown[0].account_name if wanted.account and shown else "",
        choices=choices(scope),
        now=now,
    )


def latest(scope: Scope, most: int) -> list[Response]:
    """The newest submitted answers of a scope, for `rows`."""
    return list(with_door(found.narrowed(scope, Wanted()))[:most])


def unread(scope: Scope, seen_at: datetime | None) -> int:
    """How many answers came since they were last marked as read."""
    return 0 if seen_at is None else found.responses(scope).filter(submitted_at__gt=seen_at).count()


def doubtful(scope: Scope) -> QuerySet[Response]:
    """The answers that wait for a person to say whether a person gave them."""
    return found.responses(scope).filter(submitted_at__isnull=False, verdict=Verdict.DOUBTFUL)


def with_door(responses: QuerySet[Response]) -> QuerySet[Response]:
    return responses.select_related("collector")


def rows(responses: Sequence[Response], *, seen_at: datetime | None) -> list[AnswerRow]:
    """Answers as rows in their order; two queries, for the occasions and the managers at the time."""
    occasions = found.occasions_of(responses)
    held = managers(occasions.values())
    return [_row(one, occasions.get(one.invitation_id or 0), held, seen_at) for one in responses]


def managers(touchpoints: Iterable[Touchpoint]) -> dict[int, str]:
    """Touchpoint id -> the account manager's name at the time, the largest share first."""
    names: dict[int, str] = {}
    people = TouchpointPerson.objects.filter(
        touchpoint__in=[row.pk for row in touchpoints], capacity=Capacity.MANAGER
    )
    for person in people.select_related("employee").order_by("-share", "id"):
        names.setdefault(person.touchpoint_id, person.employee.name)
    return names


def channel_of(response: Response) -> str:
    """How an answer came in."""
    if response.source == Source.IMPORT:
        return IMPORT
    return response.collector.kind if response.collector else INVITATION


def _row(
    response: Response, touchpoint: Touchpoint | None, held: Mapping[int, str], seen_at: datetime | None
) -> AnswerRow:
    questionnaire = published.questionnaire(response.version_id)
    submitted_at = response.submitted_at
    account = touchpoint.account if touchpoint else None
    return AnswerRow(
        uuid=response.uuid,
        at=submitted_at or response.saved_at,
        is_partial=submitted_at is None,
        said=said(questionnaire, response.answers),
        language=response.language,
        channel=channel_of(response),
        door=response.collector.name if response.collector else "",
        account_uuid=account.uuid if account else None,
        account_name=account.name if account else "",
        is_key=bool(account and account.is_key),
        contact_name=touchpoint.contact.name if touchpoint else "",
        role=touchpoint.role if touchpoint else "",
        manager=held.get(touchpoint.pk, "") if touchpoint else "",
        survey=questionnaire.name,
        order=touchpoint.deal.reference if touchpoint and touchpoint.deal else "",
        occurred_on=touchpoint.occurred_on if touchpoint else None,
        verdict=response.verdict,
        is_unread=bool(seen_at and submitted_at and submitted_at > seen_at),
    )
