"""Invented names of companies and people, in English and Russian; addresses only at .example."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
LEGAL_FORMS = {"ooo", "ao", "gmbh", "ab", "bv", "ltd", "sp", "z", "o", "as", "nv"}


def latin(text: str) -> str:
    """Lower-case Latin letters of a name, dots for spaces: fit for an address."""
    letters = (WORDS["letters"].get(c, c) for c in text.lower())
    return re.sub(r"[^a-z0-9]+", ".", "".join(letters).replace("_", "")).strip(".")


def companies(rng: np.random.Generator, countries: list[str]) -> list[str]:
    """One unique name for each country code."""
    foreign = rng.permutation([f"{a} {b}" for a in WORDS["roots"] for b in WORDS["trades"]])
    russian = rng.permutation(
        [f"{a}{b}{c}" for a in WORDS["ru_roots"] for b in WORDS["ru_trades"] for c in WORDS["ru_ends"]]
    )
    forms = rng.choice(["ООО", "АО"], size=len(countries), p=[0.75, 0.25])
    return [
        f"{forms[i]} «{russian[i]}»" if country == "RU" else f"{foreign[i]} {WORDS['legal'][country]}"
        for i, country in enumerate(countries)
    ]


def domain(company: str) -> str:
    """A company's own domain, which can never receive real mail."""
    words = latin(company.split(",")[0]).split(".")
    return "-".join([word for word in words if word not in LEGAL_FORMS]) + ".example"


def people(rng: np.random.Generator, languages: list[str]) -> list[str]:
    """One name for each language code; a Russian surname agrees with its first name."""
    draws = rng.integers(0, 10_000, size=(len(languages), 3))
    return [_person(language, *map(int, draw)) for language, draw in zip(languages, draws, strict=True)]


def _person(language: str, first: int, last: int, gender: int) -> str:
    if language != "ru":
        return f"{_pick(WORDS['first'], first)} {_pick(WORDS['last'], last)}"
    is_woman = gender % 2 == 0
    surname = _pick(WORDS["ru_last"], last) + ("а" if is_woman else "")
    return f"{surname} {_pick(WORDS['ru_first']['f' if is_woman else 'm'], first)}"


def _pick(words: list[str], number: int) -> str:
    return words[number % len(words)]
