"""Keys for new pages, questions and options: made from their words, never one that stood for another."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 40
_LATIN = dict(zip("абвгдеийклмнопрстуфхыэ", "abvgdeiyklmnoprstufhye", strict=True)) | dict(
    zip(
        ("ё", "ж", "з", "ц", "ч", "ш", "щ", "ю", "я", "ъ", "ь", "ß", "ø", "đ", "ł", "æ", "œ"),
        ("e", "zh", "z", "ts", "ch", "sh", "sch", "yu", "ya", "", "", "ss", "o", "d", "l", "ae", "oe"),
        strict=True,
    )
)
_FEW_WORDS = 4


def from_text(text: str, *, taken: Collection[str], otherwise: str) -> str:
    """A free key after the first words of a text; after `otherwise` where no Latin letter can be had.

    `taken`: keys of this document and those that earlier versions used.
    """
    latin = "".join(_LATIN.get(letter, letter) for letter in _plain(text))
    words = [word for word in re.split(r"[^a-z0-9]+", latin) if word][:_FEW_WORDS]
    stem = "_".join(words)[:LONGEST].strip("_").lstrip("0123456789_") or otherwise
    return free(stem, taken)


def free(stem: str, taken: Collection[str]) -> str:
    """The stem itself or the stem with the first free number: delivery, delivery_2, delivery_3."""
    key, number = stem[:LONGEST], 1
    while key in taken:
        number += 1
        ending = f"_{number}"
        key = stem[: LONGEST - len(ending)].rstrip("_") + ending
    return key


def _plain(text: str) -> str:
    """Small letters without accents; й keeps its own, since it is a letter and not an accented и."""
    letters = []
    for letter in text.casefold():
        bare = letter if letter in _LATIN else unicodedata.normalize("NFKD", letter)
        letters += [part for part in bare if not unicodedata.combining(part)]
    return "".join(letters)


def is_key(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", text))
