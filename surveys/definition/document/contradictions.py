"""What no schema can say: ranges, keys used twice, references that lead nowhere."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from surveys.definition import conditions
from surveys.definition.document import items
from surveys.definition.document.items import GRID, IMPORTANCE_SUFFIX, Item
from surveys.definition.problems import Problem, say
from surveys.definition.questionnaire import TODAY, MeasureKind, QuestionType

Given = Mapping[str, Any]
RANGES = ((1, 10), (1, 5), (0, 10), (1, 7))
GROUPING = ("all", "any", "not", "answer", "fact")
LONGEST_KEY = 40
JUDGED = {QuestionType.SCALE, QuestionType.CHOICE, QuestionType.NUMBER, QuestionType.YES_NO}
MANY = (MeasureKind.COMMENT, MeasureKind.PRESSURE)


def problems(document: Given) -> Iterator[Problem]:
    """Every contradiction of a document whose shape is right, in its order."""
    scales = document.get("scales", {})
    yield from chain.from_iterable(_scale_problems(f"scales.{name}", scale) for name, scale in scales.items())
    seen: dict[str, str] = {}
    earlier: set[str] = set()
    for number, page in enumerate(document["pages"]):
        for q, question in enumerate(page["questions"]):
            path = f"pages[{number}].questions[{q}]"
            yield from _twice_problems(path, question, seen)
            yield from _question_problems(path, question, scales)
            yield from _condition_problems(path, question.get("show_if"), earlier)
        earlier |= {item.given["key"] for item in items.of_page(page, number)}
    for number, thanks in enumerate(document.get("thanks", ())):
        yield from _condition_problems(f"thanks[{number}]", thanks.get("show_if"), earlier)
    yield from _measure_problems(document)


def _scale_problems(path: str, scale: Given) -> Iterator[Problem]:
    if (scale["from"], scale["to"]) not in RANGES:
        what = say("a scale from %(lowest)s to %(highest)s", lowest=scale["from"], highest=scale["to"])
        yield Problem(path, what, say("Use 1-5, 1-7, 1-10 or 0-10 (NPS)."))
    labels = scale.get("labels")
    if labels is not None and len(labels) != scale["to"] - scale["from"] + 1:
        what = say("%(count)s labels", count=len(labels))
        yield Problem(f"{path}.labels", what, say("Give every number of the scale its label."))
    if labels is None and not ("low" in scale and "high" in scale):
        yield Problem(path, say("the ends have no words"), say("Add low and high, or labels."))


def _twice_problems(path: str, question: Given, seen: dict[str, str]) -> Iterator[Problem]:
    """A grid's own key counts as well: whoever reads the document knows the grid by it."""
    named = [(path, question["key"])] if question["type"] == GRID else []
    named += [(item.path, item.given["key"]) for item in items.of_question(question, path)]
    for place, key in named:
        if key in seen:
            what = say("“%(key)s” is used at %(place)s already", key=key, place=seen[key])
            yield Problem(f"{place}.key", what, say("Choose another key."), key=key)
        seen.setdefault(key, place)


def _question_problems(path: str, question: Given, scales: Collection[str]) -> Iterator[Problem]:
    kind, key = question["type"], question["key"]
    for name in ("scale", "importance"):
        if name in question and kind in ("scale", GRID) and question[name] not in scales:
            what = say("there is no scale “%(name)s”", name=question[name])
            yield Problem(f"{path}.{name}", what, say("Define it under scales."), key=key)
    keys = [option["key"] for option in question.get("options", ())]
    for twice in sorted({option for option in keys if keys.count(option) > 1}):
        what = say("the key “%(key)s” is used twice", key=twice)
        yield Problem(f"{path}.options", what, say("Choose another key."), key=key)
    for name in ("earliest", "latest"):
        if not _is_day(question.get(name, TODAY)):
            what = say("there is no %(day)s", day=question[name])
            yield Problem(f"{path}.{name}", what, say("Choose a day of the calendar."), key=key)
    if question.get("cannot_judge") and kind not in {*JUDGED, GRID}:
        what = say("does not fit a question of type “%(type)s”", type=kind)
        yield Problem(f"{path}.cannot_judge", what, say("Remove it."), key=key)
    for number, row in enumerate(question.get("rows", ()) if "importance" in question else ()):
        if len(row["key"]) + len(IMPORTANCE_SUFFIX) > LONGEST_KEY:
            longest = LONGEST_KEY - len(IMPORTANCE_SUFFIX)
            yield Problem(
                f"{path}.rows[{number}].key",
                say("“%(key)s” is too long for a row with importance", key=row["key"]),
                say("Use at most %(most)s characters.", most=longest),
                key=key,
            )


def _is_day(text: str) -> bool:
    try:
        return text == TODAY or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _condition_problems(path: str, condition: Any, earlier: Collection[str]) -> Iterator[Problem]:
    if condition is None:
        return
    yield from _branch_problems(f"{path}.show_if", condition)
    for place, leaf in conditions.leaves(condition, f"{path}.show_if"):
        if "answer" in leaf and leaf["answer"] not in earlier:
            yield Problem(
                place,
                say("no question “%(key)s” on an earlier page", key=leaf["answer"]),
                say("Refer to a question of an earlier page: pages work without scripts."),
            )


def _branch_problems(path: str, condition: Given) -> Iterator[Problem]:
    kinds = [name for name in GROUPING if name in condition]
    comparisons = [name for name in conditions.COMPARISONS if name in condition]
    is_leaf = kinds in (["answer"], ["fact"])
    if len(kinds) != 1 or len(comparisons) != int(is_leaf):
        yield Problem(
            path,
            say("not one comparison"),
            say(
                "Use one of %(kinds)s; answer and fact with one of %(comparisons)s.",
                kinds=GROUPING,
                comparisons=tuple(conditions.COMPARISONS),
            ),
        )
    for name in ("all", "any"):
        for number, part in enumerate(condition.get(name, ())):
            yield from _branch_problems(f"{path}.{name}[{number}]", part)
    if "not" in condition:
        yield from _branch_problems(f"{path}.not", condition["not"])


def _measure_problems(document: Given) -> Iterator[Problem]:
    measured = [item for item in items.of_document(document) if "measures" in item.given]
    attributes = {item.given["measures"].get("attribute") for item in measured}
    once: dict[tuple[str, str], str] = {}
    for item in measured:
        measure = item.given["measures"]
        name = (measure["kind"], measure.get("attribute", ""))
        if name in once and name[0] not in MANY:
            twice = say(
                "“%(measure)s” is measured at %(place)s already",
                measure=" ".join(name).strip(),
                place=once[name],
            )
            yield Problem(f"{item.path}.measures", twice, say("Measure it once."), key=item.given["key"])
        once.setdefault(name, item.path)
        if name[0] == MeasureKind.IMPORTANCE:
            yield from _importance_problems(item, attributes)


def _importance_problems(item: Item, attributes: Collection[str]) -> Iterator[Problem]:
    for number, option in enumerate(item.given.get("options", ())):
        if option["key"] not in attributes:
            yield Problem(
                f"{item.path}.options[{number}].key",
                say("“%(key)s” is no measured attribute", key=option["key"]),
                say("Importance is asked of attributes of this survey: use their names as option keys."),
                key=item.given["key"],
            )
