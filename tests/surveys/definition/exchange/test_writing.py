"""A document as a file: the same text for the same document, and read back the same."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.definition.exchange.writing import WIDTH, written

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=30,
)


@given(JSON)
def test_whatever_is_written_reads_back_the_same(value: Any) -> None:
    assert json.loads(written(value)) == value


def test_short_parts_stand_on_one_line() -> None:
    document = {"key": "a", "title": {"en": "Title", "ru": "Заголовок"}, "pages": [{"questions": []}]}

    assert written(document) == (
        '{\n  "key": "a",\n  "title": {"en": "Title", "ru": "Заголовок"},\n'
        '  "pages": [\n    {\n      "questions": []\n    }\n  ]\n}\n'
    )


def test_long_parts_are_broken() -> None:
    lines = written({"title": {"en": "a" * 80, "ru": "б" * 80}}).splitlines()

    assert len(lines) == 6
    assert all(len(line) <= WIDTH for line in lines)
