"""The end of a try-out: the thanks that the client would read, what would be stored, what would be scored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string

from surveys.definition import answers as judge
from surveys.definition import piping
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, Questionnaire
from surveys.editor.editing import labels
from surveys.rendering import frame
from surveys.rendering.phrasebook import book
from surveys.rendering.visitor import Visitor

NO_FILE = str(UUID(int=0))  # stands where a stored file's id would


@dataclass(frozen=True)
class Kept:
    """One answer that would be stored. `points`: on 0 to 100, the best end always 100; empty for words."""

    key: str
    question: str
    answer: str
    measure: str
    points: str


def file_named(file: UploadedFile) -> dict[str, Any]:
    """What an answer says of a file; the file itself goes no further."""
    return {"file": NO_FILE, "name": str(file.name or "")[:200], "size": file.size or 0}


def render(questionnaire: Questionnaire, given: Mapping[str, Any], language: str, visitor: Visitor) -> str:
    """The page. `given` holds good answers only; hidden questions' answers are not among those stored."""
    stored = judge.kept(questionnaire, given, visitor.facts)
    words, own = book(language), judge.thanks(questionnaire, given, visitor.facts)
    spoken = visitor.spoken(language) | piping.spoken_answers(questionnaire, stored, language)
    name = visitor.fact("contact_name")
    title = words("thanks.title_name", contact_name=name) if name else words("thanks.title")
    if own and own.title.get(language):
        title = piping.fill(own.title[language], spoken)
    context = frame.context(visitor.look, language, title, supplier=visitor.fact("supplier"))
    mine = {
        "text": piping.fill(own.text.get(language, ""), spoken) if own else "",
        "kept": list(_kept(questionnaire, stored, language, spoken)),
        "hidden": [q.key for q in questionnaire.questions if q.takes_answer and q.key not in stored],
    }
    return render_to_string("surveys/editor/preview/tried.html", context | mine)


def _kept(
    questionnaire: Questionnaire, stored: Mapping[str, Any], language: str, spoken: Mapping[str, str]
) -> Iterator[Kept]:
    for question in questionnaire.questions:
        if question.key in stored:
            measure = question.measure
            yield Kept(
                key=question.key,
                question=piping.fill(question.text.get(language, ""), spoken),
                answer=_in_words(question, stored[question.key], language),
                measure=str(labels.MEASURES.get(measure.kind.value, measure.kind)) if measure else "",
                points=_points(question, stored[question.key]),
            )


def _points(question: Question, answer: Any) -> str:
    scale, measure = question.scale, question.measure
    if scale is None or measure is None or not isinstance(answer, int):
        return ""
    points = 100 * (answer - scale.lowest) / (scale.highest - scale.lowest)
    return f"{100 - points if measure.is_reversed else points:.0f}"


def _in_words(question: Question, answer: Any, language: str) -> str:
    """An answer as people read it: options by their words."""
    if answer == CANNOT_JUDGE:
        return question.cannot_judge_text.get(language) or book(language)("form.cannot_judge")
    if isinstance(answer, list):
        return ", ".join(_in_words(question, part, language) for part in answer)
    if isinstance(answer, dict):
        return str(answer.get(OTHER) or " · ".join(str(part) for n, part in answer.items() if n != "file"))
    options = {option.key: option.text.get(language, option.key) for option in question.options}
    if question.scale and question.scale.labels and isinstance(answer, int):
        label = question.scale.labels[answer - question.scale.lowest].get(language, "")
        return f"{answer} ({label})"
    if question.scale and isinstance(answer, int):
        return f"{answer} / {question.scale.highest}"
    return str(options.get(answer, answer))
