"""What publishing proves: every language complete, every question reachable, every fact known."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from surveys.definition import conditions, piping
from surveys.definition.problems import Problem
from surveys.definition.questionnaire import (
    CANNOT_JUDGE,
    ContactWish,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Texts,
)

MOST_CASES = 200_000
SOME_WORDS = "\x00some words"  # stands for any text that no rule names
ALWAYS_KNOWN = {"supplier"}
TAKE_FACTS = ("title", "intro", "text", "help")


def problems(questionnaire: Questionnaire) -> list[Problem]:
    """Why the questionnaire must not be published; empty where it may."""
    return [
        *_language_problems(questionnaire),
        *_fact_problems(questionnaire),
        *_reach_problems(questionnaire),
    ]


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str, Texts]]:
    """Every text: JSON path, whose text it is, the text by language."""
    yield "name", "the survey", questionnaire.name
    yield "title", "the survey", questionnaire.title
    for number, page in enumerate(questionnaire.pages):
        yield from _page_texts(f"pages[{number}]", page)
    scales = {q.scale.name: q.scale for q in questionnaire.questions if q.scale}
    for name, scale in scales.items():
        owner = f"scale {name!r}"
        yield from ((f"scales.{name}.labels[{n}]", owner, label) for n, label in enumerate(scale.labels))
        if not scale.labels:
            yield f"scales.{name}.low", owner, scale.low
            yield f"scales.{name}.high", owner, scale.high


def _page_texts(path: str, page: Page) -> Iterator[tuple[str, str, Texts]]:
    for name, texts in (("title", page.title), ("intro", page.intro)):
        if texts:
            yield f"{path}.{name}", f"page {page.key!r}", texts
    for question in page.questions:
        owner = f"question {question.key!r}"
        yield f"{question.path}.text", owner, question.text
        for name, texts in (("help", question.help), ("cannot_judge", question.cannot_judge_text)):
            if texts:
                yield f"{question.path}.{name}", owner, texts
        for number, option in enumerate(question.options):
            yield f"{question.path}.options[{number}]", f"{owner}, option {option.key!r}", option.text


def _language_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    for path, owner, texts in _texts(questionnaire):
        for language in questionnaire.languages:
            if language not in texts:
                yield Problem(f"{path}.{language}", f"{owner} has no text in {language!r}", "Translate it.")


def _fact_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    for path, owner, texts in _texts(questionnaire):
        takes_facts = path.endswith(TAKE_FACTS)
        for language, text in texts.items():
            if not takes_facts and piping.names_in(text):
                yield Problem(
                    f"{path}.{language}",
                    f"facts are not filled in here ({owner})",
                    "Use them in titles, introductions, questions and their help.",
                )
            for name in sorted(piping.names_in(text) - set(piping.NAMES)):
                yield Problem(
                    f"{path}.{language}",
                    f"{owner} uses {{{name}}}, which is no fact",
                    f"Use one of: {', '.join(piping.NAMES)}.",
                )
            for name in sorted((piping.unsecured(text) & set(piping.NAMES)) - ALWAYS_KNOWN):
                yield Problem(
                    f"{path}.{language}",
                    f"{owner} breaks where {{{name}}} is unknown",
                    f"Put it in brackets that may vanish: [ ({{{name}}})].",
                )


def _reach_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    if all(question.show_if is not None for question in questionnaire.pages[0].questions):
        yield Problem(
            "pages[0]", "nobody may see anything on the first page", "Show one of its questions always."
        )
    for question in questionnaire.questions:
        if question.show_if is None:
            continue
        cases = _Cases(questionnaire, question)
        if cases.number > MOST_CASES:
            yield Problem(
                f"{question.path}.show_if",
                "too many cases to prove that it can be reached",
                "Simplify the rule.",
            )
        elif not cases.is_reachable():
            yield Problem(
                f"{question.path}.show_if",
                f"nobody can ever see question {question.key!r}",
                "Change the rule or remove the question.",
            )


class _Cases:
    """All that can differ for one question's rule: one representative of each class of answers.

    Two values on the same side of every compared number, or equally unnamed by the rules, cannot be told
    apart by them. So trying one of each kind proves the rule for all values.
    """

    def __init__(self, questionnaire: Questionnaire, target: Question) -> None:
        self.target = target
        keys = _closure(questionnaire, target)
        self.asked = [question for question in questionnaire.questions if question.key in keys]
        rules = [question.show_if for question in (*self.asked, target)]
        self.leaves = [leaf for rule in rules for _, leaf in conditions.leaves(rule)]
        self.facts = sorted({leaf["fact"] for leaf in self.leaves if "fact" in leaf})
        self.choices = [_values(question, self._operands("answer", question.key)) for question in self.asked]
        self.fact_choices = [[None, SOME_WORDS, *self._operands("fact", name)] for name in self.facts]
        self.number = 1
        for choice in (*self.choices, *self.fact_choices):
            self.number *= len(choice)

    def _operands(self, source: str, key: str) -> list[Any]:
        found: list[Any] = []
        for leaf in self.leaves:
            if leaf.get(source) == key:
                found += leaf.get("one_of", [])
                found += [leaf[name] for name in ("is", "includes", "at_least", "at_most") if name in leaf]
        return list(dict.fromkeys(found))

    def is_reachable(self) -> bool:
        return any(
            self._is_seen(dict(zip(self.facts, facts, strict=True)), answers)
            for facts in product(*self.fact_choices)
            for answers in product(*self.choices)
        )

    def _is_seen(self, facts: Mapping[str, Any], answers: tuple[Any, ...]) -> bool:
        counted: dict[str, Any] = {}
        for question, value in zip(self.asked, answers, strict=True):
            is_shown = conditions.is_shown(question.show_if, counted, facts)
            if is_shown and value is None and question.is_required:
                return False  # nobody gets past a required question without an answer
            if is_shown and value is not None:
                counted[question.key] = value
        return conditions.is_shown(self.target.show_if, counted, facts)


def _closure(questionnaire: Questionnaire, target: Question) -> set[str]:
    """Keys of all questions on which the target's rule depends, directly or not."""
    found: set[str] = set()
    waiting = conditions.answers_asked(target.show_if)
    while waiting:
        key = waiting.pop()
        found.add(key)
        waiting |= conditions.answers_asked(questionnaire.by_key[key].show_if) - found
    return found


