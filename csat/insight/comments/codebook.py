"""The code book: which words and phrases speak of which theme; a person may edit it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Theme:
    """A theme and its words, by language ("en", "ru").

    `names`: shown to people. `terms`: a word, a phrase of 2 or 3 words, or the beginning of a word with a star
    ("logist*"); base forms, any inflection matches. `exclusions`: the same; a term inside one does not count.
    """

    key: str
    names: dict[str, str]
    terms: dict[str, tuple[str, ...]]
    exclusions: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Codebook:
    """Themes in the order in which pages show them; keys are unique."""

    themes: tuple[Theme, ...]


@cache
def default_codebook() -> Codebook:
    """The code book that a new installation starts with, read from `codebook.json` beside this file."""
    raw = json.loads(Path(__file__).with_name("codebook.json").read_text(encoding="utf-8"))
    return Codebook(themes=tuple(_theme(key, entry) for key, entry in raw.items()))


def _theme(key: str, entry: dict[str, dict[str, list[str]]]) -> Theme:
    raise NotImplementedError
