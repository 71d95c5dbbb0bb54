"""The answers that a reader may see, narrowed by the filters, in the order of the list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, Employee
from csat.programs.models import Touchpoint
from csat.programs.queries.standing.sends import TRIAL
from csat.reports.answers.wanted import IMPORT, INVITATION, Wanted
from csat.scores.models import AnswerFlag
from surveys.definition.questionnaire import MeasureKind, Question, Questionnaire
from surveys.models import Response, Source, SurveyVersion
from surveys.rendering import published

LOW_SHARE = 0.5  # 5 of 10, 2 of 5: from here down an answer is low
HEADLINES = (MeasureKind.OVERALL, MeasureKind.NPS)


@dataclass(frozen=True)
class Scope:
    """What a reader may see: occasions and our people. `is_whole`: also answers that belong to no client,
    such as those through a shared link. Nobody searches in words or on pressure that they may not read."""

    touchpoints: QuerySet[Touchpoint]
    people: QuerySet[Employee]
    is_whole: bool
    with_people: bool
    with_pressure: bool


class AnyAnswerLike(Func):
    """Whether the words of any answer match a pattern, whatever the question's key."""

    template = "EXISTS (SELECT 1 FROM jsonb_each_text(%(expressions)s))"
    arg_joiner = ") AS given(key, value) WHERE given.value ILIKE ("
    output_field = BooleanField()


class Without(Func):
    """An object without some of its keys."""

    template = "(%(expressions)s)"
    arg_joiner = " - "


def responses(scope: Scope) -> QuerySet[Response]:
    """Every answer of a scope, begun or submitted; those of our own people in a trial are none."""
    if scope.is_whole:
        return Response.objects.exclude(invitation__kind=TRIAL)
    return Response.objects.filter(invitation__in=scope.touchpoints.order_by().values("invitation_id"))


def narrowed(scope: Scope, wanted: Wanted) -> QuerySet[Response]:
    """The answers that the filters leave, newest first; without a wish for those begun, submitted ones only.

    Filters on clients and people leave out what belongs to no client.
    """
    found = responses(scope).filter(submitted_at__isnull=wanted.is_partial)
    if wanted.status and not wanted.is_partial:
        found = found.filter(verdict=wanted.status)
    if wanted.survey:
        found = found.filter(version__survey__key=wanted.survey)
        if wanted.version:
            found = found.filter(version__number=wanted.version)
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.channel:
        found = found.filter(_came_by(wanted.channel))
    if wanted.words:
        found = found.filter(_says(wanted.words, scope))
    if wanted.flag:
        found = found.filter(_flagged(wanted.flag, scope))
    if wanted.low or wanted.side:
        found = found.filter(_rated(wanted))
    occasions = _occasions(scope, wanted)
    if occasions is not None:
        found = found.filter(invitation__in=occasions.order_by().values("invitation_id"))
    return in_order(_in_days(found, wanted), wanted)


def in_order(found: QuerySet[Response], wanted: Wanted) -> QuerySet[Response]:
    return found.order_by(f"-{moment_of(wanted)}", "-id")


def moment_of(wanted: Wanted) -> str:
    """The column that the list goes by: begun answers have no other time than that of the last page."""
    return "saved_at" if wanted.is_partial else "submitted_at"


def mark(response: Response, wanted: Wanted) -> str:
    """Where a page ended; `from_mark` goes on after it."""
    return f"{getattr(response, moment_of(wanted)).isoformat()}~{response.pk}"


def from_mark(found: QuerySet[Response], wanted: Wanted) -> QuerySet[Response]:
    """The list from a mark on, by key: a page costs the same wherever it is. A broken mark is the start."""
    moment, _, number = wanted.before.partition("~")
    try:
        at, last_id = datetime.fromisoformat(moment), int(number)
        if at.tzinfo is None:
            return found
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return found
    name = moment_of(wanted)
    return found.filter(Q(**{f"{name}__lt": at}) | Q(**{name: at, "id__lt": last_id}))