def _values(question: Question, operands: list[Any]) -> list[Any]:
    """One value of each class that the rules can tell apart, and None."""
    values: list[Any] = [None]
    if question.cannot_judge:
        values.append(CANNOT_JUDGE)
    near = [number + step for number in operands if isinstance(number, int | float) for step in (-1, 0, 1)]
    match question.type:
        case QuestionType.SCALE if question.scale:
            points = question.scale.points
            values += sorted({n for n in near if n in points} | {points[0], points[-1]})
        case QuestionType.NUMBER:
            ends = [end for end in (question.least, question.most) if end is not None]
            values += sorted({n for n in [*near, *ends, 0] if _is_within(question, n)})
        case QuestionType.CHOICE:
            values += list(question.option_keys)
        case QuestionType.CHOICES | QuestionType.RANKING:
            values += _tickings(question, [key for key in operands if key in question.option_keys])
        case QuestionType.YES_NO:
            values += ["yes", "no"]
        case QuestionType.CONTACT_WISH:
            values += [wish.value for wish in ContactWish]
        case _:
            values += [SOME_WORDS, *(words for words in operands if isinstance(words, str))]
    return values


def _is_within(question: Question, number: float) -> bool:
    least = question.least if question.least is not None else number
    most = question.most if question.most is not None else number
    return least <= number <= most


def _tickings(question: Question, named: list[str]) -> list[list[str]]:
    """Ways to tick that differ in the named options and keep the limits, filled up with unnamed ones."""
    spare = [key for key in question.option_keys if key not in named]
    least, most = int(question.least or 1), int(question.most or len(question.options))
    ways = []
    for flags in product((False, True), repeat=len(named)):
        ticked = [key for key, flag in zip(named, flags, strict=True) if flag]
        ticked += spare[: max(0, max(least, 1) - len(ticked))]
        if least <= len(ticked) <= most and ticked:
            ways.append(ticked)
    return ways
