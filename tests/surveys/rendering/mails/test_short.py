"""The short text of SMS and chats: honest about its length, whole in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.rendering.mails import short, words
from surveys.rendering.phrasebook import book
from tests.surveys import asked
from tests.surveys.rendering import library
from tests.surveys.rendering.mails.test_composing import BATCH, BRAND, parts


def said(key: str, language: str, *, is_reminder: bool = False) -> str:
    wanted = words.Wanted(book(language), language, BATCH, BRAND, is_reminder)
    return short.fill(short.make(library.questionnaire(key), wanted), parts(asked.FACTS, language).facts)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("key", ["post-sale", "pulse", "internal"])
def test_it_says_who_asks_what_and_how_to_stop(key: str, language: str) -> None:
    facts = parts(asked.FACTS, language).facts
    text = said(key, language)
    assert "Irina Belova, Meridian Supply" in text
    assert facts["answer_link"] in text and text.endswith(facts["unsubscribe_link"])
    assert not set("{}[]⟦⟧") & set(text) and "  " not in text and ".." not in text and "?." not in text
    assert said(key, language, is_reminder=True) != text


def test_an_anonymous_one_says_so() -> None:
    assert "The survey is anonymous." in said("internal", "en")


@pytest.mark.parametrize(
    ("text", "characters", "messages", "is_plain"),
    [
        ("", 0, 1, True),
        ("a" * 160, 160, 1, True),
        ("a" * 161, 161, 2, True),
        ("a" * 306, 306, 2, True),
        ("a" * 307, 307, 3, True),
        ("€" * 80, 160, 1, True),
        ("€" * 81, 162, 2, True),
        ("ы" * 70, 70, 1, False),
        ("ы" * 71, 71, 2, False),
        ("ы" * 135, 135, 3, False),
        ("😀" * 35, 70, 1, False),
        ("`", 1, 1, False),
    ],
)
def test_length_is_what_the_network_counts(
    text: str, characters: int, messages: int, *, is_plain: bool
) -> None:
    assert short.length(text) == short.Length(characters, messages, is_plain)


@given(text=st.text(max_size=600), more=st.text(max_size=5))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert short.length(text + more).parts >= short.length(text).parts
