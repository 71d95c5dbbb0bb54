"""Whatever is edited in whatever order: the draft can be stored, and only lacks what the editor shows."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import definition
from surveys.definition import document as documents
from surveys.definition.editing import (
    drafts,
    fields,
    options,
    pages,
    places,
    questions,
    rules,
    scales,
    texts,
)
from surveys.definition.editing.places import EditError
from surveys.definition.problems import DocumentError

FOLDER = Path(definition.__file__).parent / "library"
LIBRARY = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
WORDS = st.sampled_from(["", "Price", "Цена", "Срок поставки", "  ", "How was {order}?", "x" * 60, "1 2 3"])
NUMBER = st.integers(0, 40)
KIND = st.sampled_from(fields.KINDS)


def _pick(some: list[Any], number: int) -> Any:
    if not some:
        raise EditError("nothing to choose from")
    return some[number % len(some)]


class _Draft:
    """The document under edit; each verb draws what it needs by number."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.used = frozenset(places.all_keys(document))

    def question(self, number: int) -> str:
        return str(_pick([one["key"] for one in places.questions(self.document)], number))

    def page(self, number: int) -> str:
        return str(_pick([page["key"] for page in self.document["pages"]], number))

    def rule(self, number: int) -> dict[str, Any]:
        key = _pick(places.question_keys(self.document), number)
        leaves = [{"answer": key, "given": True}, {"fact": "role", "is": "buyer"}]
        return {"any": leaves} if number % 3 else leaves[0]

    def text(self, number: int) -> str:
        return str(_pick([text.address for text in texts.every(self.document)], number))

    def parts(self, number: int) -> tuple[str, list[str]]:
        owner = _pick([q for q in places.questions(self.document) if "options" in q or "rows" in q], number)
        return owner["key"], [part["key"] for part in owner[options.group_of(owner)]]

    def act(self, verb: str, a: int, b: int, *, kind: str, words: str) -> Any:
        doc, used, language = self.document, self.used, _pick(self.document["languages"], b)
        match verb:
            case "add_page":
                return pages.add_page(doc, after=self.page(a)).document
            case "remove_page":
                return pages.remove_page(doc, self.page(a), with_rules=b % 2 == 0)
            case "move_page":
                return pages.move_page(doc, self.page(a), index=b)
            case "add_question":
                text = {language: words.strip()} if words.strip() else None
                return questions.add_question(
                    doc, kind, page=self.page(a), text=text, used_keys=used
                ).document
            case "copy_question":
                return questions.copy_question(doc, self.question(a), used_keys=used).document
            case "remove_question":
                return questions.remove_question(doc, self.question(a), with_rules=b % 2 == 0)
            case "move_question":
                return questions.move_question(doc, self.question(a), page=self.page(b), index=a)
            case "rename_question":
                return questions.rename_question(doc, self.question(a), f"renamed_{b}", used_keys=used)
            case "change_type":
                return questions.change_type(doc, self.question(a), kind, used_keys=used)
            case "set_text":
                return texts.set_text(doc, self.text(a), language=language, text=words)
            case "set_rule":
                return rules.set_rule(doc, self.question(b), self.rule(a) if a % 4 else None)
            case "set_scale":
                name = _pick(list(doc.get("scales", {})), a)
                low, high = scales.RANGES[b % 4]
                return scales.set_scale(doc, name, lowest=low, highest=high, is_labelled=b % 2 == 0)
            case "language":
                tag = ("de", "ar", "pt-BR")[a % 3]
                has = tag in doc["languages"]
                return texts.remove_language(doc, tag) if has else texts.add_language(doc, tag)
            case "option":
                return self.act_on_option(a, b, words=words, language=language)
            case _:
                return pages.add_thanks(doc).document if a % 2 else pages.remove_thanks(doc, b % 3)

    def act_on_option(self, a: int, b: int, *, words: str, language: str) -> Any:
        owner, here = self.parts(a)
        match b % 4:
            case 0:
                text = {language: words.strip()} if words.strip() else None
                return options.add_option(self.document, owner, text=text, used_keys=self.used).document
            case 1:
                return options.remove_option(self.document, owner, _pick(here, b), with_rules=b % 8 == 1)
            case 2:
                return options.move_option(self.document, owner, _pick(here, b), index=a)
            case _:
                return options.set_options(self.document, owner, [words, "No", "Yes"], language=language)


VERBS = (
    *("add_page", "remove_page", "move_page", "add_question", "copy_question", "remove_question"),
    *("move_question", "rename_question", "change_type", "set_text", "set_rule", "set_scale"),
    *("language", "option", "thanks"),
)
STEP = st.tuples(st.sampled_from(VERBS), NUMBER, NUMBER, KIND, WORDS)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LIBRARY), st.lists(STEP, min_size=1, max_size=12))
def test_any_sequence_of_edits_leaves_a_draft_that_only_lacks_words(
    start: dict[str, Any], steps: list[tuple[str, int, int, str, str]]
) -> None:
    draft = _Draft(start)
    for verb, a, b, kind, words in steps:
        before = copy.deepcopy(draft.document)
        given_document = draft.document
        try:
            draft.document = draft.act(verb, a, b, kind=kind, words=words)
        except EditError as refused:
            assert refused.what
            draft.document = given_document
        assert given_document == before, f"{verb} changed the document it was given"
        assert drafts.refusals(draft.document) == ()
        assert rules.forward_looks(draft.document) == []
        json.dumps(draft.document)
    _parses_once_complete(draft.document)


def _parses_once_complete(document: dict[str, Any]) -> None:
    """Where nothing is missing any more, the document is right; but for importance of unknown sides."""
    drafts.draft_problems(document)
    try:
        documents.parse(_completed(document))
    except DocumentError as error:
        left = [p for p in error.problems if "is no measured attribute" not in p.what]
        assert not left, "\n".join(map(str, left))


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    for page in list(document["pages"]):
        if not page["questions"]:
            document = questions.add_question(document, "yes_no", page=page["key"]).document
    for question in list(places.questions(document)):
        group = options.group_of(question)
        if group in question:
            for _ in range(2 - len(question[group])):
                document = options.add_option(document, question["key"]).document
    for text in list(texts.every(document)):
        for language in document["languages"]:
            if not text.words.get(language):
                document = texts.set_text(document, text.address, language=language, text="Words")
    return document


@pytest.mark.parametrize("document", LIBRARY, ids=lambda one: one["key"])
def test_the_library_itself_is_a_draft_without_problems(document: dict[str, Any]) -> None:
    assert drafts.refusals(document) == ()
    assert drafts.draft_problems(document) == ()
    for text in texts.every(document):
        assert text.words, text.address
        again = texts.set_text(document, text.address, language="en", text=text.words["en"])
        assert again == document, text.address
