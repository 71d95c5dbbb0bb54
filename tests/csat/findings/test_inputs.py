"""Arrays go into a row and come out bit for bit; their hash sees every difference."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from csat.findings import inputs


@dataclass(frozen=True)
class Some:
    floats: np.ndarray
    words: np.ndarray
    days: np.ndarray


words = st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), max_size=4)


@given(arrays.arrays(np.float64, st.integers(0, 5)), words)
def test_what_was_packed_comes_out_the_same(floats: np.ndarray, texts: list[str]) -> None:
    some = Some(floats, np.array(texts, dtype=np.str_), np.array(["2026-11-20"], dtype="datetime64[D]"))
    again = inputs.unpacked(Some, inputs.packed(some))
    assert inputs.hash_of(again) == inputs.hash_of(some)
    assert again.floats.tobytes() == floats.tobytes()
    assert again.words.tolist() == some.words.tolist()


def test_the_hash_sees_a_last_digit_a_shape_and_a_place() -> None:
    def hashed(floats: object, texts: object = ("a",)) -> str:
        return inputs.hash_of(Some(np.array(floats), np.array(texts), np.array([0])))

    all_different = [
        hashed([1.0, 2.0]),
        hashed([1.0, np.nextafter(2.0, 3)]),
        hashed([[1.0, 2.0]]),
        hashed([2.0, 1.0]),
        hashed([1.0, 2.0], ["b"]),
    ]
    assert len(set(all_different)) == len(all_different)


def test_arrays_of_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="words"):
        inputs.packed(Some(np.zeros(1), np.array([None]), np.zeros(1)))
