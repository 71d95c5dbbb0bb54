"""Themes by stems and base forms: spans, phrases, exclusions, both languages, and 200 labelled comments."""

import json

import cattrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.comments.codebook import Codebook, Theme, default_codebook
from csat.insight.comments.matching import Found, theme_matches
from csat.insight.comments.words import base_of, forms_of, words_of
from tests.csat.insight.golden import load
from tests.studies import comments as study

STEMS = load("comments_stems")


def book(*terms: str, exclusions: tuple[str, ...] = ()) -> Codebook:
    return Codebook(themes=(Theme("t", {"en": "T"}, {"en": terms}, {"en": exclusions}),))


def spans(text: str, *terms: str, exclusions: tuple[str, ...] = ()) -> list[str]:
    found = theme_matches(texts=[text], codebook=book(*terms, exclusions=exclusions))[0]
    return [text[f.start : f.end] for f in found]


def test_english_stems_are_postgresqls() -> None:
    words, stems = STEMS["input"]["words"], STEMS["expected"]["stems"]
    assert len(words) > 300
    assert [w for w, stem in zip(words, stems, strict=True) if forms_of(w) != {stem}] == []


def test_russian_base_forms_are_of_the_dictionary() -> None:
    """OpenCorpora: сроков is of срок, поставками of поставка, счетов of счёт; мыла is soap or washed."""
    assert base_of("сроков") == "срок" and base_of("поставками") == "поставка"
    assert "счет" in forms_of("счетов")
    assert forms_of("мыла") == {"мыло", "мыть"}


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("Late DELIVERIES again.", ("delivery",), ["DELIVERIES"]),
        ("Сроки поставки сорваны, срок сдвинут.", ("срок",), ["Сроки", "срок"]),
        ("Счёт и счета, счетом", ("счет",), ["Счёт", "счета", "счетом"]),
        ("The delivery was always late", ("late delivery",), ["delivery was always late"]),
        ("The delivery came. Late reply", ("late delivery",), []),
        ("delivery one two three late", ("late delivery",), []),
        ("Reply on time, in time", ("on time",), ["on time"]),
        ("Логистика и логистический отдел", ("логист*",), ["Логистика", "логистический"]),
        ("Поставка late, quality плохое", ("поставка", "quality"), ["Поставка", "quality"]),
        ("deliverance", ("delivery",), []),
        ("on-time", ("on time",), ["on-time"]),
        ("late late delivery", ("late", "late delivery"), ["late late delivery"]),
        ("", ("late",), []),
        ("?!. ..", ("late",), []),
    ],
)
def test_what_is_found(text: str, terms: tuple[str, ...], found: list[str]) -> None:
    assert spans(text, *terms) == found


def test_exclusions_hide_what_lies_inside_them_only() -> None:
    hidden = ("price list",)
    assert spans("Send the price list", "price", exclusions=hidden) == []
    assert spans("The price list shows a high price", "price", exclusions=hidden) == ["price"]
    assert spans("price list", "price list of", "list price list", exclusions=hidden) == []


@pytest.mark.parametrize("term", ["", "*", "one two three four five", "two words*", "st*r"])
def test_what_is_no_term(term: str) -> None:
    with pytest.raises(ValueError, match="not a term"):
        spans("text", term)


def test_the_default_code_book_is_sound() -> None:
    themes = default_codebook().themes
    assert len({t.key for t in themes}) == len(themes) == 12
    for theme in themes:
        assert set(theme.names) == set(theme.terms) == {"en", "ru"} and all(theme.terms.values())
        for language, terms in theme.terms.items():
            assert len(set(terms)) == len(terms), (theme.key, language)
            is_russian = [any("а" <= c <= "я" for c in term.lower()) for term in terms]
            assert not any(is_russian) if language == "en" else sum(is_russian) > 0.9 * len(terms)
    stored = json.loads(json.dumps(cattrs.unstructure(default_codebook())))
    assert cattrs.structure(stored, Codebook) == default_codebook()


def test_an_account_manager_is_no_document() -> None:
    found = theme_matches(texts=["Our account manager is great"], codebook=default_codebook())[0]
    assert {one.theme for one in found} == {"competence"}


def test_every_term_finds_itself() -> None:
    """Terms that an exclusion of their own theme would always hide, or that never match, are mistakes."""
    for theme in default_codebook().themes:
        for terms in theme.terms.values():
            found = theme_matches(texts=[t.rstrip("*") for t in terms], codebook=Codebook(themes=(theme,)))
            assert [t for t, f in zip(terms, found, strict=True) if not f] == []


def test_200_labelled_comments_reach_the_goal() -> None:
    comments = study.labelled()
    found = study.matched(comments)
    assert len(comments) == 200 and sum(c.language == "ru" for c in comments) == 100
    for labels in ("first", "second"):
        rows = study.accuracy(found, [getattr(c, labels) for c in comments])
        assert study.macro_f1(rows) >= 0.75
        assert min(row.f1 for row in rows) >= 0.6
    assert min(study.agreement(comments).values()) > 0.6


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for found in theme_matches(texts=[text], codebook=default_codebook())[0]:
        assert isinstance(found, Found) and 0 <= found.start < found.end <= len(text)
    assert [text[w.start : w.end].lower().replace("ё", "е") for w in words_of(text)] == [
        w.plain for w in words_of(text)
    ]
