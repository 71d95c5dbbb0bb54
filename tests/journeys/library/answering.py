"""What a person wants to answer to each question: drawn once per run, so that every kind of answer is met."""

from collections.abc import Mapping
from random import Random
from typing import Any

from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, ContactWish, Question, QuestionType

WORDS = {
    "en": 'It\'s <b>late</b> & "wet" again; 3 of 12.',
    "ru": "Снова «поздно» & <b>мокро</b>: 3 из 12, ёлки.",
}
LEFT_BLANK = 0.15  # of the questions that may be
NOT_JUDGED = 0.1


class Mind:
    """Somebody with an opinion; the same draw gives the same one."""

    def __init__(self, draw: str, language: str) -> None:
        self.chance = Random(draw)
        self.language = language

    def answer(self, question: Question) -> Any:
        """As it is stored; None leaves the question blank."""
        if not question.takes_answer or (not question.is_required and self.chance.random() < LEFT_BLANK):
            return None
        if question.cannot_judge and self.chance.random() < NOT_JUDGED:
            return CANNOT_JUDGE
        match question.type:
            case QuestionType.SCALE:
                assert question.scale
                return self.chance.choice(question.scale.points)
            case QuestionType.CHOICE:
                return self._choice(question)
            case QuestionType.CHOICES:
                return self._choices(question)
            case QuestionType.YES_NO:
                return self.chance.choice(["yes", "no"])
            case QuestionType.NUMBER:
                return self.chance.randint(int(question.least or 0), int(question.most or 100))
            case QuestionType.CONTACT_WISH:
                return self._wish()
        return WORDS[self.language]

    def _choice(self, question: Question) -> Any:
        keys = [*question.option_keys, *([OTHER] if question.has_other else [])]
        key = self.chance.choice(keys)
        return {OTHER: WORDS[self.language]} if key == OTHER else key

    def _choices(self, question: Question) -> list[Any]:
        count = int(question.most or self.chance.randint(1, len(question.options)))
        ticked = set(self.chance.sample(question.option_keys, count))
        other = [{OTHER: WORDS[self.language]}] if question.has_other and not question.most else []
        return [*(key for key in question.option_keys if key in ticked), *other]

    def _wish(self) -> Mapping[str, str]:
        match self.chance.choice(list(ContactWish)):
            case ContactWish.YES:
                return {"choice": "yes", "phone": "+7 912 555-01-42", "time": WORDS[self.language]}
            case ContactWish.OTHER_PERSON:
                return {"choice": "other_person", "who": WORDS[self.language]}
        return {"choice": "no"}
