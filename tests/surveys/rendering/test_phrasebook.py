"""The phrasebooks say the same things in every language."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from surveys.definition import piping
from surveys.models import Wording
from surveys.rendering import phrasebook
from tests.surveys import every_type


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


@pytest.fixture
def wordings(db: None) -> Iterator[type[Wording]]:
    """What a test writes over our words is forgotten after it."""
    yield Wording
    Wording.objects.all().delete()
    phrasebook.look_up()


def laid(language: str, phrases: dict[str, Any], at: datetime) -> None:
    Wording.objects.update_or_create(language=language, defaults={"phrases": phrases, "changed_at": at})
    phrasebook.look_up()


def test_staff_change_a_sentence_and_the_rest_stays(wordings: type[Wording], now: datetime) -> None:
    laid("ru", {"form": {"send": "Отослать"}}, now)
    assert phrasebook.book("ru")("form.send") == "Отослать"
    assert phrasebook.book("ru")("form.save") == "Сохранить и продолжить"

    laid("ru", {"form": {"send": "Передать"}}, now + timedelta(seconds=1))
    assert phrasebook.book("ru")("form.send") == "Передать"


def test_a_wording_adds_a_language_without_code(wordings: type[Wording], now: datetime) -> None:
    assert "de" not in phrasebook.languages()
    every_type.wording(now, "de")
    phrasebook.look_up()

    assert "de" in phrasebook.languages()
    assert phrasebook.book("de-AT").language == "de"
    assert phrasebook.book("de").day(date(2026, 12, 6)) == "6 Dezember 2026"


def test_what_is_missing_is_named(wordings: type[Wording], now: datetime) -> None:
    assert phrasebook.missing("ru") == []
    assert len(phrasebook.missing("de")) > 100

    phrases = every_type.wording(now, "de").phrases
    del phrases["form"]["send"]
    phrases["form"]["minutes"] = "one text for every number"
    phrases["mistakes"]["missing"] = " "
    laid("de", phrases, now + timedelta(seconds=1))

    assert phrasebook.missing("de") == ["form.minutes", "form.send", "mistakes.missing"]
    assert phrasebook.book("de").counted("form.minutes", 3) == "3 minutes"  # never a broken page


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ru", "ltr"),
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("ur", "rtl"),
        ("xx", "ltr"),
    ],
)
def test_how_a_language_is_written(language: str, direction: str) -> None:
    assert phrasebook.direction(language) == direction


def test_languages_are_called_as_they_call_themselves() -> None:
    names = [phrasebook.own_name(language) for language in ("en", "ru", "ar", "xx")]

    assert names == ["English", "Русский", "العربية", "xx"]
