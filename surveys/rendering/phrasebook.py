"""Words of ours on clients' pages and in their mails: one JSON file per language beside this module."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date

from surveys.definition import piping

FOLDER = Path(__file__).parent / "phrases"
FALLBACK = "en"


class Phrasebook:
    """Sentences by dotted name, filled and counted in one language."""

    def __init__(self, language: str, phrases: Mapping[str, Any]) -> None:
        self.language = language
        self.phrases = phrases
        self.locale = Locale.parse(language, sep="-")

    def __call__(self, name: str, **values: Any) -> str:
        """The sentence: `form.page_of`. Raises KeyError for a name that the book does not have."""
        phrase = self._find(name)
        return piping.fill(phrase, {key: str(value) for key, value in values.items()})

    def counted(self, name: str, count: int, **values: Any) -> str:
        """The sentence in the grammatical number of `count`."""
        forms = self._find(name)
        phrase = forms.get(self.locale.plural_form(count), forms["other"])
        return piping.fill(phrase, {key: str(value) for key, value in (values | {"count": count}).items()})

    def has(self, name: str) -> bool:
        group, _, key = name.partition(".")
        return key in self.phrases.get(group, {})

    def group(self, name: str) -> Mapping[str, Any]:
        """All phrases of a group, for templates."""
        found: Mapping[str, Any] = self.phrases[name]
        return found

    def day(self, day: date | datetime, *, with_year: bool = True) -> str:
        """A date as people write it: 6 December 2026, 6 декабря."""
        return format_date(day, "d MMMM y" if with_year else "d MMMM", locale=self.locale)

    def joined(self, names: list[str]) -> str:
        """A, B and C."""
        *first, last = names
        return f"{', '.join(first)}{self('form.and')}{last}" if first else last

    def _find(self, name: str) -> Any:
        found: Any = self.phrases
        for part in name.split("."):
            found = found[part]
        return found


@lru_cache(maxsize=200)
def book(language: str) -> Phrasebook:
    """The book of a language: the exact one, else its base language's, else English."""
    for name in (language, language.split("-")[0], FALLBACK):
        path = FOLDER / f"{name}.json"
        if path.parent == FOLDER and path.is_file():
            return Phrasebook(name, json.loads(path.read_text(encoding="utf-8")))
    raise FileNotFoundError(FOLDER / f"{FALLBACK}.json")


def languages() -> list[str]:
    """Languages that have a book."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))