def _came_by(channel: str) -> Q:
    if channel == IMPORT:
        return Q(source=Source.IMPORT)
    if channel == INVITATION:
        return Q(source=Source.FORM, invitation__isnull=False)
    return Q(collector__kind=channel)


def _says(words: str, scope: Scope) -> Any:
    """Answers in which the words stand, among what the reader may read of them."""
    if not scope.with_people:
        return Q(pk__in=[])
    answers: Any = F("answers")
    if not scope.with_pressure:
        answers = Without(answers, Cast(Value(_on_pressure()), ArrayField(TextField())))
    return AnyAnswerLike(answers, Value(f"%{_plain(words)}%"))


def _flagged(reason: str, scope: Scope) -> Q:
    """Answers with a flag, for those who may know what account managers do to be praised."""
    if not scope.with_pressure:
        return Q(pk__in=[])
    return Q(id__in=AnswerFlag.objects.filter(reason=reason).values("response_id"))


def _on_pressure() -> list[str]:
    """The keys of all questions on being pressed, in any version."""
    versions = SurveyVersion.objects.order_by().values_list("id", flat=True)
    asked = (published.questionnaire(pk).measured(MeasureKind.PRESSURE) for pk in versions)
    return sorted({question.key for questions in asked for question in questions})


def _plain(words: str) -> str:
    """Words for a pattern, in which no sign stands for others."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _in_days(found: QuerySet[Response], wanted: Wanted) -> QuerySet[Response]:
    if not (wanted.since or wanted.until):
        return found
    zone, name = ZoneInfo(customers.company().zone), moment_of(wanted)
    if wanted.since:
        found = found.filter(**{f"{name}__gte": _midnight(wanted.since, zone)})
    if wanted.until:
        found = found.filter(**{f"{name}__lt": _midnight(wanted.until + timedelta(days=1), zone)})
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _occasions(scope: Scope, wanted: Wanted) -> QuerySet[Touchpoint] | None:
    """The occasions that the filters on clients and people leave; None where there are none."""
    found = scope.touchpoints
    if not (wanted.account or wanted.client or wanted.manager or wanted.team):
        return None
    if wanted.account:
        found = found.filter(account__uuid=wanted.account)
    if wanted.client:
        named = list(Account.objects.filter(name__icontains=wanted.client).only("id"))
        found = found.filter(account__in=customers.accounts_under(*named))
    if wanted.manager:
        found = found.filter(people__employee__uuid=wanted.manager, people__capacity=Capacity.MANAGER)
    return found.filter(team__uuid=wanted.team) if wanted.team else found


def _rated(wanted: Wanted) -> Q:
    """Answers to the question that stands for the whole, or for one side; low ones only where asked for.

    By version, because it is the version that says which question measures what, on which scale.
    """
    versions: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for version_id in SurveyVersion.objects.order_by().values_list("id", flat=True):
        for question in _measuring(published.questionnaire(version_id), wanted.side):
            versions[question.key, _numbers(question, is_low=wanted.low)].append(version_id)
    rated = Q(pk__in=[])
    for (key, numbers), ids in versions.items():
        rated |= Q(version__in=ids, **{f"answers__{key}__in": numbers})
    return rated


def _measuring(questionnaire: Questionnaire, side: str) -> Iterable[Question]:
    if not side:
        first = next((q for kind in HEADLINES for q in questionnaire.measured(kind)), None)
        return (first,) if first else ()
    sides = questionnaire.measured(MeasureKind.ATTRIBUTE)
    return (q for q in sides if q.measure and q.measure.attribute == side)


def _numbers(question: Question, *, is_low: bool) -> tuple[int, ...]:
    if question.scale is None:
        return ()
    most = question.scale.highest * LOW_SHARE if is_low else question.scale.highest
    return tuple(point for point in question.scale.points if point <= most)


def occasions_of(found: Iterable[Response]) -> dict[int, Any]:
    """Invitation id -> its occasion, with client, person and order; in one query."""
    ids = [response.invitation_id for response in found if response.invitation_id]
    rows = Touchpoint.objects.filter(invitation__in=ids).select_related("account", "contact", "deal")
    return {row.invitation_id: row for row in rows}
