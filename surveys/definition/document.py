"""Reads a questionnaire document (format 1); whatever is wrong with it is named at once."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from surveys.definition import conditions, shape
from surveys.definition.problems import DocumentError, Problem
from surveys.definition.questionnaire import (
    Measure,
    MeasureKind,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
)

RANGES = {(1, 10), (1, 5), (0, 10), (1, 7)}
GROUPING = ("all", "any", "not", "answer", "fact")


def parse(document: Any) -> Questionnaire:
    """The questionnaire that a document describes.

    Raises DocumentError with every problem found: JSON path, what is wrong, how to mend it.
    """
    if problems := shape.problems(document):
        raise DocumentError(problems)
    if problems := list(_contradictions(document)):
        raise DocumentError(problems)
    return _questionnaire(document)


def _questionnaire(document: Mapping[str, Any]) -> Questionnaire:
    scales = {name: _scale(name, given) for name, given in document.get("scales", {}).items()}
    pages = tuple(
        Page(
            key=page["key"],
            title=page.get("title", {}),
            intro=page.get("intro", {}),
            questions=tuple(
                _question(question, f"pages[{p}].questions[{q}]", scales)
                for q, question in enumerate(page["questions"])
            ),
        )
        for p, page in enumerate(document["pages"])
    )
    return Questionnaire(
        key=document["key"],
        kind=document["kind"],
        name=document["name"],
        title=document["title"],
        minutes=document["minutes"],
        languages=tuple(document["languages"]),
        pages=pages,
    )


def _scale(name: str, given: Mapping[str, Any]) -> Scale:
    return Scale(
        name=name,
        lowest=given["from"],
        highest=given["to"],
        low=given.get("low", {}),
        high=given.get("high", {}),
        labels=tuple(given.get("labels", ())),
    )


def _question(given: Mapping[str, Any], path: str, scales: Mapping[str, Scale]) -> Question:
    cannot_judge = given.get("cannot_judge", False)
    scale = scales.get(given.get("scale", ""))
    kind = QuestionType(given["type"])
    return Question(
        key=given["key"],
        type=kind,
        text=given["text"],
        path=path,
        help=given.get("help", {}),
        is_required=given.get("required", True) and kind != QuestionType.STATEMENT,
        scale=scale,
        options=tuple(Option(option["key"], option["text"]) for option in given.get("options", ())),
        has_other=given.get("other", False),
        cannot_judge=bool(cannot_judge),
        cannot_judge_text=cannot_judge if isinstance(cannot_judge, dict) else {},
        show_if=given.get("show_if"),
        measure=_measure(given["measures"], scale) if "measures" in given else None,
        least=given.get("least"),
        most=given.get("most"),
        is_whole=given.get("whole", False),
    )


def _measure(given: Mapping[str, Any], scale: Scale | None) -> Measure:
    return Measure(
        kind=MeasureKind(given["kind"]),
        attribute=given.get("attribute", ""),
        is_reversed=given.get("reversed", False),
        scale=scale,
    )


def _contradictions(document: Mapping[str, Any]) -> Iterator[Problem]:
    """What no schema can say: ranges, keys used twice, references that lead nowhere."""
    yield from chain.from_iterable(
        _scale_problems(f"scales.{name}", scale) for name, scale in document.get("scales", {}).items()
    )
    seen: dict[str, str] = {}
    earlier: set[str] = set()
    for p, page in enumerate(document["pages"]):
        for q, question in enumerate(page["questions"]):
            path = f"pages[{p}].questions[{q}]"
            if question["key"] in seen:
                where = seen[question["key"]]
                yield Problem(
                    f"{path}.key", f"{question['key']!r} is used at {where} already", "Choose another key."
                )
            seen.setdefault(question["key"], path)
            yield from _question_problems(path, question, set(document.get("scales", {})))
            yield from _condition_problems(path, question.get("show_if"), earlier)
        earlier |= {question["key"] for question in page["questions"]}
    yield from _measure_problems(document)


def _scale_problems(path: str, scale: Mapping[str, Any]) -> Iterator[Problem]:
    if (scale["from"], scale["to"]) not in RANGES:
        yield Problem(
            path, f"a scale from {scale['from']} to {scale['to']}", "Use 1-5, 1-7, 1-10 or 0-10 (NPS)."
        )
    labels = scale.get("labels")
    if labels is not None and len(labels) != scale["to"] - scale["from"] + 1:
        yield Problem(f"{path}.labels", f"{len(labels)} labels", "Give every number of the scale its label.")
    if labels is None and not ("low" in scale and "high" in scale):
        yield Problem(path, "the ends have no words", "Add low and high, or labels.")


def _question_problems(path: str, question: Mapping[str, Any], scales: set[str]) -> Iterator[Problem]:
    kind = question["type"]
    if kind == QuestionType.SCALE and question["scale"] not in scales:
        yield Problem(f"{path}.scale", f"there is no scale {question['scale']!r}", "Define it under scales.")
    keys = [option["key"] for option in question.get("options", ())]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem(f"{path}.options", f"the key {key!r} is used twice", "Choose another key.")
    if kind == QuestionType.CHOICES:
        most = question.get("most", len(keys))
        if not 0 <= question.get("least", 0) <= most or most > len(keys) + question.get("other", False):
            yield Problem(
                path, f"least and most do not fit {len(keys)} options", "Let 0 <= least <= most <= options."
            )
    allowed = {QuestionType.SCALE, QuestionType.CHOICE, QuestionType.NUMBER, QuestionType.YES_NO}
    if question.get("cannot_judge") and kind not in allowed:
        yield Problem(f"{path}.cannot_judge", f"does not fit a question of type {kind}", "Remove it.")


def _condition_problems(path: str, condition: Any, earlier: set[str]) -> Iterator[Problem]:
    if condition is None:
        return
    yield from _branch_problems(f"{path}.show_if", condition)
    for place, leaf in conditions.leaves(condition, f"{path}.show_if"):
        if "answer" in leaf and leaf["answer"] not in earlier:
            yield Problem(
                place,
                f"no question {leaf['answer']!r} on an earlier page",
                "Refer to a question of an earlier page: pages work without scripts.",
            )


def _branch_problems(path: str, condition: Mapping[str, Any]) -> Iterator[Problem]:
    kinds = [name for name in GROUPING if name in condition]
    comparisons = [name for name in conditions.COMPARISONS if name in condition]
    is_leaf = kinds in (["answer"], ["fact"])
    if len(kinds) != 1 or len(comparisons) != int(is_leaf):
        yield Problem(
            path,
            "not one comparison",
            f"Use one of {', '.join(GROUPING)}; answer and fact with one of "
            f"{', '.join(conditions.COMPARISONS)}.",
        )
    for name in ("all", "any"):
        for number, part in enumerate(condition.get(name, ())):
            yield from _branch_problems(f"{path}.{name}[{number}]", part)
    if "not" in condition:
        yield from _branch_problems(f"{path}.not", condition["not"])


def _measure_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    questions = [
        (f"pages[{p}].questions[{q}]", question)
        for p, page in enumerate(document["pages"])
        for q, question in enumerate(page["questions"])
        if "measures" in question
    ]
    attributes = {question["measures"].get("attribute") for _, question in questions}
    once: dict[tuple[str, str], str] = {}
    for path, question in questions:
        measure = question["measures"]
        name = (measure["kind"], measure.get("attribute", ""))
        if name in once and name[0] not in (MeasureKind.COMMENT, MeasureKind.PRESSURE):
            yield Problem(
                f"{path}.measures",
                f"{' '.join(name)} is measured at {once[name]} already",
                "Measure it once.",
            )
        once.setdefault(name, path)
        for o, option in enumerate(question.get("options", ()) if name[0] == MeasureKind.IMPORTANCE else ()):
            if option["key"] not in attributes:
                yield Problem(
                    f"{path}.options[{o}].key",
                    f"{option['key']!r} is no measured attribute",
                    "Importance is asked of attributes of this survey: use their names as option keys.",
                )
