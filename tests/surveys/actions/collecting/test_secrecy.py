"""Waiting answers are unreadable without the installation's key, and cannot be changed unseen."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions.collecting import secrecy

values = st.dictionaries(st.text(max_size=5), st.text(max_size=400) | st.integers(), max_size=4)


@given(values)
def test_what_was_hidden_comes_back(value: dict[str, Any]) -> None:
    assert secrecy.show(secrecy.hide(value)) == value


def test_the_same_answer_never_looks_the_same() -> None:
    assert len({secrecy.hide({"mood": 4}) for _ in range(50)}) == 50


def test_neither_words_nor_length_are_seen() -> None:
    short, long = (secrecy.hide({"words": words}) for words in ("no", "a good deal more than that " * 5))

    assert b"good" not in base64.urlsafe_b64decode(long)
    assert len(short) == len(long)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_text_is_refused(place: int, by: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(secrecy.hide({"mood": 4})))
    raw[place % len(raw)] ^= by
    with pytest.raises(secrecy.Unreadable):
        secrecy.show(base64.urlsafe_b64encode(bytes(raw)).decode())


def test_the_time_of_writing_stands_nowhere_in_it() -> None:
    raw = base64.urlsafe_b64decode(secrecy.hide({"mood": 4}))
    assert raw[1:9] == bytes(8)


def test_an_earlier_key_still_opens(settings: Any) -> None:
    hidden = secrecy.hide({"mood": 4})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]

    assert secrecy.show(hidden) == {"mood": 4}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(secrecy.Unreadable):
        secrecy.show(hidden)
