"""Files of anybody: whatever they hold, either a document that parses or a refusal in words."""

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.actions.interchange import sentences
from surveys.definition import document
from surveys.definition.exchange import reading
from surveys.definition.exchange.imported import CannotRead
from surveys.definition.exchange.surveyjs.reading import READERS
from tests.surveys.definition.exchange.files import FOLDER

BOMB = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><surveys>&x;</surveys></document>"""
MANY = json.dumps({"elements": [{"type": "text", "name": "a"}] * 20_000}).encode()
DEEP = b'{"pages":' + b"[" * 100_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"PK\x03\x04", "archive"),
        (b"class,name", "unknown_format"),
        (b"[1, 2]", "unknown_format"),
        (b'{"a": 1}', "unknown_format"),
        (b'{"pages": [', "broken_json"),
        (b'{"pages": [], "minutes": NaN}', "broken_json"),
        (b'{"pages": [], "minutes": 1' + b"0" * 5000 + b"}", "broken_json"),
        (DEEP, "broken_json"),
        (b'{"pages":' + b"[" * 100 + b"]" * 100 + b"}", "too_deep"),
        (b'{"pages": [], "title": "\xff"}', "not_utf8"),
        (b'{"pages": [], "title": "a\\u0000"}', "no_text"),
        (b'{"pages": [], "title": "\\ud800"}', "no_text"),
        (b'{"pages": []}', "no_questions"),
        (MANY, "too_many_questions"),
        (b'{"format": 1, "pages": "x"}', "wrong_document"),
        (b"<document>", "broken_xml"),
        (b"<html></html>", "no_lss"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "no_lss"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "no_language"),
        (BOMB, "hostile_xml"),
        (OUTSIDE, "hostile_xml"),
        (b'<?xml version="1.0" encoding="x-none"?><document/>', "broken_xml"),
        (b" " * (reading.MOST_BYTES + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_questionnaire_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        reading.read(data)

    assert refused.value.code == code
    assert "%" not in sentences.refusal(refused.value)


@pytest.mark.parametrize("part", ["<", "<br", "</", "< ", "&", "{", "[", "<script>", "'\\"])
def test_no_text_takes_long(part: str) -> None:
    """A second is plenty: a pattern that looks on and on would take minutes."""
    text = part * (300_000 // len(part))
    element = {"type": "text", "name": "a", "title": text, "visibleIf": text}
    data = json.dumps({"title": text, "elements": [element]}).encode()
    began = process_time()
    reading.read(data)
    assert process_time() - began < 5


NAMES = sorted(READERS)
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
SETTINGS = sorted(
    {name for _, used in READERS.values() for name in used} | {"title", "visibleIf", "validators"}
)
ELEMENTS = st.builds(
    lambda kind, settings: {"type": kind} | settings,
    st.sampled_from(NAMES),
    st.dictionaries(st.sampled_from(["name", *SETTINGS]), JUNK, max_size=6),
)


@given(st.lists(ELEMENTS, min_size=1, max_size=5))
def test_nonsense_in_any_setting_is_read_or_refused(elements: list[dict[str, Any]]) -> None:
    try:
        found = reading.read(json.dumps({"elements": elements}).encode())
    except CannotRead as refused:
        assert refused.code in ("no_questions", "no_text", "too_deep"), refused
    else:
        document.parse(found.document)
        assert all(sentences.told(note).what for note in found.report)


@given(st.data())
def test_a_damaged_lss_is_read_or_refused(data: st.DataObject) -> None:
    """Values of the fixture swapped for others, as a hand that edits XML would."""
    text = (FOLDER / "supplier.lss").read_text()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.text(alphabet="<>[]/!CDATA019axYN&;", max_size=12))
    try:
        found = reading.read((text[:start] + put + text[end:]).encode())
    except CannotRead as refused:
        assert sentences.refusal(refused)
    else:
        document.parse(found.document)


@pytest.mark.parametrize("name", ["supplier.lss", "supplier.surveyjs.json", "service-version-3.lss"])
def test_every_note_is_told_in_words(name: str) -> None:
    found = reading.read((FOLDER / name).read_bytes())

    for note in found.report:
        told = sentences.told(note)
        assert told.where and told.what and "%(" not in told.what
