"""The code book: which words and phrases speak of which theme; a person may edit it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST_WORDS = 4


@dataclass(frozen=True)
class Theme:
    """A theme and its words, by language ("en", "ru").

    `names`: shown to people. `terms`: a word, a phrase of 2 to 4 words, or the beginning of a word with a
    star ("logist*"); any inflection matches. `exclusions`: of the same form; a term inside one doesn't count.
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
    """The code book that a new installation starts with, read from `codebook.json` beside this file.

    Its themes are the attributes of the survey library; its words come from what B2B clients write of them.
    """
    raw = json.loads(Path(__file__).with_name("codebook.json").read_text(encoding="utf-8"))
    return Codebook(themes=tuple(_theme(key, entry) for key, entry in raw.items()))


def _theme(key: str, entry: dict[str, dict[str, list[str]]]) -> Theme:
    return Theme(
        key=key,
        names={language: str(name) for language, name in entry["names"].items()},
        terms={language: tuple(words) for language, words in entry["terms"].items()},
        exclusions={language: tuple(words) for language, words in entry["exclusions"].items()},
    )
