"""Words of a document: every text with its address, one text set, languages added and removed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definition.editing import places, scales
from surveys.definition.editing.places import Document, EditError, Part
from surveys.definition.problems import say

LONGEST = 2000
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
OF_DOCUMENT = ("name", "title")
OF_PAGE = ("title", "intro")
OF_QUESTION = ("text", "help")
OF_THANKS = ("title", "text")
OF_MAIL = ("subject", "lead", "reminder_subject", "reminder_lead")
NEEDED = ("name", "title", "text", "low", "high")


@dataclass(frozen=True)
class Text:
    """A text that may be translated; an optional one that is not used has no words in any language."""

    address: str
    words: Mapping[str, str]
    is_needed: bool


def every(document: Document) -> Iterator[Text]:
    """Every text in the order in which people see them: optional ones only where they are used."""
    yield from _of(document, "", OF_DOCUMENT)
    for name, scale in document.get("scales", {}).items():
        yield from _of(scale, f"scales.{name}.", ("low", "high"))
        for number, label in enumerate(scale.get("labels", ())):
            yield Text(f"scales.{name}.labels.{number}", label, True)
    for page in document.get("pages", ()):
        yield from _of(page, f"pages.{page['key']}.", OF_PAGE, needed=())
        for question in page.get("questions", ()):
            yield from _of_question(question)
    for number, thanks in enumerate(document.get("thanks", ())):
        yield from _of(thanks, f"thanks.{number}.", OF_THANKS)
    yield from _of(document.get("mail", {}), "mail.", OF_MAIL)


def _of(
    owner: Mapping[str, Any], prefix: str, names: tuple[str, ...], *, needed: tuple[str, ...] = NEEDED
) -> Iterator[Text]:
    for name in names:
        if name in owner:
            yield Text(prefix + name, owner[name], name in needed)


def _of_question(question: Mapping[str, Any]) -> Iterator[Text]:
    prefix = f"questions.{question['key']}."
    yield from _of(question, prefix, OF_QUESTION)
    for group in ("rows", "options"):
        for part in question.get(group, ()):
            yield Text(f"{prefix}{group}.{part['key']}.text", part["text"], True)
    if isinstance(question.get("cannot_judge"), Mapping):
        yield Text(f"{prefix}cannot_judge", question["cannot_judge"], False)


def set_text(document: Document, address: str, *, language: str, text: str) -> Part:
    """One text in one language; empty words take the language away, and an optional text without any goes.

    Raises EditError for a place that has no text, a language that the survey is not in, and a text of over
    2000 characters.
    """
    new = places.copied(document)
    if language not in new.get("languages", ()):
        raise EditError(
            say("the survey is not in “%(language)s”", language=language),
            where=address,
            mend=say("Add the language first."),
        )
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise EditError(
            say("%(count)s characters", count=len(words)),
            where=address,
            mend=say("Use at most %(most)s characters.", most=LONGEST),
        )
    owner, name, is_needed = _owner(new, address)
    texts = dict(owner[name]) if _has_texts(owner, name) else {}
    texts.pop(language, None)
    if words:
        texts[language] = words
    if texts or is_needed:
        owner[name] = texts
    elif name == "cannot_judge":
        owner[name] = True  # the choice stays, in our own words
    elif isinstance(name, str):
        owner.pop(name, None)
    _tidy(new)
    return new


def _has_texts(owner: Any, name: str | int) -> bool:
    found = owner[name] if isinstance(name, int) else owner.get(name)
    return isinstance(found, Mapping)


def _owner(document: Part, address: str) -> tuple[Any, Any, bool]:
    """Where a text stands: its owner, its name there, and whether it must be there."""
    match address.split("."):
        case [name] if name in OF_DOCUMENT:
            return document, name, True
        case ["pages", key, name] if name in OF_PAGE:
            return places.page(document, key), name, False
        case ["questions", key, name] if name in (*OF_QUESTION, "cannot_judge"):
            return places.question(document, key).question, name, name == "text"
        case ["questions", key, "options" | "rows" as group, part, "text"]:
            return places.part(document, key, group, part), "text", True
        case ["scales", key, "low" | "high" as name]:
            return scales.scale(document, key), name, True
        case ["scales", key, "labels", number] if number.isdecimal():
            labels = scales.scale(document, key).get("labels", [])
            if int(number) < len(labels):
                return labels, int(number), True
        case ["thanks", number, name] if name in OF_THANKS:
            return places.thanks(document, number), name, name == "text"
        case ["mail", name] if name in OF_MAIL:
            return document.setdefault("mail", {}), name, False
    raise EditError(say("there is no text"), where=address, mend=say("Reload the editor."))


def _tidy(document: Part) -> None:
    if document.get("mail") == {}:
        del document["mail"]


def add_language(document: Document, language: str) -> Part:
    """The survey in one more language, its texts still missing; the ready scales bring theirs.

    Raises EditError for a language that is there already and for what is no BCP 47 tag.
    """
    new = places.copied(document)
    if not TAG.fullmatch(language):
        raise EditError(
            say("“%(language)s” is no language tag", language=language),
            where="languages",
            mend=say("Write de, pt-BR or zh-Hant."),
        )
    if language in new["languages"]:
        raise EditError(
            say("“%(language)s” is there already", language=language),
            where="languages",
            mend=say("Choose another."),
        )
    new["languages"].append(language)
    for scale in new.get("scales", {}).values():
        scales.fill_words(scale, language)
    return new


def remove_language(document: Document, language: str) -> Part:
    """The survey without a language and all texts in it.

    Raises EditError for a language that is not there and for the last one.
    """
    new = places.copied(document)
    if language not in new["languages"]:
        raise EditError(
            say("the survey is not in “%(language)s”", language=language),
            where="languages",
            mend=say("Reload the editor."),
        )
    if len(new["languages"]) == 1:
        raise EditError(
            say("a survey is in at least one language"), where="languages", mend=say("Add another first.")
        )
    for text in list(every(new)):
        if language in text.words:
            new = set_text(new, text.address, language=language, text="")
    new["languages"].remove(language)
    return new
