"""Texts, languages, scales, settings; and what a stored draft may lack."""

import pytest

from surveys.definition.editing import drafts, fields, places, questions, scales, texts
from surveys.definition.editing.places import EditError
from tests.surveys.definition.editing.documents import small


def test_a_text_is_set_in_one_language() -> None:
    new = texts.set_text(small(), "questions.reason.options.price.text", language="ru", text="  Цена\r\n ")
    assert places.part(new, "reason", "options", "price")["text"] == {"en": "Words", "ru": "Цена"}
    new = texts.set_text(new, "scales.ten.low", language="en", text="bad")
    assert new["scales"]["ten"]["low"]["en"] == "bad"
    new = texts.set_text(new, "mail.subject", language="en", text="A question")
    assert new["mail"] == {"subject": {"en": "A question"}}
    assert "mail" not in texts.set_text(new, "mail.subject", language="en", text="")


def test_empty_words_go_and_an_optional_text_with_them() -> None:
    new = texts.set_text(small(), "questions.overall.help", language="en", text="Help")
    assert places.question(new, "overall").question["help"] == {"en": "Help"}
    new = texts.set_text(new, "questions.overall.help", language="en", text=" ")
    assert "help" not in places.question(new, "overall").question
    new = texts.set_text(new, "questions.overall.text", language="en", text="")
    assert places.question(new, "overall").question["text"] == {"ru": "Слова"}


@pytest.mark.parametrize(
    "address",
    ["questions.gone.text", "questions.overall.key", "pages.one.key", "thanks.7.text", "minutes", ""],
)
def test_a_place_without_a_text_is_refused(address: str) -> None:
    with pytest.raises(EditError):
        texts.set_text(small(), address, language="en", text="Words")


def test_too_long_a_text_and_a_foreign_language_are_refused() -> None:
    with pytest.raises(EditError, match="2001 characters"):
        texts.set_text(small(), "title", language="en", text="x" * 2001)
    with pytest.raises(EditError, match="not in “de”"):
        texts.set_text(small(), "title", language="de", text="Titel")


def test_a_language_comes_and_goes_with_all_its_texts() -> None:
    document = questions.add_question(small(), "nps", page="two").document
    del document["scales"]["recommendation"]["low"]["ru"], document["scales"]["recommendation"]["high"]["ru"]
    document = texts.remove_language(texts.add_language(document, "de"), "ru")
    assert document["languages"] == ["en", "de"]
    assert not any("ru" in text.words for text in texts.every(document))
    again = texts.add_language(document, "ru")
    assert again["scales"]["recommendation"]["low"]["ru"] == "совсем не готовы"  # ours comes back by itself
    for wrong in ("Deutsch", "e", "de_DE", "en"):
        with pytest.raises(EditError):
            texts.add_language(document, wrong)
    with pytest.raises(EditError, match="at least one"):
        texts.remove_language(texts.remove_language(document, "de"), "en")


def test_a_scale_keeps_the_words_that_fit() -> None:
    labelled = scales.set_scale(small(), "ten", lowest=1, highest=5, is_labelled=True)
    labels = labelled["scales"]["ten"]["labels"]
    assert [bool(label) for label in labels] == [True, False, False, False, True]
    back = scales.set_scale(labelled, "ten", lowest=0, highest=10)
    assert back["scales"]["ten"]["high"] == {"en": "Words", "ru": "Слова"}
    with pytest.raises(EditError, match="from 1 to 4"):
        scales.set_scale(small(), "ten", lowest=1, highest=4)
    with pytest.raises(EditError, match="overall, sides use it"):
        scales.remove_scale(small(), "ten")
    once = scales.add_scale(small(), "effort")
    assert scales.add_scale(once.document, "effort") == once


def test_settings_belong_to_their_type() -> None:
    new = fields.set_field(small(), "questions.reason.other", True)
    new = fields.set_field(new, "questions.reason.options.price.stays", True)
    new = fields.set_field(
        new, "questions.sides.rows.dates.measures", {"kind": "attribute", "attribute": "dates"}
    )
    new = fields.set_field(new, "minutes", 4)
    assert drafts.draft_problems(new) == ()
    assert (
        "other"
        not in places.question(fields.set_field(new, "questions.reason.other", None), "reason").question
    )
    for address, value in {
        "questions.overall.other": True,
        "questions.overall.scale": "gone",
        "questions.overall.type": "text",
        "languages": ["en"],
        "pages.one.key": "two",
        "key": "x",
    }.items():
        with pytest.raises(EditError):
            fields.set_field(small(), address, value)


def test_a_draft_may_lack_words_and_parts_but_not_what_edits_find_their_way_by() -> None:
    blank = drafts.blank(key="new", kind="own", name="New", languages=["ru"])
    assert drafts.refusals(blank) == ()
    assert [(p.path, p.what) for p in drafts.draft_problems(blank)] == [
        ("pages[0].questions", "the page has no question"),
        ("title", "there is no text yet"),
    ]
    twice = small()
    twice["pages"][1]["questions"][0]["key"] = "dates"
    assert "used twice" in str(drafts.refusals(twice))
    for broken in ({}, [], {"format": 1}, small() | {"pages": [{"key": "one"}]}, small() | {"surprise": 1}):
        assert drafts.refusals(broken), broken
    nameless = small()
    nameless["pages"][0]["questions"][0]["type"] = "poem"
    assert drafts.refusals(nameless)
