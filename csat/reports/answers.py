"""The feed of answers: newest first, each with what was said, by whom, about what, held by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from csat.alerts.said import Said, said
from csat.customers.models import Capacity
from csat.programs.models import Touchpoint, TouchpointPerson
from csat.scores.models import Score
from surveys.models import SurveyVersion
from surveys.rendering import published

PAGE = 20
LOW_AT = 5
SUBMITTED = "invitation__response__submitted_at"


@dataclass(frozen=True)
class Wanted:
    """The filters, as they stand in the address. `side`: a part of the score, rated in the answer."""

    low: bool = False
    side: str = ""
    account: UUID | None = None
    survey: str = ""
    words: str = ""
    before: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.low or self.side or self.account or self.survey or self.words)


@dataclass(frozen=True)
class AnswerRow:
    uuid: UUID
    submitted_at: datetime
    said: Said
    language: str
    account_uuid: UUID
    account_name: str
    is_key: bool
    contact_name: str
    role: str
    manager: str
    survey: Mapping[str, str]
    order: str
    occurred_on: date
    verdict: str
    is_unread: bool


@dataclass(frozen=True)
class Survey:
    key: str
    name: Mapping[str, str]


@dataclass(frozen=True)
class Feed:
    """One page; `before` leads to the next one, empty on the last."""

    rows: tuple[AnswerRow, ...]
    unread: int
    before: str
    account_name: str
    surveys: tuple[Survey, ...]
    now: datetime


def build(
    touchpoints: QuerySet[Touchpoint], wanted: Wanted, *, seen_at: datetime | None, now: datetime
) -> Feed:
    """A page of submitted answers, newest first; unfinished ones are left out, doubtful ones are marked.

    `seen_at` None marks nothing as unread.
    """
    found = list(_before(_narrowed(answered(touchpoints), wanted), wanted.before)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Feed(
        rows=tuple(rows(found[:PAGE], seen_at=seen_at)),
        unread=unread(touchpoints, seen_at),
        before=_mark(last) if last else "",
        account_name=found[0].account.name if wanted.account and found else "",
        surveys=surveys(),
        now=now,
    )


def answered(touchpoints: QuerySet[Touchpoint]) -> QuerySet[Touchpoint]:
    """Occasions with a submitted answer, newest first, with what a row shows."""
    return (
        touchpoints.filter(**{f"{SUBMITTED}__isnull": False})
        .select_related("account", "contact", "deal", "invitation__response")
        .order_by(f"-{SUBMITTED}", "-id")
    )


def unread(touchpoints: QuerySet[Touchpoint], seen_at: datetime | None) -> int:
    """How many answers came since they were last marked as read."""
    return 0 if seen_at is None else touchpoints.filter(**{f"{SUBMITTED}__gt": seen_at}).count()


class AnyAnswerLike(Func):
    """Whether the words of any answer match a pattern, whatever the question's key."""

    template = "EXISTS (SELECT 1 FROM jsonb_each_text(%(expressions)s))"
    arg_joiner = ") AS given(key, value) WHERE given.value ILIKE ("
    output_field = BooleanField()


def _narrowed(touchpoints: QuerySet[Touchpoint], wanted: Wanted) -> QuerySet[Touchpoint]:
    if wanted.low or wanted.side:
        measures = (f"attribute:{wanted.side}",) if wanted.side else ("overall", "nps")
        rated = Score.objects.filter(response=OuterRef("invitation__response"), measure__in=measures)
        touchpoints = touchpoints.filter(Exists(rated.filter(given__lte=LOW_AT) if wanted.low else rated))
    if wanted.account:
        touchpoints = touchpoints.filter(account__uuid=wanted.account)
    if wanted.survey:
        touchpoints = touchpoints.filter(survey__key=wanted.survey)
    if wanted.words:
        escaped = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        touchpoints = touchpoints.filter(
            AnyAnswerLike(F("invitation__response__answers"), Value(f"%{escaped}%"))
        )
    return touchpoints


def _mark(touchpoint: Touchpoint) -> str:
    return f"{_submitted_at(touchpoint).isoformat()}~{touchpoint.id}"


def _submitted_at(touchpoint: Touchpoint) -> datetime:
    submitted_at = touchpoint.invitation.response.submitted_at
    assert submitted_at is not None  # `answered` leaves the unfinished out
    return submitted_at


def _before(touchpoints: QuerySet[Touchpoint], mark: str) -> QuerySet[Touchpoint]:
    """The feed from a mark on, by key: a page costs the same wherever it is. A broken mark is the start."""
    moment, _, number = mark.partition("~")
    try:
        at, last_id = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return touchpoints
    return touchpoints.filter(Q(**{f"{SUBMITTED}__lt": at}) | Q(**{SUBMITTED: at, "id__lt": last_id}))


def rows(touchpoints: list[Touchpoint], *, seen_at: datetime | None) -> list[AnswerRow]:
    """Answered occasions as rows in their order; one query more for the managers at the time."""
    managers: dict[int, str] = {}
    people = TouchpointPerson.objects.filter(touchpoint__in=touchpoints, capacity=Capacity.MANAGER)
    for person in people.select_related("employee").order_by("-share", "id"):
        managers.setdefault(person.touchpoint_id, person.employee.name)
    return [_row(row, managers.get(row.id, ""), seen_at) for row in touchpoints]


def _row(touchpoint: Touchpoint, manager: str, seen_at: datetime | None) -> AnswerRow:
    response = touchpoint.invitation.response
    questionnaire = published.questionnaire(response.version_id)
    submitted_at = _submitted_at(touchpoint)
    return AnswerRow(
        uuid=response.uuid,
        submitted_at=submitted_at,
        said=said(questionnaire, response.answers),
        language=response.language,
        account_uuid=touchpoint.account.uuid,
        account_name=touchpoint.account.name,
        is_key=touchpoint.account.is_key,
        contact_name=touchpoint.contact.name,
        role=touchpoint.role,
        manager=manager,
        survey=questionnaire.name,
        order=touchpoint.deal.reference if touchpoint.deal else "",
        occurred_on=touchpoint.occurred_on,
        verdict=response.verdict,
        is_unread=seen_at is not None and submitted_at > seen_at,
    )


def surveys() -> tuple[Survey, ...]:
    """The published surveys by their latest names: what the feed can be filtered by."""
    latest = SurveyVersion.objects.order_by("survey_id", "-number").distinct("survey_id")
    return tuple(
        Survey(key, published.questionnaire(version_id).name)
        for version_id, key in latest.values_list("id", "survey__key")
    )
