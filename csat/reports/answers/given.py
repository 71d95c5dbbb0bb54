"""What was given to a question, ready to be shown in the client's own language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

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
from surveys.rendering import phrasebook

TINTED = {MeasureKind.OVERALL, MeasureKind.ATTRIBUTE, MeasureKind.NPS, MeasureKind.CSAT}
SCALE, WORDS, TEXTS, WISH, DATE, FILE, UNJUDGED, NOTHING = (
    "scale", "words", "texts", "wish", "date", "file", "unjudged", "nothing",
)  # fmt: skip


@dataclass(frozen=True)
class File:
    uuid: UUID
    name: str
    size_bytes: int


@dataclass(frozen=True)
class Given:
    """One answer. `kind` says which of the values stands for it."""

    kind: str
    number: int | None = None
    out_of: int = 10
    is_tinted: bool = False
    texts: tuple[str, ...] = ()
    wish: Mapping[str, str] | None = None
    on: date | None = None
    file: File | None = None

    @property
    def is_long(self) -> bool:
        """Whether it wants the whole width."""
        wish = self.wish or {}
        return self.kind == WORDS or len(self.texts) > 1 or bool(wish.get("phone") or wish.get("who"))


class Wording:
    """A questionnaire as one client read it: in their language, with the facts its texts were filled with."""

    def __init__(self, questionnaire: Questionnaire, response: Response, facts: Mapping[str, Any]) -> None:
        known = questionnaire.languages
        self.language = response.language if response.language in known else known[0]
        self.questionnaire, self.conditions = questionnaire, facts
        self.facts = {name: value for name, value in facts.items() if isinstance(value, str)}
        if self.facts.get("order_on"):
            day = date.fromisoformat(self.facts["order_on"])
            self.facts["order_on"] = phrasebook.book(self.language).day(day)
        self.facts |= piping.spoken_answers(questionnaire, response.answers, self.language)

    def text(self, texts: Texts) -> str:
        return piping.fill(texts.get(self.language, ""), self.facts)

    def shown(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions that take an answer and that this client saw, given these answers."""
        seen = judge.shown(self.questionnaire, answers, self.conditions)
        return tuple(question for question in seen if question.takes_answer)

    def given(self, question: Question, value: Any) -> Given:
        if value in (None, "", []):
            return Given(NOTHING)
        if value == CANNOT_JUDGE:
            return Given(UNJUDGED)
        match question.type:
            case QuestionType.SCALE:
                return self._scale(question, value)
            case QuestionType.TEXT | QuestionType.LONG_TEXT:
                return Given(WORDS, texts=(value,))
            case QuestionType.CONTACT_WISH | QuestionType.YES_NO:
                return Given(WISH, wish=value if isinstance(value, Mapping) else {"choice": value})
            case QuestionType.DATE:
                return Given(DATE, on=date.fromisoformat(value))
            case QuestionType.FILE:
                return Given(FILE, file=File(UUID(value["file"]), value["name"], value["size"]))
            case QuestionType.NUMBER:
                return Given(TEXTS, texts=(str(int(value) if value == int(value) else value),))
            case _:
                return Given(TEXTS, texts=tuple(self._chosen(question, value)))

    def _scale(self, question: Question, value: int) -> Given:
        scale = question.scale
        assert scale is not None  # the document's schema demands one
        if scale.labels:
            return Given(TEXTS, texts=(self.text(scale.labels[value - scale.lowest]),))
        tinted = bool(question.measure and question.measure.kind in TINTED)
        return Given(SCALE, number=value, out_of=scale.highest, is_tinted=tinted)

    def _chosen(self, question: Question, value: Any) -> list[str]:
        texts = {option.key: self.text(option.text) for option in question.options}
        parts = value if isinstance(value, list) else [value]
        return [part[OTHER] if isinstance(part, Mapping) else texts.get(part, str(part)) for part in parts]
