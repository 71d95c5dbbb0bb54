"""One question as HTML: its context for the template, and what is personal in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from surveys.definition import piping
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, ContactWish, Question, QuestionType
from surveys.rendering.phrasebook import Phrasebook
from surveys.rendering.ready import Context, Personal

TEMPLATES = {
    QuestionType.SCALE: "scale",
    QuestionType.CHOICE: "picks",
    QuestionType.CHOICES: "picks",
    QuestionType.YES_NO: "picks",
    QuestionType.RANKING: "ranking",
    QuestionType.TEXT: "line",
    QuestionType.NUMBER: "line",
    QuestionType.DATE: "line",
    QuestionType.LONG_TEXT: "words",
    QuestionType.STATEMENT: "statement",
    QuestionType.CONTACT_WISH: "contact_wish",
}
CHECKED, SELECTED, NOT = mark_safe(" checked"), mark_safe(" selected"), mark_safe("")


def template(question: Question, *, is_row: bool) -> str:
    """The template's name. Scales with a label for every number are lists to pick from."""
    name = TEMPLATES[question.type]
    if question.scale and question.scale.labels:
        name = "picks"
    return f"surveys/question/{'row' if is_row else name}.html"


def first_input(question: Question) -> str:
    """Id of the question's first control: where an error's link moves the focus."""
    match question.type:
        case QuestionType.SCALE if question.scale:
            return f"{question.key}-{question.scale.lowest}"
        case QuestionType.CHOICE | QuestionType.CHOICES | QuestionType.RANKING:
            return f"{question.key}-{question.options[0].key}"
        case QuestionType.YES_NO | QuestionType.CONTACT_WISH:
            return f"{question.key}-yes"
        case _:
            return question.key


def context(question: Question, book: Phrasebook, *, language: str, mistake: str = "") -> Context:
    """What the question's template needs; `mistake` is the sentence about what is wrong."""

    def build(personal: Personal) -> Mapping[str, Any]:
        return {
            "question": question,
            "type": question.type.value,
            "words": book.group("form"),
            "mistake": mistake,
            "text": personal("text"),
            "has_help": bool(question.help),
            "help": personal("help"),
            "described_by": _described_by(question, mistake),
            "input_type": "checkbox" if question.type == QuestionType.CHOICES else "radio",
            "points": _points(question, language, personal),
            "picks": _picks(question, book, language, personal),
            "low": question.scale.low.get(language, "") if question.scale else "",
            "high": question.scale.high.get(language, "") if question.scale else "",
            "cannot_judge": _cannot_judge(question, book, language),
            "cannot_judge_tick": personal(f"tick {CANNOT_JUDGE}"),
            "other_tick": personal(f"tick {OTHER}"),
            "value": personal("value"),
            "other_value": personal(f"value {OTHER}"),
            "ranks": _ranks(question, language, personal),
            "wishes": _wishes(question, book, personal),
        }

    return build


def _described_by(question: Question, mistake: str) -> str:
    ids = [f"{question.key}-error"] if mistake else []
    return " ".join([*ids, *([f"{question.key}-help"] if question.help else [])])


def _points(question: Question, language: str, personal: Personal) -> list[dict[str, Any]]:
    scale = question.scale
    if scale is None or scale.labels:
        return []
    ends = {scale.lowest: scale.low.get(language, ""), scale.highest: scale.high.get(language, "")}
    return [
        {"value": point, "end": ends.get(point, ""), "tick": personal(f"tick {point}")}
        for point in scale.points
    ]


def _picks(question: Question, book: Phrasebook, language: str, personal: Personal) -> list[dict[str, Any]]:
    pairs: list[tuple[Any, str]] = []
    if question.scale:
        labels = zip(question.scale.points, question.scale.labels, strict=False)
        pairs = [(point, label.get(language, "")) for point, label in labels]
    elif question.type == QuestionType.YES_NO:
        pairs = [("yes", book("form.yes")), ("no", book("form.no"))]
    elif question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        pairs = [(option.key, option.text.get(language, "")) for option in question.options]
    return [{"value": value, "label": label, "tick": personal(f"tick {value}")} for value, label in pairs]


def _cannot_judge(question: Question, book: Phrasebook, language: str) -> str:
    if not question.cannot_judge:
        return ""
    return question.cannot_judge_text.get(language) or book("form.cannot_judge")


def _ranks(question: Question, language: str, personal: Personal) -> list[dict[str, Any]]:
    if question.type != QuestionType.RANKING:
        return []
    places = range(1, len(question.options) + 1)
    return [
        {
            "key": option.key,
            "label": option.text.get(language, ""),
            "places": [{"place": n, "selected": personal(f"place {option.key} {n}")} for n in places],
        }
        for option in question.options
    ]


def _wishes(question: Question, book: Phrasebook, personal: Personal) -> list[dict[str, Any]]:
    if question.type != QuestionType.CONTACT_WISH:
        return []
    fields = {
        ContactWish.YES: [("phone", "tel", "tel"), ("time", "text", "off")],
        ContactWish.OTHER_PERSON: [("who", "text", "off")],
    }
    return [
        {
            "value": wish.value,
            "label": book(f"form.wish_{wish}"),
            "tick": personal(f"tick {wish}"),
            "fields": [
                {
                    "name": name,
                    "type": kind,
                    "autocomplete": autocomplete,
                    "label": book(f"form.wish_{name}"),
                    "value": personal(f"value {name}"),
                }
                for name, kind, autocomplete in fields.get(wish, [])
            ],
        }
        for wish in ContactWish
    ]


@dataclass(frozen=True)
class Given:
    """What is personal in a question: its piped texts, what was ticked and written."""

    question: Question
    language: str
    facts: Mapping[str, str]
    answer: Any

    def __call__(self, hole: str) -> str:
        kind, _, rest = hole.partition(" ")
        match kind:
            case "text":
                return piping.fill(self.question.text.get(self.language, ""), self.facts)
            case "help":
                return piping.fill(self.question.help.get(self.language, ""), self.facts)
            case "tick":
                return CHECKED if rest in self._ticked() else NOT
            case "place":
                option, _, place = rest.partition(" ")
                return SELECTED if self._places().get(option) == place else NOT
            case _:
                return self._written(rest)

    def _ticked(self) -> set[str]:
        answer = self.answer
        parts = answer if isinstance(answer, list) else [answer]
        keys = {OTHER if OTHER in part else part.get("choice") for part in parts if isinstance(part, dict)}
        return {str(part) for part in parts if not isinstance(part, dict)} | {str(key) for key in keys}

    def _places(self) -> dict[str, str]:
        if isinstance(self.answer, dict):
            return {option: str(place) for option, place in self.answer.items()}
        return {option: str(n) for n, option in enumerate(self.answer or [], start=1)}

    def _written(self, name: str) -> str:
        if not name:
            return "" if self.answer is None else str(self.answer)
        parts = self.answer if isinstance(self.answer, list) else [self.answer]
        found = (part[name] for part in parts if isinstance(part, dict) and name in part)
        return str(next(found, ""))
