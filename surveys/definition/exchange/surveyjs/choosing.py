"""Elements of SurveyJS that offer options: one, several, an order, yes or no."""

from collections.abc import Sequence
from typing import Any

from surveys.definition.exchange.desk import Choice
from surveys.definition.exchange.forms import MOST_OPTIONS, Asked, Question
from surveys.definition.exchange.logic.rules import Target, plain_value
from surveys.definition.exchange.surveyjs import texts
from surveys.definition.exchange.surveyjs.element import Element

NONE, REFUSE, DO_NOT_KNOW = "none", "refused", "dontknow"


def single(element: Element) -> list[Asked]:
    element.validators("", "", "")
    choices = _offered(element)
    question = element.question("choice", random=_is_random(element), other=_has_other(element))
    if element.has("showDontKnowItem"):
        question["cannot_judge"] = element.texts("dontKnowText") or True
    if isinstance(question.get("cannot_judge"), dict):
        question["cannot_judge"] = element.desk.words(question["cannot_judge"], element.where) or True
    return [element.named(element.desk.chosen(question, element.where, choices, rules=element.rules))]


def several(element: Element) -> list[Asked]:
    low, high = element.validators("answercount", "minCount", "maxCount")
    choices = _offered(element)
    has_other = _has_other(element)
    limits = (
        low if low is not None else element.number("minSelectedChoices"),
        high if high is not None else element.number("maxSelectedChoices"),
    )
    question = element.question(
        "choices",
        random=_is_random(element),
        other=has_other,
        **element.within(limits, most=len(choices) + has_other),
    )
    if element.has("showSelectAllItem", "hasSelectAll"):
        element.desk.report.left_out(element.where, "select_all")
    return [element.named(element.desk.chosen(question, element.where, choices, rules=element.rules))]


def pictures(element: Element) -> list[Asked]:
    element.desk.report.changed(element.where, "pictures")
    return several(element) if element.has("multiSelect") else single(element)


def ranking(element: Element) -> list[Asked]:
    element.validators("", "", "")
    if element.has("selectToRankEnabled"):
        element.desk.report.changed(element.where, "rank_all")
    question = element.question("ranking", random=_is_random(element))
    choices = _offered(element)
    return [element.named(element.desk.chosen(question, element.where, choices, rules=element.rules))]


def boolean(element: Element) -> list[Asked]:
    """Yes or no; a choice of two where the two have words of their own."""
    values = {
        plain_value(element.raw.get("valueTrue", True)): "yes",
        plain_value(element.raw.get("valueFalse", False)): "no",
    }
    labels = element.texts("labelTrue"), element.texts("labelFalse")
    if not all(labels):
        question = element.question("yes_no")
        target = Target(question["key"], "yes_no", values=values)
        return [element.named(element.desk.asked(question, element.where, target, rules=element.rules))]
    options = [
        {"key": key, "text": element.desk.label(label, element.where, otherwise=key)}
        for key, label in zip(("yes", "no"), labels, strict=True)
    ]
    question = element.question("choice", options=options)
    target = Target(question["key"], "choice", values=values)
    return [element.named(element.desk.asked(question, element.where, target, rules=element.rules))]


def rating(element: Element) -> list[Asked]:
    """A scale where ours can be as long; else the numbers as options of a choice."""
    element.validators("", "", "")
    points = _points(element)
    numbers = [int(point.value) for point in points if point.value.lstrip("-").isdigit()]
    scales = element.desk.scales
    is_run = len(numbers) == len(points) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not is_run or not scales.fits(numbers[0], numbers[-1]):
        element.desk.report.changed(element.where, "no_such_scale", points=len(points))
        question = element.question("choice")
        return [element.named(element.desk.chosen(question, element.where, points, rules=element.rules))]
    where = element.where
    if all(point.text for point in points):
        labels = [element.desk.label(point.text, where, otherwise=point.value) for point in points]
        name = scales.labelled(labels, lowest=numbers[0])
    else:
        ends = [element.desk.words(element.texts(f"{end}RateDescription"), where) for end in ("min", "max")]
        if not all(ends):
            element.desk.report.changed(where, "no_end_words")
        name = scales.ended(numbers[0], numbers[-1], low=ends[0], high=ends[1])
    return [element.plainly(_with_scale(element, name))]


def _with_scale(element: Element, name: str) -> Question:
    question = element.question("scale")
    key, kind, text = question.pop("key"), question.pop("type"), question.pop("text")
    return {"key": key, "type": kind, "scale": name, "text": text, **question}


def _points(element: Element) -> list[Choice]:
    """The points of a rating; those without words have none."""
    if values := element.listed("rateValues"):
        return items(element, values, spells_out=False)
    lowest, highest = element.number("rateMin"), element.number("rateMax")
    step, count = element.number("rateStep") or 1, element.number("rateCount")
    first = int(lowest) if lowest is not None else 1
    last = int(highest) if highest is not None else first + int(count) - 1 if count else first + 4
    last = min(max(last, first + 1), first + MOST_OPTIONS)
    return [Choice(str(each), {}) for each in range(first, last + 1, max(1, int(step)))]


def items(element: Element, raw: Sequence[Any], *, spells_out: bool = True) -> list[Choice]:
    """Options, rows or columns: plain values, or objects with value and text."""
    found = []
    for each in raw:
        has_parts = isinstance(each, dict)
        value = plain_value(each.get("value", "") if has_parts else each)
        words = texts.by_language(each.get("text"), element.language) if has_parts else {}
        if has_parts and (left := sorted(set(each) - {"value", "text", "imageLink"})):
            names = ", ".join(f"{value}.{name}" for name in left)
            element.desk.report.left_out(element.where, "settings", names=names)
        found.append(Choice(value, words or ({element.language: value} if spells_out else {})))
    return found


def _offered(element: Element) -> list[Choice]:
    choices = items(element, element.listed("choices"))
    low, high = element.number("choicesMin"), element.number("choicesMax")
    if low is not None and high is not None:
        step = max(1, int(element.number("choicesStep") or 1))
        last = min(int(high), int(low) + step * MOST_OPTIONS)
        choices += [
            Choice(str(each), {element.language: str(each)}) for each in range(int(low), last + 1, step)
        ]
    for name in ("choicesByUrl", "choicesFromQuestion"):
        if element.raw.get(name):
            element.desk.report.left_out(element.where, "loaded_options", name=name)
    return choices + _special(element)


def _special(element: Element) -> list[Choice]:
    """None of these, refused: options that keep their place."""
    found = []
    if element.has("showNoneItem", "hasNone"):
        element.desk.report.changed(element.where, "none_option")
        words = element.texts("noneText") or {"en": "None of these", "ru": "Ничего из этого"}
        found.append(Choice(NONE, words, stays=True))
    if element.has("showRefuseItem"):
        words = element.texts("refuseText") or {"en": "I would rather not say", "ru": "Не хочу отвечать"}
        found.append(Choice(REFUSE, words, stays=True))
    return found


def _has_other(element: Element) -> bool:
    if element.texts("otherText"):
        element.desk.report.changed(element.where, "other_words")
    return element.has("showOtherItem", "hasOther")


def _is_random(element: Element) -> bool:
    order = str(element.raw.get("choicesOrder", "none"))
    if order in ("asc", "desc"):
        element.desk.report.changed(element.where, "order", order=order)
    return order == "random"
