"""One answer as the client saw it: every question in the wording of its version, and what was said to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from csat.alerts.models import SignalEvidence
from csat.customers.models import Capacity
from csat.programs.models import Touchpoint
from csat.reports.answers import AnswerRow, rows
from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.definition.questionnaire import (
    CANNOT_JUDGE,
    OTHER,
    MeasureKind,
    Question,
    Questionnaire,
    QuestionType,
    Texts,
)
from surveys.models import Response
from surveys.rendering import phrasebook, published

TINTED = {MeasureKind.OVERALL, MeasureKind.ATTRIBUTE, MeasureKind.NPS, MeasureKind.CSAT}
SCALE, WORDS, TEXTS, WISH, DATE, UNJUDGED, NOTHING = (
    "scale", "words", "texts", "wish", "date", "unjudged", "nothing",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A question that this client saw. `kind` says which of the values stands for the answer."""

    key: str
    text: str
    kind: str
    given: int | None = None
    out_of: int = 10
    is_tinted: bool = False
    low: str = ""
    high: str = ""
    texts: tuple[str, ...] = ()
    wish: Mapping[str, str] | None = None
    on: date | None = None


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Change:
    """What the client sent and when; the first is the score."""

    at: datetime
    cause: str


@dataclass(frozen=True)
class AnswerPage:
    """Everything said in one answer. `held_pressure`: a question that only some may read was left out."""

    row: AnswerRow
    title: str
    sections: tuple[Section, ...]
    care_owner: str
    asked_at: datetime
    changes: tuple[Change, ...]
    cases: tuple[UUID, ...]
    held_pressure: bool
    now: datetime


def build(touchpoint: Touchpoint, *, with_pressure: bool, now: datetime) -> AnswerPage:
    """An answered occasion. Being pressed or asked for a score is read `with_pressure` only."""
    response = touchpoint.invitation.response
    questionnaire = published.questionnaire(response.version_id)
    reader = _Reader(questionnaire, response, touchpoint.invitation.facts)
    evidence = SignalEvidence.objects.filter(response=response, signal__case__isnull=False)
    [row] = rows([touchpoint], seen_at=None)
    care = touchpoint.people.filter(capacity=Capacity.CARE_OWNER).select_related("employee").first()
    return AnswerPage(
        row=row,
        title=reader.text(questionnaire.title),
        sections=reader.sections(with_pressure),
        care_owner=care.employee.name if care else "",
        asked_at=touchpoint.invitation.created_at,
        changes=tuple(Change(one.created_at, one.cause) for one in response.revisions.order_by("revision")),
        cases=tuple(evidence.order_by("-added_at").values_list("signal__uuid", flat=True)),
        held_pressure=not with_pressure and reader.asks_about_pressure(),
        now=now,
    )


class _Reader:
    """Reads a response in its own language, with the facts its texts were filled with."""

    def __init__(self, questionnaire: Questionnaire, response: Response, facts: Mapping[str, Any]) -> None:
        known = questionnaire.languages
        self.language = response.language if response.language in known else known[0]
        self.questionnaire, self.answers = questionnaire, response.answers
        self.conditions = facts
        self.facts = {name: value for name, value in facts.items() if isinstance(value, str)}
        if self.facts.get("order_on"):
            day = date.fromisoformat(self.facts["order_on"])
            self.facts["order_on"] = phrasebook.book(self.language).day(day)
        self.shown = judge.shown(questionnaire, response.answers, facts)

    def text(self, texts: Texts) -> str:
        return piping.fill(texts.get(self.language, ""), self.facts)

    def asks_about_pressure(self) -> bool:
        return any(_is_pressure(question) and question.key in self.answers for question in self.shown)

    def sections(self, with_pressure: bool) -> tuple[Section, ...]:
        seen = {q.key for q in self.shown if q.takes_answer and (with_pressure or not _is_pressure(q))}
        sections = (
            Section(
                self.text(page.title),
                tuple(self._item(question) for question in page.questions if question.key in seen),
            )
            for page in self.questionnaire.pages
        )
        return tuple(section for section in sections if section.items)

    def _item(self, question: Question) -> Item:
        value = self.answers.get(question.key)
        return Item(key=question.key, text=self.text(question.text), **self._answer(question, value))

    def _answer(self, question: Question, value: Any) -> dict[str, Any]:
        if value in (None, "", []):
            return {"kind": NOTHING}
        if value == CANNOT_JUDGE:
            return {"kind": UNJUDGED}
        match question.type:
            case QuestionType.SCALE if question.scale and not question.scale.labels:
                return self._scale(question, value)
            case QuestionType.SCALE if question.scale:
                return {
                    "kind": TEXTS,
                    "texts": (self.text(question.scale.labels[value - question.scale.lowest]),),
                }
            case QuestionType.TEXT | QuestionType.LONG_TEXT:
                return {"kind": WORDS, "texts": (value,)}
            case QuestionType.CONTACT_WISH | QuestionType.YES_NO:
                return {"kind": WISH, "wish": value if isinstance(value, Mapping) else {"choice": value}}
            case QuestionType.DATE:
                return {"kind": DATE, "on": date.fromisoformat(value)}
            case _:
                return {"kind": TEXTS, "texts": tuple(self._chosen(question, value))}

    def _scale(self, question: Question, value: int) -> dict[str, Any]:
        scale = question.scale
        assert scale is not None  # the caller matched it
        return {
            "kind": SCALE,
            "given": value,
            "out_of": scale.highest,
            "is_tinted": bool(question.measure and question.measure.kind in TINTED),
            "low": self.text(scale.low),
            "high": self.text(scale.high),
        }

    def _chosen(self, question: Question, value: Any) -> list[str]:
        texts = {option.key: self.text(option.text) for option in question.options}
        parts = value if isinstance(value, list) else [value]
        return [part[OTHER] if isinstance(part, Mapping) else texts.get(part, str(part)) for part in parts]


def _is_pressure(question: Question) -> bool:
    return question.measure is not None and question.measure.kind == MeasureKind.PRESSURE
