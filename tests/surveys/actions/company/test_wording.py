"""Our own words: changed, added in another language, and never such that a page cannot show them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from surveys.actions.company import wording
from surveys.actions.company.wording import UnknownLanguage, WordingConflict, WrongWording
from surveys.models import Wording
from surveys.rendering import phrasebook


@pytest.fixture(autouse=True)
def as_delivered(db: None) -> Iterator[None]:
    """The process must not keep what a test wrote."""
    phrasebook.look_up()
    yield
    Wording.objects.all().delete()
    phrasebook.look_up()


def save(language: str, now: datetime, *, seen_at: datetime | None = None, **phrases: object) -> Wording:
    given = {name.replace("__", "."): words for name, words in phrases.items()}
    return wording.save(language=language, phrases=given, seen_at=seen_at, by=None, now=now)


def test_a_sentence_of_ours_is_changed_and_given_back(now: datetime) -> None:
    before = phrasebook.book("en")("form.send")
    save("en", now, form__send="Off it goes", form__yes="Yes", form__page_of=" ")
    phrasebook.look_up()
    assert phrasebook.book("en")("form.send") == "Off it goes"
    assert Wording.objects.get().phrases == {"form": {"send": "Off it goes"}}  # the rest is ours anyway
    save("en", now + timedelta(hours=1), seen_at=now, form__send="")
    phrasebook.look_up()
    assert phrasebook.book("en")("form.send") == before


def test_a_language_is_added_phrase_by_phrase(now: datetime) -> None:
    wording.begin(language="de", by=None, now=now)
    phrasebook.look_up()
    assert "de" in phrasebook.begun() and "de" not in phrasebook.languages()
    phrases = {p.name: _translated(p.english) for p in phrasebook.phrases("de")}
    later = now + timedelta(hours=1)
    wording.save(language="de", phrases=phrases, seen_at=now, by=None, now=later)
    phrasebook.look_up()
    assert "de" in phrasebook.languages() and phrasebook.missing("de") == []
    assert phrasebook.book("de").counted("form.minutes", 1) == "1 minute!"
    assert phrasebook.book("de").joined(["A", "B"]) == "A und B"  # the spaces around belong to the phrase


def _translated(english: object) -> object:
    if isinstance(english, dict):
        return {form: f"{text}!" for form, text in english.items()}
    return "und" if english == " and " else f"{english}!"


def test_what_a_page_could_not_fill_in_is_refused_phrase_by_phrase(now: datetime) -> None:
    with pytest.raises(WrongWording) as wrong:
        save("de", now, form__page_of="Seite {seite}", form__minutes={"one": "{count}"}, form__yes="J" * 2001)
    assert set(wrong.value.mistakes) == {"form.page_of", "form.minutes", "form.yes"}
    assert "{seite} cannot be filled in here; what can: {page}, {pages}" in str(wrong.value)
    assert not Wording.objects.exists()


def test_of_two_who_change_one_language_the_second_is_told(now: datetime) -> None:
    save("de", now, form__yes="Ja")
    with pytest.raises(WordingConflict):
        save("de", now + timedelta(minutes=1), form__yes="Jawohl")
    save("de", now + timedelta(minutes=2), seen_at=now, form__yes="Jawohl")
    assert Wording.objects.get().phrases == {"form": {"yes": "Jawohl"}}


@pytest.mark.parametrize("tag", ["", "xx-nowhere", "german", "de_DE!", "../en"])
def test_what_is_no_language_is_refused(tag: str, now: datetime) -> None:
    with pytest.raises(UnknownLanguage):
        wording.begin(language=tag, by=None, now=now)
