"""Options of a question and rows of a grid: added, moved, removed, and set all at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from surveys.definition import conditions
from surveys.definition.editing import keys, places, rules
from surveys.definition.editing.places import Document, EditError, Made, Part
from surveys.definition.problems import say

GROUPS = {"options": "option", "rows": "row"}
MOST = 60


def add_option(
    document: Document,
    question: str,
    *,
    text: Mapping[str, str] | None = None,
    after: str = "",
    used_keys: Collection[str] = (),
) -> Made:
    """An option, or in a grid a row, after another one or at the end; its key comes from the text.

    Raises EditError for a question that has none, an option that is not there, and where there are sixty.
    """
    new = places.copied(document)
    owner = places.question(new, question).question
    parts = _parts(owner, question)
    if len(parts) >= MOST:
        raise EditError(
            say("there are %(most)s already", most=MOST),
            where=f"questions.{question}",
            mend=say("Remove one first."),
        )
    here = [part["key"] for part in parts]
    if after and after not in here:
        raise EditError(
            say("there is no “%(key)s”", key=after),
            where=f"questions.{question}",
            mend=say("Reload the editor."),
        )
    key = _key_for(new, owner, text=text or {}, used_keys=used_keys)
    parts.insert(here.index(after) + 1 if after else len(parts), {"key": key, "text": dict(text or {})})
    return Made(new, key)


def remove_option(document: Document, question: str, key: str, *, with_rules: bool = False) -> Part:
    """Without the option or row. Rules that ask for it go `with_rules`.

    Raises EditError for what is not there, for a grid's last row, and naming the rules that would hang.
    """
    new = places.copied(document)
    owner = places.question(new, question).question
    parts = _parts(owner, question)
    group = group_of(owner)
    where = f"questions.{question}.{group}.{key}"
    parts.remove(places.part(new, question, group, key))
    if group == "rows":
        return rules.released(new, {key, f"{key}_importance"}, with_rules=with_rules, where=where)
    return _without_option(new, question, key, with_rules=with_rules)


def move_option(document: Document, question: str, key: str, *, index: int) -> Part:
    """The option or row at another place, counted from 0. Raises EditError for what is not there."""
    new = places.copied(document)
    owner = places.question(new, question).question
    parts = _parts(owner, question)
    part = places.part(new, question, group_of(owner), key)
    parts.remove(part)
    parts.insert(max(0, min(index, len(parts))), part)
    return new


def set_options(
    document: Document,
    question: str,
    texts: Sequence[str],
    *,
    language: str,
    used_keys: Collection[str] = (),
) -> Part:
    """The options as a pasted list in one language: one that has these words already keeps its key, its
    other languages and its settings; the others are new; those left out go.

    Raises EditError as add_option and remove_option do.
    """
    wanted = [" ".join(text.split()) for text in texts if text.strip()]
    new = places.copied(document)
    owner = places.question(new, question).question
    waiting = [(part["text"].get(language), part["key"]) for part in _parts(owner, question)]
    kept: dict[int, str] = {}
    for number, text in enumerate(wanted):
        found = next((pair for pair in waiting if pair[0] == text), None)
        if found:
            waiting.remove(found)
            kept[number] = found[1]
    for _text, key in waiting:
        new = remove_option(new, question, key)
    for number, text in enumerate(wanted):
        if number in kept:
            new = move_option(new, question, kept[number], index=number)
        else:
            made = add_option(new, question, text={language: text}, used_keys=used_keys)
            new = move_option(made.document, question, made.key, index=number)
    return new


def group_of(question: Mapping[str, Any]) -> str:
    """`rows` of a grid, else `options`."""
    return "rows" if question["type"] == "grid" else "options"


def _parts(owner: Part, question: str) -> list[Part]:
    if owner["type"] not in ("choice", "choices", "ranking", "grid"):
        raise EditError(
            say("a question of type “%(type)s” has no options", type=owner["type"]),
            where=f"questions.{question}",
            mend=say("Change its type."),
        )
    found: list[Part] = owner.setdefault(group_of(owner), [])
    return found


def _key_for(document: Part, owner: Part, *, text: Mapping[str, str], used_keys: Collection[str]) -> str:
    words = next(iter(text.values()), "")
    group = group_of(owner)
    taken = {part["key"] for part in owner[group]} | set(used_keys) | {"other", "cannot_judge"}
    if group == "rows":
        taken |= places.all_keys(document)
        return keys.from_text(words, taken=taken, otherwise=f"{owner['key']}_1")
    return keys.from_text(words, taken=taken, otherwise="option")


def _without_option(document: Part, question: str, key: str, *, with_rules: bool) -> Part:
    def is_gone(leaf: Mapping[str, Any]) -> bool:
        named = [leaf.get("is"), leaf.get("includes"), *leaf.get("one_of", ())]
        return leaf.get("answer") == question and key in named

    owners = [*places.questions(document), *document.get("thanks", ())]
    asking = [
        owner for owner in owners if any(is_gone(leaf) for _, leaf in conditions.leaves(owner.get("show_if")))
    ]
    if asking and not with_rules:
        names = [owner.get("key") or say("the thanks") for owner in asking]
        raise EditError(
            say("the rules of %(names)s ask for it", names=names),
            where=f"questions.{question}.options.{key}",
            mend=say("Remove these rules too, or change them first."),
        )
    for owner in asking:
        left = rules.without(owner.pop("show_if"), is_gone)
        if left:
            owner["show_if"] = left
    return document
