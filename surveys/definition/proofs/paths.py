"""Searches for one person, of all there could be, for whom given rules hold and others do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from surveys.definition import conditions
from surveys.definition.proofs import classes
from surveys.definition.questionnaire import Condition, Question, Questionnaire

MOST_STEPS = 300_000  # comparisons: a second or two
FEW_STEPS = 20_000  # ten times what a usual rule needs
PATIENCE = 2  # rules that may use up all their steps before the others get few


class Outcome(Enum):
    SOMEBODY = auto()
    NOBODY = auto()
    TOO_MANY = auto()  # the rules tell so many people apart that trying them takes too long


class _TooMany(Exception):
    pass


@dataclass(frozen=True)
class Goal:
    """Whether `rule` is to hold; no rule always does."""

    rule: Condition | None
    wanted: bool = True


class Searches:
    """All searches through one questionnaire; a document made to be slow is given up on after two."""

    def __init__(self, questionnaire: Questionnaire, today: date | None) -> None:
        self.questionnaire, self.today = questionnaire, today
        self.given_up = 0

    def find(self, goals: Sequence[Goal], *, answers: bool = True) -> Outcome:
        """Whether there is a person who meets all goals; `answers=False`: who answers nothing at all."""
        keys = _closure(self.questionnaire, goals) if answers else set()
        steps = MOST_STEPS if self.given_up < PATIENCE else FEW_STEPS
        search = _Search(self.questionnaire, goals, keys=keys, today=self.today, steps=steps)
        try:
            return Outcome.SOMEBODY if search.succeeds() else Outcome.NOBODY
        except (_TooMany, RecursionError):  # hundreds of questions in one rule are too many as well
            self.given_up += 1
            return Outcome.TOO_MANY


class _Search:
    """Facts first, then question by question as a person meets them: what is required must be answered.

    Only what the goals depend on is tried, and a branch ends as soon as a goal is lost for good.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        goals: Sequence[Goal],
        *,
        keys: set[str],
        today: date | None,
        steps: int,
    ) -> None:
        self.questionnaire, self.goals, self.today = questionnaire, goals, today
        self.asked = [question for question in questionnaire.questions if question.key in keys]
        own = [question.show_if for question in self.asked]
        self.rules = [rule for rule in (*(goal.rule for goal in goals), *own) if rule is not None]
        leaves = [leaf for rule in self.rules for _, leaf in conditions.leaves(rule)]
        self.facts = sorted({leaf["fact"] for leaf in leaves if "fact" in leaf})
        self.step, self.left = 1 + len(leaves), steps

    def succeeds(self) -> bool:
        return self._with_facts(0, {})

    def _with_facts(self, number: int, facts: dict[str, Any]) -> bool:
        if number == len(self.facts):
            return self._with_answers(0, {}, facts)
        self._count()
        if self._is_lost(facts, {}, number, 0):
            return False
        name = self.facts[number]
        found = classes.of_fact(name, self.rules, self.questionnaire)
        return any(self._with_facts(number + 1, facts | {name: value}) for value in found)

    def _with_answers(self, number: int, answers: dict[str, Any], facts: Mapping[str, Any]) -> bool:
        self._count()
        if self._is_lost(facts, answers, len(self.facts), number):
            return False
        if number == len(self.asked):
            return True
        question = self.asked[number]
        if not conditions.is_shown(question.show_if, answers, facts):
            return self._with_answers(number + 1, answers, facts)
        return any(self._with_answers(number + 1, given, facts) for given in self._given(question, answers))

    def _given(self, question: Question, answers: dict[str, Any]) -> Any:
        for value in classes.of_question(question, self.rules, self.today):
            yield answers | {question.key: value}
        if not question.is_required:
            yield answers

    def _count(self) -> None:
        self.left -= self.step
        if self.left < 0:
            raise _TooMany

    def _is_lost(
        self, facts: Mapping[str, Any], answers: Mapping[str, Any], known_facts: int, known_answers: int
    ) -> bool:
        still = {("fact", name) for name in self.facts[known_facts:]}
        still |= {("answer", question.key) for question in self.asked[known_answers:]}
        return any(goal.wanted not in _possible(goal.rule, answers, facts, still) for goal in self.goals)


def _possible(
    rule: Condition | None, answers: Mapping[str, Any], facts: Mapping[str, Any], still: set[tuple[str, str]]
) -> set[bool]:
    """What may yet come out of the rule while the answers and facts in `still` are not decided."""
    if rule is None:
        return {True}
    for name, settles in (("all", False), ("any", True)):
        if name in rule:
            parts = [_possible(part, answers, facts, still) for part in rule[name]]
            may = {settles} if any(settles in part for part in parts) else set()
            return may | ({not settles} if all((not settles) in part for part in parts) else set())
    if "not" in rule:
        return {not each for each in _possible(rule["not"], answers, facts, still)}
    source = "answer" if "answer" in rule else "fact"
    if (source, rule[source]) in still:
        return {True, False}
    return {conditions.is_shown(rule, answers, facts)}


def _closure(questionnaire: Questionnaire, goals: Sequence[Goal]) -> set[str]:
    """Keys of all questions on which the goals depend, directly or not."""
    found: set[str] = set()
    waiting = {key for goal in goals for key in conditions.answers_asked(goal.rule)}
    while waiting:
        key = waiting.pop()
        found.add(key)
        waiting |= conditions.answers_asked(questionnaire.by_key[key].show_if) - found
    return found
