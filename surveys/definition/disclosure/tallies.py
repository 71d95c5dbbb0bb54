"""Sums the answers to each question, in all and by group, as far as they may be shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.definition.disclosure import hiding
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER, Question, Questionnaire, QuestionType

WORDS = (QuestionType.TEXT, QuestionType.LONG_TEXT)
NUMBERS = (QuestionType.SCALE, QuestionType.NUMBER)
PERSONAL = ("file", "contact_wish")  # never asked without a name; not told should an old version hold one


@dataclass(frozen=True)
class Answer:
    """One sealed answer. `group` is empty where there is none, or none that may be told."""

    group: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """What n people said to one question. `counts` by option or number; `words` in no order of theirs."""

    n: int
    counts: Mapping[str, int]
    mean: float | None
    words: tuple[str, ...]
    cannot_judge: int


@dataclass(frozen=True)
class Told:
    """A question with its tallies: of all (None under five), and of the groups that may be shown."""

    question: Question
    all: Tally | None
    groups: Mapping[str, Tally]
    hidden_groups: int


@dataclass(frozen=True)
class Results:
    """`n` answers in all; `sizes` of the groups that may be shown; how many groups may not."""

    n: int
    sizes: Mapping[str, int]
    hidden_groups: int
    told: tuple[Told, ...]


def results(questionnaire: Questionnaire, answers: Sequence[Answer]) -> Results:
    """Everything that may be shown of a version's sealed answers, question by question."""
    sizes = Counter(answer.group for answer in answers)
    groups = [name for name in sizes if name]
    visible = hiding.shown(sizes) - {""} if groups else frozenset()
    told = [
        _told(question, answers)
        for question in questionnaire.questions
        if question.takes_answer and question.type not in PERSONAL
    ]
    return Results(
        n=len(answers),
        sizes={name: sizes[name] for name in sorted(visible)},
        hidden_groups=len(groups) - len(visible),
        told=tuple(told),
    )


def _told(question: Question, answers: Sequence[Answer]) -> Told:
    """Groups are hidden question by question: one may be answered by fewer of a group than another."""
    given: dict[str, list[Any]] = {answer.group: [] for answer in answers}
    for answer in answers:
        if question.key in answer.answers:
            given[answer.group].append(answer.answers[question.key])
    everything = [value for values in given.values() for value in values]
    named = [name for name in given if name]
    visible = hiding.shown({name: len(values) for name, values in given.items()}) if named else frozenset()
    visible -= {""}
    return Told(
        question=question,
        all=_tally(question, everything) if hiding.is_enough(len(everything)) else None,
        groups={name: _tally(question, given[name]) for name in sorted(visible)},
        hidden_groups=len(named) - len(visible),
    )


def _tally(question: Question, values: Sequence[Any]) -> Tally:
    judged = [value for value in values if value != CANNOT_JUDGE]
    numbers = [value for value in judged if question.type in NUMBERS]
    return Tally(
        n=len(values),
        counts=_counts(question, judged),
        mean=sum(numbers) / len(numbers) if numbers else None,
        words=tuple(sorted(_words(question, judged), key=str.casefold)),
        cannot_judge=len(values) - len(judged),
    )


def _counts(question: Question, values: Sequence[Any]) -> dict[str, int]:
    if question.type in WORDS:
        return {}
    counted = Counter(key for value in values for key in _keys(question, value))
    if question.type == QuestionType.SCALE and question.scale:
        return {str(point): counted[str(point)] for point in question.scale.points}
    known = [*question.option_keys, OTHER] if question.has_other else list(question.option_keys)
    return {key: counted[key] for key in known} or dict(sorted(counted.items()))


def _keys(question: Question, value: Any) -> list[str]:
    """What is counted of a value: its option, all ticked ones, or of a ranking the first place."""
    if question.type == QuestionType.RANKING:
        return [str(value[0])]
    values = value if isinstance(value, list) else [value]
    return [OTHER if isinstance(each, dict) else str(each) for each in values]


def _words(question: Question, values: Sequence[Any]) -> list[str]:
    if question.type in WORDS:
        return [str(value) for value in values]
    listed = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return [str(each[OTHER]) for each in listed if isinstance(each, dict) and OTHER in each]
