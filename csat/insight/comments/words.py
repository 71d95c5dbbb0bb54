"""Words of a text as base forms: English stems and Russian dictionary forms, in texts of either or both."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse
from snowballstemmer import stemmer

WORD = re.compile(r"[^\W\d_]+|\d+|[.!?;]+(?=\s|$)|\n")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# A reading of a Russian word that the dictionary thinks rarer than this is not taken.
LEAST_LIKELY = 0.1
ENGLISH = stemmer("english")


@dataclass(frozen=True)
class Word:
    """`text[start:end]`; `forms` are what it may be an inflection of; `sentence` counts from 0."""

    plain: str
    forms: frozenset[str]
    start: int
    end: int
    sentence: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text, in order.

    Each word is read in the language of its letters, so that mixed texts need no guess of a language:
    Cyrillic by pymorphy3 (all dictionary forms that are likely enough), the rest by the English Snowball
    stemmer. Capitals and the dots of ё make no difference. Hyphens part words.
    """
    found = []
    sentence = 0
    for match in WORD.finditer(text):
        token = match.group()
        if not token[0].isalnum():
            sentence += 1
            continue
        plain = token.lower().replace("ё", "е")
        found.append(Word(plain, forms_of(plain), match.start(), match.end(), sentence))
    return tuple(found)


@lru_cache(maxsize=50_000)
def forms_of(plain: str) -> frozenset[str]:
    """Base forms of one lower-case word without ё."""
    if not CYRILLIC.search(plain):
        return frozenset((str(ENGLISH.stemWord(plain)),))
    readings = readings_of(plain)
    likely = [r for r in readings if r.score >= LEAST_LIKELY] or readings[:1]
    return frozenset(r.normal_form.replace("ё", "е") for r in likely)


def base_of(plain: str) -> str:
    """The likeliest base form of one lower-case word without ё."""
    if not CYRILLIC.search(plain):
        return str(ENGLISH.stemWord(plain))
    return str(readings_of(plain)[0].normal_form).replace("ё", "е")


def readings_of(plain: str) -> list[Parse]:
    """What a Russian word may be, likeliest first."""
    return list(_russian().parse(plain))


@cache
def _russian() -> MorphAnalyzer:
    """Loaded at the first Russian word: it takes a third of a second."""
    return MorphAnalyzer(lang="ru")
