"""What every reader works with: free keys, plain words, options, scales, and the report."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.definition.editing import keys
from surveys.definition.exchange import plaintext
from surveys.definition.exchange.forms import MOST_OPTIONS, Asked, Question, Texts
from surveys.definition.exchange.imported import CannotRead, Report
from surveys.definition.exchange.logic.rules import Target
from surveys.definition.exchange.scales import Scales
from surveys.definition.questionnaire import CANNOT_JUDGE, OTHER

_PIPE = re.compile(r"\{[^{}\n]{1,100}\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_LABEL = 500
NO_WORDS = "…"
MOST_KEYS = 500  # questions and rows
_ENDINGS = ("?", "!", ".", ":", ";", ",")


@dataclass(frozen=True)
class Choice:
    """One option of theirs: the value that rules compare, and its words."""

    value: str
    text: Texts
    stays: bool = False


def is_language(tag: str) -> bool:
    return bool(_LANGUAGE.fullmatch(tag))


def joined(first: Texts, second: Texts) -> dict[str, str]:
    """Both texts in every language that has one of them: "How many tons? Bearings", "Delivery: on time"."""
    return {
        tag: _joined(first.get(tag, "").strip(), second.get(tag, "").strip())
        for tag in dict.fromkeys([*first, *second])
    }


def _joined(first: str, second: str) -> str:
    sign = " " if first.endswith(_ENDINGS) else ": "
    return sign.join(filter(None, (first, second)))


class Desk:
    """One file's reading: it knows the languages, and which keys are taken."""

    def __init__(self, languages: Sequence[str], report: Report) -> None:
        self.languages = tuple(languages)
        self.report = report
        self.scales = Scales(languages)
        self.taken: set[str] = set()

    def key(self, name: str) -> str:
        """A free key after a foreign name. Raises CannotRead where there are too many to be answered."""
        if len(self.taken) >= MOST_KEYS:
            raise CannotRead("too_many_questions", most=MOST_KEYS)
        key = keys.free(_key(name, "question"), self.taken)
        self.taken.add(key)
        return key

    def words(self, texts: Texts, where: str) -> dict[str, str]:
        """Plain words by language; pipes stay, for only later is it known what was asked before."""
        if any(plaintext.has_markup(text) for text in texts.values()):
            self.report.changed(where, "markup")
        plain = {tag: plaintext.plain(text) for tag, text in texts.items() if tag in self.languages}
        return self._everywhere({tag: text for tag, text in plain.items() if text})

    def _everywhere(self, texts: dict[str, str]) -> dict[str, str]:
        """A text without letters, such as a number, is the same in every language."""
        text = texts.get(self.languages[0], "")
        if any(letter.isalpha() for letter in text) or not text:
            return texts
        return dict.fromkeys(self.languages, text) | texts

    def label(self, texts: Texts, where: str, *, otherwise: str) -> dict[str, str]:
        """Words of an option, row or number: short, and no place for pipes."""
        found = self.words(texts, where)
        for name in sorted({name for text in found.values() for name in _PIPE.findall(text)}):
            self.report.left_out(where, "pipe", name=name[1:-1])
        short = {tag: " ".join(_PIPE.sub("", text).split())[:LONGEST_LABEL] for tag, text in found.items()}
        return {tag: text for tag, text in short.items() if text} or self._everywhere(
            {self.languages[0]: plaintext.plain(otherwise)[:LONGEST_LABEL] or NO_WORDS}
        )

    def question(self, where: str, kind: str, texts: Texts, *, is_required: bool = False) -> Question:
        """A question of ours with a free key after `where`; without words it is called by its name."""
        text = self.words(texts, where) or {self.languages[0]: plaintext.plain(where) or NO_WORDS}
        made: Question = {"key": self.key(where), "type": kind, "text": text}
        return made if is_required or kind == "statement" else made | {"required": False}

    def plainly(self, question: Question, where: str, *, rules: Iterable[str] = ()) -> Asked:
        """A question whose answers foreign rules call by its own name."""
        kind = question["type"]
        is_whole = kind == "scale" or bool(question.get("whole"))
        return self.asked(question, where, Target(question["key"], kind, is_whole=is_whole), rules=rules)

    def asked(self, question: Question, where: str, target: Target, *, rules: Iterable[str] = ()) -> Asked:
        self.report.carried(where, "question", kind=question["type"])
        return Asked(where, question, {where: target}, tuple(rules))

    def chosen(
        self, question: Question, where: str, choices: Sequence[Choice], *, rules: Iterable[str] = ()
    ) -> Asked:
        """A choice, choices or ranking with its options; something near it where we cannot ask so."""
        if len(choices) > MOST_OPTIONS:
            self.report.changed(where, "too_many_options", options=len(choices), most=MOST_OPTIONS)
            return self.plainly(_without_options(question, "text"), where, rules=rules)
        if len(choices) < 2 and question["type"] != "ranking" and choices:
            return self._agreed(question, where, choices[0], rules)
        if len(choices) < 2:
            self.report.changed(where, "no_options")
            return self.plainly(_without_options(question, "text"), where, rules=rules)
        options, values = self._options(choices, where)
        target = Target(question["key"], question["type"], values=values)
        return self.asked(question | {"options": options}, where, target, rules=rules)

    def _agreed(self, question: Question, where: str, choice: Choice, rules: Iterable[str]) -> Asked:
        """One box to tick is a question to say yes to."""
        self.report.changed(where, "single_option")
        label = self.label(choice.text, where, otherwise=choice.value)
        made = _without_options(question, "yes_no") | {"text": joined(question["text"], label)}
        target = Target(made["key"], "yes_no", values={choice.value: "yes"})
        return self.asked(made, where, target, rules=rules)

    def _options(
        self, choices: Sequence[Choice], where: str
    ) -> tuple[list[dict[str, Any]], Mapping[str, str]]:
        options: list[dict[str, Any]] = []
        values: dict[str, str] = {OTHER: OTHER, "-oth-": OTHER}
        taken = {OTHER, CANNOT_JUDGE}
        for choice in choices:
            key = keys.free(_key(choice.value, "option"), taken)
            taken.add(key)
            values.setdefault(choice.value, key)
            option = {"key": key, "text": self.label(choice.text, where, otherwise=choice.value)}
            options.append(option | ({"stays": True} if choice.stays else {}))
        return options, values


def _key(name: str, otherwise: str) -> str:
    """A value such as 7 becomes option_7: keys begin with a letter."""
    digits = re.sub(r"[^0-9]+", "_", name).strip("_")
    return keys.from_text(name, taken=(), otherwise=f"{otherwise}_{digits}" if digits else otherwise)


def _without_options(question: Question, kind: str) -> Question:
    only_with_options = ("options", "other", "random", "least", "most", "cannot_judge")
    return {name: part for name, part in question.items() if name not in only_with_options} | {"type": kind}
