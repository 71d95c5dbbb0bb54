"""Responses with what they were about, and their answers as this caller may read them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from csat import access
from csat.programs.models import Touchpoint, TouchpointPerson
from csat.reports.answers import one
from csat.reports.answers.given import UNJUDGED, Given, Wording
from csat.scores.models import Score
from surveys.definition import answers as judge
from surveys.definition.questionnaire import MeasureKind, Question, QuestionType
from surveys.models import Brand, Response
from surveys.rendering import phrasebook, published

TELLING = {QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.CONTACT_WISH, QuestionType.FILE}


@dataclass(frozen=True)
class Reader:
    """What a login may read of an answer."""

    sees_people: bool
    reads_pressure: bool

    @classmethod
    def of(cls, user: access.User) -> "Reader":
        return cls(access.may_see_people(user), access.may_read_pressure(user))

    def answers(self, response: Response) -> dict[str, Any]:
        """By question key; without personal data without words, contact details and files.

        Of one that is begun only what its person would see now: the page they are on may hide the rest.
        """
        questionnaire = published.questionnaire(response.version_id)
        questions, given = questionnaire.by_key, response.answers
        if response.submitted_at is None:
            given = judge.kept(questionnaire, given, one.facts_of(response, ""))
        return {
            key: value
            for key, value in given.items()
            if key in questions and self._may_read(questions[key], value)
        }

    def _may_read(self, question: Question, value: Any) -> bool:
        if question.measure and question.measure.kind == MeasureKind.PRESSURE and not self.reads_pressure:
            return False
        return self.sees_people or (question.type not in TELLING and not _has_words(value))


@dataclass(frozen=True)
class Told:
    """One response; `about` and `people` are empty where it came through a shared link."""

    response: Response
    about: Touchpoint | None
    people: Sequence[TouchpointPerson]
    scores: Sequence[Score]
    answers: Mapping[str, Any]
    doubts: Sequence[str]


@dataclass(frozen=True)
class Answered:
    """One answer of a response, with the wording that the client read."""

    response: UUID
    survey: str
    version: int
    question: str
    type: str
    measures: str
    attribute: str
    language: str
    wording: str
    value: Any
    text: str
    submitted_at: datetime | None
    verdict: str


def told(responses: Sequence[Response], reader: Reader) -> list[Told]:
    """In the given order; three statements, however many."""
    invitations = [response.invitation_id for response in responses if response.invitation_id]
    touchpoints: Any = (
        Touchpoint.objects.filter(invitation__in=invitations)
        .select_related("account", "contact")
        .prefetch_related(Prefetch("people", TouchpointPerson.objects.select_related("employee")))
    )
    about = {row.invitation_id: row for row in touchpoints}
    scores: dict[int, list[Score]] = defaultdict(list)
    found = Score.objects.filter(response__in=[row.pk for row in responses]).order_by("measure")
    for score in found if reader.reads_pressure else found.exclude(measure=MeasureKind.PRESSURE):
        scores[score.response_id].append(score)
    return [
        Told(
            response=response,
            about=(row := about.get(response.invitation_id or 0)),
            people=list(row.people.all()) if row else [],
            scores=scores[response.pk],
            answers=reader.answers(response),
            doubts=one.named(response.doubts, with_flags=reader.reads_pressure),
        )
        for response in responses
    ]


def answered(responses: Sequence[Response], reader: Reader) -> Iterator[Answered]:
    """A row an answer, in the order of the questions."""
    ours = Brand.objects.values_list("name", flat=True).first() or ""
    for response in responses:
        yield from _answers_of(response, reader, ours)


def _answers_of(response: Response, reader: Reader, ours: str) -> Iterator[Answered]:
    questionnaire = published.questionnaire(response.version_id)
    # Who may not see people may not read them in a question's wording either.
    facts = one.facts_of(response, ours) if reader.sees_people else {"supplier": ours}
    wording = Wording(questionnaire, response, facts)
    answers = reader.answers(response)
    for question in questionnaire.questions:
        if question.key not in answers:
            continue
        yield Answered(
            response=response.uuid,
            survey=response.version.survey.key,
            version=response.version.number,
            question=question.key,
            type=question.type.value,
            measures=question.measure.kind.value if question.measure else "",
            attribute=question.measure.attribute if question.measure else "",
            language=wording.language,
            wording=wording.text(question.text),
            value=answers[question.key],
            text=_text(wording, question, wording.given(question, answers[question.key])),
            submitted_at=response.submitted_at,
            verdict=response.verdict,
        )


def _text(wording: Wording, question: Question, given: Given) -> str:
    """The answer in words, in the client's language."""
    words = phrasebook.book(wording.language)
    if given.kind == UNJUDGED:
        return wording.text(question.cannot_judge_text) or words("form.cannot_judge")
    if given.number is not None:
        return str(given.number)
    if given.wish is not None:
        choice = given.wish.get("choice", "")
        said = words(f"form.{choice}" if question.type == QuestionType.YES_NO else f"form.wish_{choice}")
        details = [part for name, part in given.wish.items() if name != "choice"]
        return "; ".join([said, *details])
    if given.on:
        return words.day(given.on)
    return given.file.name if given.file else "; ".join(given.texts)


def _has_words(value: Any) -> bool:
    """Somebody's own words under 'other'."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(part, dict) for part in values)
