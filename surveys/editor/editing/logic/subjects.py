"""What a rule may ask for: answers of earlier pages and known facts, and what can be said about each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from surveys.definition import facts
from surveys.definition.questionnaire import OTHER, ContactWish
from surveys.editor.editing import labels
from surveys.editor.editing.logic.sentences import Sentence

KNOWN = ("given", "not_given")
NUMBERS = ("at_most", "at_least", "is", "is_not", "above", "below")
CHOSEN = ("is", "is_not", "one_of", "none_of")
MANY = {"one_of", "none_of"}  # verbs that take several values
VERBS_OF = {
    "number": (*NUMBERS, *KNOWN),
    "choice": (*CHOSEN, *KNOWN),
    "choices": ("includes", "leaves_out", *KNOWN),
    "text": (*CHOSEN, *KNOWN),
    "given": KNOWN,
}
FIRST_VERB = {"number": "at_most", "choice": "is", "choices": "includes", "text": "is", "given": "given"}
# How a question's answers can be compared.
COMPARED_AS = {
    "scale": "number",
    "number": "number",
    "choice": "choice",
    "yes_no": "choice",
    "contact_wish": "choice",
    "choices": "choices",
    "text": "text",
}
COMPARED_FACTS = {"number": "number", "yes_no": "choice", "text": "text"}


@dataclass(frozen=True)
class Subject:
    """`compared_as` is one of VERBS_OF; `options` are (value, words) where there is a choice of them."""

    source: str
    name: str
    label: str
    compared_as: str
    options: tuple[tuple[str, str], ...] = ()
    lowest: int | None = None
    highest: int | None = None
    can_be_unjudged: bool = False

    @property
    def value(self) -> str:
        return f"{self.source}:{self.name}"

    @property
    def verbs(self) -> tuple[str, ...]:
        judged = ("cannot_judge", "can_judge") if self.can_be_unjudged else ()
        return (*VERBS_OF[self.compared_as], *judged)

    def begin(self, verb: str = "") -> Sentence:
        """A first sentence about it, whole and right, for people to change; several values begin with one."""
        if verb in MANY and verb in self.verbs:
            return Sentence(self.source, self.name, verb, [self.first_value])
        return Sentence(self.source, self.name, FIRST_VERB[self.compared_as], self.first_value)

    @property
    def first_value(self) -> Any:
        if self.compared_as == "number":
            middle = self.highest is not None and self.lowest is not None
            return (self.lowest + self.highest) // 2 if middle else 0  # type: ignore[operator]
        return self.options[0][0] if self.options else ""


def available(document: Mapping[str, Any], pages_before: int, language: str) -> dict[str, Subject]:
    """By value, nearest answers first, then facts. `pages_before`: how many pages stand before the rule's."""
    answers: list[Subject] = []
    for page in document.get("pages", ())[:pages_before]:
        for question in page.get("questions", ()):
            answers += _of_question(document, question, language)
    found = [*reversed(answers), *map(_of_fact, facts.KNOWN.values())]
    return {subject.value: subject for subject in found}


def unknown(sentence: Sentence) -> Subject:
    """Stands for what is not there any more, so that the sentence is still shown and can be changed."""
    compared_as = "number" if sentence.verb in NUMBERS and isinstance(sentence.value, int | float) else "text"
    return Subject(sentence.source, sentence.name, sentence.name, compared_as)


def _of_question(
    document: Mapping[str, Any], question: Mapping[str, Any], language: str
) -> Iterator[Subject]:
    words = labels.of_text(question.get("text"), language) or question["key"]
    if question["type"] == "grid":
        yield from _of_grid(document, question, language)
    elif question["type"] != "statement":
        scale = _scale(document, question.get("scale", ""))
        yield Subject(
            source="answer",
            name=question["key"],
            label=words,
            compared_as=COMPARED_AS.get(question["type"], "given"),
            options=tuple(_options(question, language)),
            lowest=scale.get("from"),
            highest=scale.get("to"),
            can_be_unjudged=bool(question.get("cannot_judge")),
        )


def _of_grid(document: Mapping[str, Any], grid: Mapping[str, Any], language: str) -> Iterator[Subject]:
    sides = [("", grid.get("scale", ""), "")]
    if grid.get("importance"):
        sides.append(("_importance", grid["importance"], gettext("importance")))
    for row in grid.get("rows", ()):
        for ending, name, side in sides:
            scale = _scale(document, name)
            words = labels.of_text(row.get("text"), language) or row["key"]
            yield Subject(
                source="answer",
                name=f"{row['key']}{ending}",
                label=f"{words} ({side})" if side else words,
                compared_as="number",
                lowest=scale.get("from"),
                highest=scale.get("to"),
                can_be_unjudged=bool(grid.get("cannot_judge")) and not ending,
            )


def _scale(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = document.get("scales", {}).get(name, {})
    return found


def _options(question: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    if question["type"] == "yes_no":
        yield "yes", gettext("yes")
        yield "no", gettext("no")
    if question["type"] == "contact_wish":
        yield ContactWish.YES, gettext("yes")
        yield ContactWish.NO, gettext("no")
        yield ContactWish.OTHER_PERSON, gettext("another person")
    for option in question.get("options", ()):
        yield option["key"], labels.of_text(option.get("text"), language) or option["key"]
    if question.get("other"):
        yield OTHER, gettext("other")


def _of_fact(fact: facts.Fact) -> Subject:
    compared_as = COMPARED_FACTS[fact.type]
    options = tuple((value, labels.of_fact_value(value)) for value in fact.values)
    if options:
        compared_as = "choice"
    return Subject("fact", fact.name, labels.of_fact(fact.name), compared_as, options)
