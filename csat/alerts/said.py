"""What a client said, read out of a stored answer by what its questions measure: number, words, wish."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.definition.questionnaire import ContactWish, MeasureKind, Question, Questionnaire

HEADLINES = (MeasureKind.OVERALL, MeasureKind.NPS, MeasureKind.CSAT, MeasureKind.EFFORT)


@dataclass(frozen=True)
class Said:
    """`given` of `out_of`: the answer that stands for the whole, as ticked; `words`: their own, in order."""

    measure: str = ""
    given: int | None = None
    out_of: int = 10
    words: tuple[str, ...] = ()
    wish: str = ""
    phone: str = ""
    time: str = ""
    other_person: str = ""
    attributes: Mapping[str, int] = field(default_factory=dict)

    @property
    def wants_call(self) -> bool:
        return self.wish in (ContactWish.YES, ContactWish.OTHER_PERSON)

    @property
    def refuses_call(self) -> bool:
        return self.wish == ContactWish.NO


def said(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Said:
    """Read one answer. Questions that were not asked, not answered or not judged leave their gap."""
    headline = _headline(questionnaire, answers)
    wish = _wish(questionnaire, answers)
    return Said(
        measure=headline.measure.kind.value if headline and headline.measure else "",
        given=_number(answers, headline) if headline else None,
        out_of=headline.scale.highest if headline and headline.scale else 10,
        words=tuple(_words(questionnaire, answers)),
        wish=str(wish.get("choice", "")),
        phone=str(wish.get("phone", "")).strip(),
        time=str(wish.get("time", "")).strip(),
        other_person=str(wish.get("who", "")).strip(),
        attributes={
            question.measure.attribute: number
            for question in questionnaire.measured(MeasureKind.ATTRIBUTE)
            if question.measure and (number := _number(answers, question)) is not None
        },
    )


def _headline(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Question | None:
    """The first of overall, NPS, CSAT and effort that the survey asks."""
    for kind in HEADLINES:
        for question in questionnaire.measured(kind):
            return question
    return None


def _number(answers: Mapping[str, Any], question: Question) -> int | None:
    value = answers.get(question.key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _words(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[str]:
    texts = (answers.get(question.key) for question in questionnaire.measured(MeasureKind.COMMENT))
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]


def _wish(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    for question in questionnaire.measured(MeasureKind.CONTACT_WISH):
        value = answers.get(question.key)
        if isinstance(value, Mapping):
            return value
    return {}
