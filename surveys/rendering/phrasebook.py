"""Words of ours on clients' pages and in their mails: a JSON file per language, and what staff laid over it.

A `Wording` changes sentences of a language or adds one. A process takes up a change at the next page that it
shows, because whoever reads the database for that page reads `worded_at` with it and calls `keep_up`.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.db.models import Max

from surveys.definition import piping
from surveys.models import Wording

FOLDER = Path(__file__).parent / "phrases"
FALLBACK = "en"
PLURALS = {"zero", "one", "two", "few", "many", "other"}
logger = logging.getLogger(__name__)


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
        return _day(str(self.locale), date(day.year, day.month, day.day), with_year)

    def joined(self, names: list[str]) -> str:
        """A, B and C."""
        *first, last = names
        return f"{', '.join(first)}{self('form.and')}{last}" if first else last

    def _find(self, name: str) -> Any:
        found: Any = self.phrases
        for part in name.split("."):
            found = found[part]
        return found


@lru_cache(maxsize=2000)
def _day(locale: str, day: date, with_year: bool) -> str:
    return format_date(day, "d MMMM y" if with_year else "d MMMM", locale=locale)


@dataclass(frozen=True)
class Phrase:
    """One phrase by its dotted name: its English words, ours in a language, and what staff laid over them.

    Words are a text, or texts by grammatical number; None where there are none.
    """

    name: str
    english: Any
    shipped: Any
    written: Any

    @property
    def is_counted(self) -> bool:
        return _is_plural(self.english)

    @property
    def said(self) -> Any:
        return self.shipped if self.written is None else self.written


@dataclass
class _Overlay:
    """What staff wrote, by language, as this process last read it; `edition` counts the readings."""

    worded_at: datetime | None = None
    edition: int = 0
    wordings: dict[str, Mapping[str, Any]] = field(default_factory=dict)


_overlay = _Overlay()


def keep_up(worded_at: datetime | None) -> None:
    """Take up the wordings again where the database says that they changed."""
    if worded_at != _overlay.worded_at:
        _overlay.wordings = dict(Wording.objects.values_list("language", "phrases"))
        _overlay.worded_at = worded_at
        _overlay.edition += 1


def look_up() -> None:
    """Ask the database whether wordings changed, for whoever does not read it for a page anyway."""
    keep_up(Wording.objects.aggregate(at=Max("changed_at"))["at"])


def edition() -> int:
    """Another number whenever wordings changed: what was made of the words before is out of date."""
    return _overlay.edition


def book(language: str) -> Phrasebook:
    """The book of a language: the exact one, else its base language's, else English."""
    return _book(language, _overlay.edition)


@lru_cache(maxsize=200)
def _book(language: str, edition: int) -> Phrasebook:
    for name in (language, language.split("-")[0]):
        phrases = _written(name)
        if phrases and is_known(name):
            if lacking := missing(name):
                logger.warning("wording %s lacks %s: English stands there", name, ", ".join(lacking))
            return Phrasebook(name, _laid_over(_file(FALLBACK), phrases))
    return Phrasebook(FALLBACK, _laid_over(_file(FALLBACK), _written(FALLBACK)))


def missing(language: str) -> list[str]:
    """Dotted names of the phrases that this language lacks; where it has no book, all of them."""
    names = [name for name in (language, language.split("-")[0]) if _written(name) and is_known(name)]
    written = dict(_flat(_written(names[0]))) if names else {}
    return [name for name, phrase in _flat(_file(FALLBACK)) if not _says(written.get(name), phrase)]


def phrases(language: str) -> list[Phrase]:
    """Every phrase for exactly this language, in the English book's order."""
    shipped = dict(_flat(_file(language)))
    written = dict(_flat(_overlay.wordings.get(language, {})))
    english = _flat(_file(FALLBACK))
    return [Phrase(name, words, shipped.get(name), written.get(name)) for name, words in english]


def begun() -> list[str]:
    """Languages of which anything is written, complete or not."""
    return sorted({path.stem for path in FOLDER.glob("*.json")} | set(_overlay.wordings))


def languages() -> list[str]:
    """Languages in which every phrase is written."""
    known = {path.stem for path in FOLDER.glob("*.json")} | set(_overlay.wordings)
    return sorted(name for name in known if is_known(name) and not missing(name))


def own_name(language: str) -> str:
    """What the language is called by those who speak it."""
    if not missing(language):
        return book(language)("language")
    name = Locale.parse(language, sep="-").get_display_name() if is_known(language) else None
    return name.capitalize() if name else language


def direction(language: str) -> str:
    """How the language is written, as HTML's `dir` says it."""
    try:
        order = Locale.parse(language, sep="-").character_order
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if order == "right-to-left" else "ltr"


def is_known(language: str) -> bool:
    """Whether there is such a language: dates and plurals can be written in it."""
    try:
        return bool(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache(maxsize=50)
def _file(language: str) -> Mapping[str, Any]:
    path = FOLDER / f"{language}.json"
    is_ours = path.parent == FOLDER and path.is_file()
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8")) if is_ours else {}
    return found


def _written(language: str) -> Mapping[str, Any]:
    """What the file and the wording of exactly this language say."""
    return _laid_over(_file(language), _overlay.wordings.get(language, {}))


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    """`below` with the phrases of `above` in their places; a phrase of another shape is left out."""
    return {
        name: _laid_over(value, above.get(name) or {})
        if isinstance(value, dict) and not _is_plural(value)
        else (above[name] if _says(above.get(name), value) else value)
        for name, value in below.items()
    } | {name: value for name, value in above.items() if name not in below}


def _flat(phrases: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in phrases.items():
        if isinstance(value, dict) and not _is_plural(value):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _is_plural(phrase: Any) -> bool:
    return isinstance(phrase, dict) and "other" in phrase and set(phrase) <= PLURALS


def _says(phrase: Any, like: Any) -> bool:
    """Whether something is written, in the shape of the English phrase."""
    if _is_plural(like):
        return _is_plural(phrase) and all(isinstance(form, str) and form.strip() for form in phrase.values())
    return isinstance(phrase, str) and bool(phrase.strip())
