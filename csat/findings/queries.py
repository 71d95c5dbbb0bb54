"""The latest answers to the standing questions, and whether the data have moved on since."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from csat.findings import stored
from csat.findings.method import HasVerdict, Method
from csat.findings.models import Finding, Question, RegisteredChange, Study, StudyState
from csat.scores.columns.mark import data_mark

logger = logging.getLogger(__name__)
Result = TypeVar("Result", bound=HasVerdict)


@dataclass(frozen=True)
class Provenance:
    """How a number came about, and all that is needed to compute it again."""

    uuid: UUID
    computed_at: datetime
    until: date
    method_version: int
    data_hash: str
    seed: int
    took_seconds: float
    is_older_than_data: bool


@dataclass(frozen=True)
class Answer(Generic[Result]):
    """What is known of a question. `result` None: never computed yet, or by another version of the method."""

    question: Question
    result: Result | None
    provenance: Provenance | None
    is_being_computed: bool
    done_share: float
    problem: str


def mark_on(today: date) -> str:
    """What the data are at: changes with whatever is written, and with the day, as windows move with it."""
    return f"{today} {data_mark()}"


def answer(
    question: Question,
    method: "Method[Any, Result]",
    *,
    today: date,
    change: RegisteredChange | None = None,
) -> Answer[Result]:
    """The latest answer to a question; two queries. One of an older version of the method is left out."""
    study = _studies().filter(question=question, change=change).first()
    if study is None:
        return _never(question)
    return _answer(study, method, mark_on(today))


def answers_on_changes(
    method: "Method[Any, Result]", *, today: date
) -> list[tuple[RegisteredChange, Answer[Result]]]:
    """What each registered change did, the latest first; three queries however many there are."""
    studies = {row.change_id: row for row in _studies().filter(question=Question.EFFECT)}
    mark = mark_on(today)
    return [
        (
            change,
            _answer(studies[change.pk], method, mark) if change.pk in studies else _never(Question.EFFECT),
        )
        for change in RegisteredChange.objects.all()
    ]


def _studies() -> QuerySet[Study]:
    return Study.objects.select_related("finding__inputs").defer("finding__inputs__content")


def _never(question: Question) -> Answer[Any]:
    return Answer(question, None, None, is_being_computed=True, done_share=0.0, problem="")


def _answer(study: Study, method: "Method[Any, Result]", mark: str) -> Answer[Result]:
    result = _read(study.finding, method)
    return Answer(
        question=Question(study.question),
        result=result,
        provenance=_provenance(study.finding, mark) if study.finding and result else None,
        is_being_computed=study.state in (StudyState.DUE, StudyState.RUNNING) or study.checked_at is None,
        done_share=study.done_share if study.state == StudyState.RUNNING else 0.0,
        problem=study.problem,
    )


def _read(finding: Finding | None, method: "Method[Any, Result]") -> Result | None:
    """The stored result; None where another version of the method wrote it, or in another shape."""
    if finding is None or finding.method_version != method.version:
        return None
    try:
        return stored.from_json(method.result, finding.result)
    except stored.Unreadable:
        logger.exception("finding %s cannot be read; its page waits for the next computation", finding.uuid)
        return None


def _provenance(finding: Finding, mark: str) -> Provenance:
    return Provenance(
        uuid=finding.uuid,
        computed_at=finding.computed_at,
        until=finding.until_on,
        method_version=finding.method_version,
        data_hash=finding.inputs.data_hash,
        seed=finding.seed,
        took_seconds=finding.took_seconds,
        is_older_than_data=finding.data_mark != mark,
    )
