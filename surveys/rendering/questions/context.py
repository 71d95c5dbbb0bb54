"""One question's template, and what stands in it whoever looks."""

from collections.abc import Mapping
from typing import Any

from surveys.definition import values
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, ContactWish, Question, QuestionType, Scale
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
    QuestionType.FILE: "file",
    QuestionType.STATEMENT: "statement",
    QuestionType.CONTACT_WISH: "contact_wish",
}
PICKED = (QuestionType.CHOICE, QuestionType.CHOICES)


def template(question: Question, *, is_row: bool) -> str:
    """The template's name. Scales with a label for every number are lists to pick from."""
    name = TEMPLATES[question.type]
    if question.scale and question.scale.labels:
        name = "picks"
    if is_row:
        name = "side" if question.grid and question.grid.importance else "row"
    return f"surveys/question/{name}.html"


def ends(scale: Scale, language: str) -> tuple[str, str]:
    """What the lowest and the highest number mean."""
    low, high = (scale.labels[0], scale.labels[-1]) if scale.labels else (scale.low, scale.high)
    return low.get(language, ""), high.get(language, "")


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
    low, high = ends(question.scale, language) if question.scale else ("", "")

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
            "low": low,
            "high": high,
            "side": book(f"form.side_{question.aspect}") if question.aspect else "",
            "cannot_judge": _cannot_judge(question, book, language),
            "cannot_judge_short": question.cannot_judge_text.get(language) or book("form.cannot_judge_short"),
            "cannot_judge_tick": personal(f"tick {CANNOT_JUDGE}"),
            "other_tick": personal(f"tick {OTHER}"),
            "value": personal("value"),
            "other_value": personal(f"value {OTHER}"),
            "ranks": _ranks(question, language, personal),
            "wishes": _wishes(question, book, personal),
            **_limits(question, book, personal),
        }

    return build


def _described_by(question: Question, mistake: str) -> str:
    ids = [f"{question.key}--error"] if mistake else []
    ids += [f"{question.key}--help"] if question.help else []
    return " ".join([*ids, *([f"{question.key}--limits"] if question.type == QuestionType.FILE else [])])


def _limits(question: Question, book: Phrasebook, personal: Personal) -> dict[str, Any]:
    """What an answer may be, said before it is given."""
    match question.type:
        case QuestionType.TEXT | QuestionType.LONG_TEXT:
            least, most = question.least, values.longest(question)
            is_counted = least is not None or question.most is not None
            return {
                "most": most,
                "least": int(least or 0),
                "counts": is_counted,
                "longest": values.LONGEST[question.type],
            }
        case QuestionType.DATE:
            return {"earliest": personal("limit min"), "latest": personal("limit max")}
        case QuestionType.FILE:
            formats = ", ".join(name.upper() for name in question.formats)
            endings = [ending for ending, name in values.OTHER_ENDINGS.items() if name in question.formats]
            return {
                "limits": book("form.file_limits", formats=formats, most=question.most_mb),
                "accept": ",".join(f".{name}" for name in [*question.formats, *endings]),
                "kept": personal("kept"),
            }
        case _:
            return {}


def _points(question: Question, language: str, personal: Personal) -> list[dict[str, Any]]:
    scale = question.scale
    if scale is None or (scale.labels and question.grid is None):
        return []
    words = dict(zip((scale.lowest, scale.highest), ends(scale, language), strict=True))
    words |= {n: label.get(language, "") for n, label in zip(scale.points, scale.labels, strict=False)}
    return [
        {"value": point, "end": words.get(point, ""), "tick": personal(f"tick {point}")}
        for point in scale.points
    ]


def _picks(question: Question, book: Phrasebook, language: str, personal: Personal) -> list[dict[str, Any]]:
    if question.is_random and question.type in PICKED:
        return [
            {
                "value": personal(f"option {n} key"),
                "label": personal(f"option {n} label"),
                "tick": personal(f"option {n} tick"),
            }
            for n in range(len(question.options))
        ]
    pairs: list[tuple[Any, str]] = []
    if question.scale:
        labels = zip(question.scale.points, question.scale.labels, strict=False)
        pairs = [(point, label.get(language, "")) for point, label in labels]
    elif question.type == QuestionType.YES_NO:
        pairs = [("yes", book("form.yes")), ("no", book("form.no"))]
    elif question.type in PICKED:
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
            "key": personal(f"option {n} key") if question.is_random else option.key,
            "label": personal(f"option {n} label") if question.is_random else option.text.get(language, ""),
            "places": [
                {
                    "place": place,
                    "selected": personal(
                        f"option {n} place {place}" if question.is_random else f"place {option.key} {place}"
                    ),
                }
                for place in places
            ],
        }
        for n, option in enumerate(question.options)
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
