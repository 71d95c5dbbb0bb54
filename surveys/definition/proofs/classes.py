"""One value of each class of answers and facts that rules can tell apart, so that trying these proves all."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from math import ceil, floor, isfinite
from typing import Any
from uuid import UUID

from surveys.definition import conditions, facts, values
from surveys.definition.facts import FactType
from surveys.definition.questionnaire import (
    CANNOT_JUDGE,
    OTHER,
    Condition,
    ContactWish,
    Question,
    Questionnaire,
    QuestionType,
)

NAMED_BY = ("is", "includes", "at_least", "at_most")
A_DAY = date(2026, 1, 1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NO_FILE = str(UUID(int=0))


def of_question(question: Question, rules: Sequence[Condition], today: date | None) -> Iterator[Any]:
    """Right answers that the comparisons of `rules` tell apart, one of each kind; "cannot judge" is last."""
    leaves = _leaves(rules, "answer", question.key)
    given = chain(_answers(question, _operands(leaves)), [CANNOT_JUDGE] if question.cannot_judge else [])
    right = (value for value in given if _is_right(question, value, today))
    yield from _told_apart(right, leaves, "answer")


def of_fact(name: str, rules: Sequence[Condition], questionnaire: Questionnaire) -> Iterator[Any]:
    """Values of a fact, and None for its absence."""
    leaves = _leaves(rules, "fact", name)
    fact = facts.KNOWN.get(name)
    operands = _operands(leaves)
    texts = [operand for operand in operands if isinstance(operand, str)]
    candidates: list[Any] = [] if fact and fact.is_always_known else [None]
    if name == facts.LANGUAGE:
        candidates += questionnaire.languages
    elif fact and fact.values:
        candidates += fact.values
    elif fact and fact.type == FactType.NUMBER:
        candidates += _numbers(operands, ends=(), is_whole=False)
    else:
        candidates += [*texts, _some_words(texts, least=1)]
    yield from _told_apart(candidates, leaves, "fact")


def _leaves(rules: Sequence[Condition], source: str, key: str) -> list[Condition]:
    return [leaf for rule in rules for _, leaf in conditions.leaves(rule) if leaf.get(source) == key]


def _operands(leaves: Sequence[Condition]) -> list[Any]:
    found = [leaf[name] for leaf in leaves for name in NAMED_BY if name in leaf]
    found += [operand for leaf in leaves for operand in leaf.get("one_of", ())]
    return list(dict.fromkeys(found))


def _told_apart(candidates: Iterable[Any], leaves: Sequence[Condition], source: str) -> Iterator[Any]:
    """The first of each class; None is a class of its own, because a required question refuses it."""
    seen = set()
    for value in candidates:
        known = {leaf[source]: value for leaf in leaves}
        told = (value is None, *(conditions.is_shown(leaf, known, known) for leaf in leaves))
        if told not in seen:
            seen.add(told)
            yield value


def _is_right(question: Question, value: Any, today: date | None) -> bool:
    try:
        return bool(values.clean(question, value, today=today) == value)
    except values.WrongValue:
        return False


def _answers(question: Question, operands: Sequence[Any]) -> Iterator[Any]:
    """Candidates among which each class has one; wrong ones may be among them."""
    words = [operand for operand in operands if isinstance(operand, str)]
    match question.type:
        case QuestionType.SCALE if question.scale:
            yield from question.scale.points
        case QuestionType.NUMBER:
            ends = [end for end in (question.least, question.most) if end is not None]
            yield from _numbers(operands, ends=ends, is_whole=question.is_whole)
        case QuestionType.CHOICE:
            yield from _options(question)
        case QuestionType.CHOICES:
            yield from _tickings(question, words)
        case QuestionType.RANKING:
            yield list(question.option_keys)
        case QuestionType.YES_NO:
            yield from ("yes", "no")
        case QuestionType.CONTACT_WISH:
            yield from ({"choice": wish.value} for wish in (ContactWish.YES, ContactWish.NO))
            yield {"choice": ContactWish.OTHER_PERSON.value, "who": "somebody"}
        case QuestionType.DATE:
            yield from words
            yield from _days(question, words)
        case QuestionType.FILE:
            yield from ({"file": NO_FILE, "name": f"a.{ending}", "size": 1} for ending in question.formats)
        case QuestionType.TEXT | QuestionType.LONG_TEXT:
            yield from words
            yield _some_words(words, least=max(ceil(question.least or 1), 1))


def _options(question: Question) -> list[Any]:
    return [*question.option_keys, *([{OTHER: "something"}] if question.has_other else [])]


def _tickings(question: Question, rules_name: Sequence[str]) -> Iterator[list[Any]]:
    """Every set of named options, fewest first, filled up with unnamed ones where it is too small."""
    options = {option if isinstance(option, str) else OTHER: option for option in _options(question)}
    named = [key for key in options if key in rules_name]
    spare = [key for key in options if key not in rules_name]
    least = max(ceil(question.least or 1), 1)
    most = len(options) if question.most is None else min(int(question.most), len(options))
    for size in range(max(0, least - len(spare)), min(len(named), most) + 1):
        for picked in combinations(named, size):
            ticked = {*picked, *spare[: max(0, least - size)]}
            yield [option for key, option in options.items() if key in ticked]


def _numbers(operands: Sequence[Any], *, ends: Sequence[float], is_whole: bool) -> Iterator[float]:
    """Each named number, and one between and beyond neighbours."""
    named = sorted({n for n in (*operands, *ends) if isinstance(n, int | float) and isfinite(n)}) or [0]
    if is_whole:
        yield from dict.fromkeys(n for each in named for n in (floor(each), floor(each) + 1, ceil(each) - 1))
        return
    yield from named
    yield from ((one + other) / 2 for one, other in pairwise(named))
    yield from (named[0] - 1, named[-1] + 1)


def _days(question: Question, named: Sequence[str]) -> Iterator[str]:
    """Days that no rule names, from the limits on; today's limits move with the day, so they name none."""
    earliest, latest = (values.limit_on(limit, None) for limit in (question.earliest, question.latest))
    start, step = earliest or latest or A_DAY, timedelta(days=1 if earliest or not latest else -1)
    for number in range(len(named) + 1):
        with suppress(OverflowError):
            yield (start + number * step).isoformat()


def _some_words(named: Sequence[str], *, least: int) -> str:
    """A text of `least` letters that no rule names."""
    texts = (letter * least for letter in LETTERS)
    return next((text for text in texts if text not in named), f"{LETTERS}{len(named)}")
