"""The phrasebooks say the same things in every language."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from surveys.definition import piping
from surveys.rendering import phrasebook


def flat(phrases: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in phrases.items():
        is_plural = isinstance(value, dict) and "other" in value
        if isinstance(value, dict) and not is_plural:
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value["other"] if is_plural else value


def test_every_language_has_every_phrase_with_the_same_facts() -> None:
    english = dict(flat(dict(phrasebook.book("en").phrases)))
    for language in phrasebook.languages():
        other = dict(flat(dict(phrasebook.book(language).phrases)))
        assert set(other) == set(english), language
        for name, phrase in other.items():
            extra = piping.names_in(phrase) - piping.names_in(english[name])
            assert not extra, f"{language} {name}: {extra}"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 минута"), (3, "3 минуты"), (5, "5 минут"), (21, "21 минута"), (12, "12 минут")],
)
def test_russian_counts(count: int, words: str) -> None:
    assert phrasebook.book("ru").counted("form.minutes", count) == words


def test_dates_and_lists_as_people_write_them() -> None:
    russian, english = phrasebook.book("ru"), phrasebook.book("en")

    assert russian.day(date(2026, 12, 6)) == "6 декабря 2026"
    assert english.day(date(2026, 12, 6), with_year=False) == "6 December"
    assert english.joined(["A"]) == "A"
    assert russian.joined(["А", "Б", "В"]) == "А, Б и В"


@pytest.mark.parametrize(
    ("wanted", "found"), [("ru", "ru"), ("ru-RU", "ru"), ("de", "en"), ("../../secret", "en"), ("", "en")]
)
def test_a_language_without_a_book_reads_english(wanted: str, found: str) -> None:
    assert phrasebook.book(wanted).language == found
