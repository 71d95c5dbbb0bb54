"""Proves what rules compare: the fact is known, the option is there, the comparison fits the answer."""

from collections.abc import Collection, Iterator
from typing import Any

from surveys.definition import conditions, facts
from surveys.definition.facts import Fact, FactType
from surveys.definition.problems import Problem, Said, say
from surveys.definition.questionnaire import (
    CANNOT_JUDGE,
    OTHER,
    Condition,
    ContactWish,
    Question,
    Questionnaire,
    QuestionType,
)

EQUAL = ("given", "is", "one_of")
ORDERED = ("given", "is", "one_of", "at_least", "at_most")
COMPARED: dict[QuestionType, tuple[str, ...]] = {
    QuestionType.SCALE: ORDERED,
    QuestionType.NUMBER: ORDERED,
    QuestionType.CHOICE: EQUAL,
    QuestionType.YES_NO: EQUAL,
    QuestionType.CONTACT_WISH: EQUAL,
    QuestionType.TEXT: EQUAL,
    QuestionType.LONG_TEXT: EQUAL,
    QuestionType.DATE: EQUAL,
    QuestionType.CHOICES: ("given", "includes"),
}
COMPARED_FACTS = {FactType.TEXT: EQUAL, FactType.YES_NO: EQUAL, FactType.NUMBER: ORDERED}


def problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    anonymous = questionnaire.anonymous
    for path, key, rule in _rules(questionnaire):
        for place, leaf in conditions.leaves(rule, f"{path}.show_if"):
            for what, mend in _leaf_problems(questionnaire, leaf):
                yield Problem(place, what, mend, key=key)
            if anonymous and leaf.get("fact", anonymous.group) != anonymous.group:
                yield Problem(place, *_tells(leaf["fact"]), key=key)
    if anonymous and anonymous.group and anonymous.group not in facts.KNOWN:
        yield Problem("anonymous.group", *_unknown_fact(anonymous.group))
    for question in questionnaire.questions if anonymous else ():
        if question.type in (QuestionType.CONTACT_WISH, QuestionType.FILE):
            what = say(
                "question “%(question)s” would tell who answered a survey without names",
                question=question.key,
            )
            mend = say("Remove the question, or ask with names.")
            yield Problem(question.path, what, mend, key=question.key)


def _rules(questionnaire: Questionnaire) -> Iterator[tuple[str, str, Condition | None]]:
    """JSON path, key and rule of every item that has one; a grid's cells share one rule."""
    items = {question.item_key: question for question in questionnaire.questions}
    yield from ((q.item_path, q.item_key, q.show_if) for q in items.values())
    yield from ((thanks.path, "", thanks.show_if) for thanks in questionnaire.thanks)


def _leaf_problems(questionnaire: Questionnaire, leaf: Condition) -> Iterator[tuple[Said, Said]]:
    """What is wrong and how to mend it."""
    if "fact" in leaf:
        fact = facts.KNOWN.get(leaf["fact"])
        if fact is None:
            yield _unknown_fact(leaf["fact"])
            return
        owner, allowed = say("fact “%(name)s”", name=fact.name), COMPARED_FACTS[fact.type]
        values = _fact_values(fact, questionnaire)
        is_number, beside = fact.type == FactType.NUMBER, []
    else:
        question = questionnaire.by_key[leaf["answer"]]
        owner = say("question “%(key)s”", key=question.key)
        allowed = COMPARED.get(question.type, ("given",))
        values, is_number = _answer_values(question), question.type == QuestionType.NUMBER
        beside = [CANNOT_JUDGE] if question.cannot_judge else []
    wrong = [name for name in conditions.COMPARISONS if name in leaf and name not in allowed]
    if wrong:
        what = say("%(owner)s cannot be compared by “%(comparison)s”", owner=owner, comparison=wrong[0])
        yield what, say("Use one of: %(names)s.", names=allowed)
        return
    for operand in _operands(leaf):
        what = say("%(owner)s is never “%(value)s”", owner=owner, value=operand)
        if values is not None and operand not in values:
            yield what, say("Use one of: %(names)s.", names=tuple(values))
        elif values is None and isinstance(operand, str) == is_number and operand not in beside:
            yield what, say("Use a number.") if is_number else say("Use a text.")


def _unknown_fact(name: str) -> tuple[Said, Said]:
    what = say("there is no fact “%(name)s”", name=name)
    return what, say("Use one of: %(names)s.", names=tuple(facts.KNOWN))


def _tells(fact: str) -> tuple[Said, Said]:
    """What a question is asked for is told by the answer that it has."""
    what = say("what is asked there would tell the “%(fact)s” of who answered without a name", fact=fact)
    return what, say("Let rules go by answers, or by the group of the results.")


def _operands(leaf: Condition) -> list[Any]:
    """What is compared for equality."""
    return [*leaf.get("one_of", ()), *(leaf[name] for name in ("is", "includes") if name in leaf)]


def _fact_values(fact: Fact, questionnaire: Questionnaire) -> Collection[Any] | None:
    """All values that the fact may have; None where they cannot be told."""
    if fact.name == facts.LANGUAGE:
        return questionnaire.languages
    return fact.values or None


def _answer_values(question: Question) -> Collection[Any] | None:
    """All values that a rule may name; None where they cannot be told."""
    beside = [CANNOT_JUDGE] if question.cannot_judge else []
    match question.type:
        case QuestionType.SCALE if question.scale:
            return [*question.scale.points, *beside]
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return [*question.option_keys, *([OTHER] if question.has_other else []), *beside]
        case QuestionType.YES_NO:
            return ["yes", "no", *beside]
        case QuestionType.CONTACT_WISH:
            return [wish.value for wish in ContactWish]
        case _:
            return None
