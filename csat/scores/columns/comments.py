"""What clients wrote, word for word, beside their score."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from csat.customers.models import Account
from csat.programs.models import Touchpoint
from csat.scores.columns import calendar
from csat.scores.models import Score
from surveys.definition.questionnaire import MeasureKind, Question, QuestionType
from surveys.models import ResponseRevision, Verdict
from surveys.rendering import published

ERASED = "erased"
FIRST_REVISION = 1
SUBMITTED = "invitation__response__submitted_at"
COLUMNS = ("uuid_of", "version", "answers", "language", "at", "milli", "rule", "account_id", "role")


@dataclass(frozen=True)
class Comment:
    """One text of one answer. `overall` in points, 0 to 100; None where the survey did not ask."""

    response: UUID
    question: str
    account_id: int
    role: str
    language: str
    text: str
    overall: float | None
    occurred_on: date
    program: str


def comments(accounts: QuerySet[Account], *, first: date, until: date) -> tuple[Comment, ...]:
    """A row an open question answered on a day of [first, until), by time; every survey. Two queries.

    The words are those first submitted, in the language of the form, and days those of the company's zone.
    Doubtful, excluded and erased answers are left out, as are empty texts and texts that are no comment.
    """
    zone = calendar.zone()
    submitted_between = {
        f"{SUBMITTED}__gte": calendar.start_of(first, zone),
        f"{SUBMITTED}__lt": calendar.start_of(until, zone),
    }
    return _read(_answered().filter(account__in=accounts.values("id"), **submitted_between), zone)


def comments_in(accounts: QuerySet[Account], responses: Iterable[UUID]) -> tuple[Comment, ...]:
    """As `comments`, of some responses of these accounts; what was erased or excluded since is left out."""
    rows = _answered().filter(
        account__in=accounts.values("id"), invitation__response__uuid__in=list(responses)
    )
    return _read(rows, calendar.zone())


def _read(rows: Any, zone: ZoneInfo) -> tuple[Comment, ...]:
    return tuple(
        Comment(
            response=row["uuid_of"],
            question=question,
            account_id=row["account_id"],
            role=row["role"],
            language=row["language"],
            text=text,
            overall=None if row["milli"] is None else row["milli"] / 1000,
            occurred_on=row["at"].astimezone(zone).date(),
            program=row["rule"],
        )
        for row in rows.order_by("at", "id").values(*COLUMNS)
        for question, text in _texts(row["version"], row["answers"])
    )


def _answered() -> Any:
    """Occasions with a counted answer that was not erased, and what was first submitted."""
    erased = ResponseRevision.objects.filter(response=OuterRef("invitation__response"), cause=ERASED)
    overall = Score.objects.filter(touchpoint=OuterRef("pk"), measure=MeasureKind.OVERALL)
    return Touchpoint.objects.filter(
        ~Exists(erased),
        invitation__response__verdict=Verdict.COUNTS,
        invitation__response__revisions__revision=FIRST_REVISION,
    ).annotate(
        uuid_of=F("invitation__response__uuid"),
        version=F("invitation__response__version_id"),
        answers=F("invitation__response__revisions__answers"),
        language=F("invitation__response__language"),
        at=F(SUBMITTED),
        milli=Subquery(overall.values("value_milli")[:1]),
        rule=F("program__name"),
    )


def _texts(version_id: int, answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for question in published.questionnaire(version_id).questions:
        given = answers.get(question.key)
        if _is_comment(question) and isinstance(given, str) and given.strip():
            yield question.key, given.strip()


def _is_comment(question: Question) -> bool:
    """Short texts may be names or numbers; they are comments only where the survey says so."""
    is_marked = question.measure is not None and question.measure.kind == MeasureKind.COMMENT
    return question.type == QuestionType.LONG_TEXT or (question.type == QuestionType.TEXT and is_marked)
