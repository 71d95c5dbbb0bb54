"""What is personal in a question: its piped texts, the order of its options, what was ticked and written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from surveys.definition import piping, values
from surveys.definition.questionnaire import OTHER, Option, Question
from surveys.rendering.questions.kept import kept_file

CHECKED, SELECTED, NOT = mark_safe(" checked"), mark_safe(" selected"), mark_safe("")


class Here(NamedTuple):
    """Where and when a question is shown. `seed` draws random orders: always the same for one invitation."""

    language: str
    facts: Mapping[str, str]
    seed: str = ""
    today: date | None = None


def drawn(options: Sequence[Option], key: str, seed: str) -> list[Option]:
    """The options of question `key` in the order of `seed`; those that stay keep their places."""
    movable = [option for option in options if not option.stays]
    shuffled = iter(sorted(movable, key=lambda option: rank(seed, key, option.key)))
    return [option if option.stays else next(shuffled) for option in options]


def rank(seed: str, *names: str) -> bytes:
    """Sorting by it is a random order that no release of Python changes."""
    return hashlib.sha256("\0".join((seed, *names)).encode()).digest()


@dataclass(frozen=True)
class Given:
    """Fills the holes of one question's template."""

    question: Question
    here: Here
    answer: Any

    def __call__(self, hole: str) -> str:
        kind, _, rest = hole.partition(" ")
        match kind:
            case "text" | "help":
                texts = self.question.text if kind == "text" else self.question.help
                return piping.fill(texts.get(self.here.language, ""), self.here.facts)
            case "tick":
                return CHECKED if rest in self._ticked() else NOT
            case "place":
                option, _, place = rest.partition(" ")
                return SELECTED if self._places().get(option) == place else NOT
            case "option":
                return self._option(rest)
            case "limit":
                return self._limit(rest)
            case "kept":
                return kept_file(self.question, self.answer, self.here.language)
            case _:
                return self._written(rest)

    @cached_property
    def _options(self) -> list[Option]:
        return drawn(self.question.options, self.question.key, self.here.seed)

    def _option(self, hole: str) -> str:
        """A hole of an option by its place in the person's own order: `2 label`, `0 tick`, `1 place 3`."""
        number, _, what = hole.partition(" ")
        option = self._options[int(number)]
        if what == "key":
            return option.key
        if what == "label":
            return option.text.get(self.here.language, "")
        return self(f"tick {option.key}") if what == "tick" else self(f"place {option.key} {what[6:]}")

    def _limit(self, name: str) -> str:
        """A date's limit as its control's attribute."""
        limit = self.question.earliest if name == "min" else self.question.latest
        day = values.limit_on(limit, self.here.today)
        return format_html(' {}="{}"', name, day.isoformat()) if day else NOT

    def _ticked(self) -> set[str]:
        answer = self.answer
        parts = answer if isinstance(answer, list) else [answer]
        keys = {OTHER if OTHER in part else part.get("choice") for part in parts if isinstance(part, dict)}
        return {str(part) for part in parts if not isinstance(part, dict)} | {str(key) for key in keys}

    def _places(self) -> dict[str, str]:
        if isinstance(self.answer, dict):
            return {option: str(place) for option, place in self.answer.items()}
        return {option: str(n) for n, option in enumerate(self.answer or [], start=1)}

    def _written(self, name: str) -> str:
        if not name:
            return "" if self.answer is None else str(self.answer)
        parts = self.answer if isinstance(self.answer, list) else [self.answer]
        found = (part[name] for part in parts if isinstance(part, dict) and name in part)
        return str(next(found, ""))
