"""Questions: added, copied, moved, removed, renamed, and made another type."""

from collections.abc import Collection, Mapping
from typing import Any

from surveys.definition import conditions
from surveys.definition.editing import fields, keys, places, rules, texts
from surveys.definition.editing.places import Document, EditError, Made, Part
from surveys.definition.problems import say

MOST_ON_A_PAGE = 40
CHANGES_MEANING = ("key", "type", "measures", "least", "most")  # say another thing in another type


def add_question(
    document: Document,
    kind: str,
    *,
    page: str,
    after: str = "",
    text: Mapping[str, str] | None = None,
    used_keys: Collection[str] = (),
) -> Made:
    """A new question of this type on a page: after another one, at its end where none is named.

    Its key comes from the text. Raises EditError for a type, page or question that is not known, and for
    a full page.
    """
    new = places.copied(document)
    target = places.page(new, page)
    index = _index_after(new, target, after)
    words = next(iter((text or {}).values()), "")
    key = keys.from_text(words, taken=places.all_keys(new) | set(used_keys), otherwise=kind)
    question = fields.initial(new, kind, key=key)
    question["text"] = dict(text or {})
    target["questions"].insert(index, question)
    return Made(new, key)


def copy_question(document: Document, key: str, *, used_keys: Collection[str] = ()) -> Made:
    """The same question again right below, under a new key; it measures nothing, as that is measured once.

    Raises EditError for a question that is not there, and for a full page.
    """
    new = places.copied(document)
    found = places.question(new, key)
    _refuse_full(found.page)
    twin = places.copied(found.question)
    twin.pop("measures", None)
    taken = places.all_keys(new) | set(used_keys)
    twin["key"] = keys.free(key, taken)
    for row in twin.get("rows", ()):
        row.pop("measures", None)
        row["key"] = keys.free(row["key"], taken | {twin["key"]})
        taken |= {row["key"], f"{row['key']}_importance"}
    found.page["questions"].insert(found.index + 1, twin)
    return Made(new, twin["key"])


def remove_question(document: Document, key: str, *, with_rules: bool = False) -> Part:
    """Without the question. Rules that ask for its answer go `with_rules`.

    Raises EditError for a question that is not there, and naming the rules that would hang.
    """
    new = places.copied(document)
    found = places.question(new, key)
    del found.page["questions"][found.index]
    gone = places.keys_of(found.question)
    return rules.released(new, gone, with_rules=with_rules, where=f"questions.{key}")


def move_question(document: Document, key: str, *, page: str, index: int) -> Part:
    """The question on a page at a place, counted from 0 among the others there.

    Raises EditError for a question or page that is not there, for a full page, and where a rule would then
    ask for a later answer.
    """
    new = places.copied(document)
    found = places.question(new, key)
    target = places.page(new, page)
    if target is not found.page:
        _refuse_full(target)
    del found.page["questions"][found.index]
    target["questions"].insert(max(0, min(index, len(target["questions"]))), found.question)
    rules.refuse_new_forward_looks(document, new, where=f"questions.{key}")
    return new


def rename_question(document: Document, key: str, new_key: str, *, used_keys: Collection[str] = ()) -> Part:
    """The question under another key; the rules that ask for it follow.

    Raises EditError for a key that stands or stood for another question, or that is no key.
    """
    new = places.copied(document)
    question = places.question(new, key).question
    where = f"questions.{key}.key"
    if new_key == key:
        return new
    if key in used_keys:
        raise EditError(
            say("answers go by “%(key)s” already", key=key),
            where=where,
            mend=say("Add a new question instead."),
        )
    if not keys.is_key(new_key):
        raise EditError(
            say("“%(key)s” is no key", key=new_key), where=where, mend=say("Use small letters, digits and _.")
        )
    if new_key in places.all_keys(new) | set(used_keys):
        raise EditError(
            say("“%(key)s” stands for another question", key=new_key),
            where=where,
            mend=say("Choose another key."),
        )
    question["key"] = new_key
    for text in list(texts.every(new)):
        for language, words in text.words.items():
            if f"{{answer:{key}}}" in words:
                said = words.replace(f"{{answer:{key}}}", f"{{answer:{new_key}}}")
                new = texts.set_text(new, text.address, language=language, text=said)
    for owner in (*places.questions(new), *new.get("thanks", ())):
        for _, leaf in conditions.leaves(owner.get("show_if")):
            if leaf.get("answer") == key:
                leaf["answer"] = new_key  # type: ignore[index]  # our own copy
    return new


def change_type(document: Document, key: str, kind: str, *, used_keys: Collection[str] = ()) -> Part:
    """The question as another type: its words, rule and what both types know stay.

    Raises EditError for a type that is not known, where answers go by the key already, and where rules ask
    for its answer.
    """
    new = places.copied(document)
    found = places.question(new, key)
    where = f"questions.{key}.type"
    if found.question["type"] == kind:
        return new
    if key in used_keys:
        raise EditError(
            say("a published question keeps its type"),
            where=where,
            mend=say("Add a new question, remove this one."),
        )
    rules.released(new, places.keys_of(found.question), with_rules=False, where=where)
    made = fields.initial(new, kind, key=key)
    lost = {*CHANGES_MEANING, *(("scale",) if kind in fields.NAMED_SCALES else ())}
    kept: dict[str, Any] = {
        name: value
        for name, value in found.question.items()
        if name in fields.of_type(kind) and name not in lost
    }
    found.page["questions"][found.index] = made | kept
    return new


def _index_after(document: Part, page: Part, after: str) -> int:
    _refuse_full(page)
    if not after:
        return len(page["questions"])
    found = places.question(document, after)
    if found.page is not page:
        raise EditError(
            say("“%(key)s” is on another page", key=after),
            where=f"pages.{page['key']}",
            mend=say("Reload the editor."),
        )
    return found.index + 1


def _refuse_full(page: Part) -> None:
    if len(page["questions"]) >= MOST_ON_A_PAGE:
        raise EditError(
            say("a page holds %(most)s questions", most=MOST_ON_A_PAGE),
            where=f"pages.{page['key']}",
            mend=say("Use another page."),
        )
