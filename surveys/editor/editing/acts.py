"""What the buttons of the edit page do to the document: a word (add, copy, move), then its arguments."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.definition.editing import options, pages, places, questions, texts
from surveys.definition.editing.places import EditError, Made, Part
from surveys.definition.problems import say
from surveys.editor.editing import faults, selection
from surveys.editor.editing.logic import acts as logic


@dataclass(frozen=True)
class Desk:
    """What an act works on: the document, the open part, what was posted."""

    document: Part
    at: str
    post: QueryDict
    used_keys: Collection[str]
    language: str

    @property
    def key(self) -> str:
        return self.at.partition(".")[2]

    def name(self, address: str) -> str:
        return faults.part_name(self.document, address, self.language)


@dataclass(frozen=True)
class Done:
    """The new document, the part to open, the edit for the history, and what is said aloud."""

    document: Part
    at: str
    what: str
    said: str = ""
    focus: str = ""  # id of the field to go on with


Act = Callable[..., Done]


def perform(desk: Desk, act: str) -> Done:
    """Raises EditError for an act that does not fit the document, or that there is none of."""
    try:
        name, *arguments = act.split()
        return ACTS[name](desk, *arguments)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, EditError):
            raise
        raise EditError(say("this button is not known"), mend=places.RELOAD) from error


def _add_question(desk: Desk, kind: str) -> Done:
    if not desk.document.get("pages"):
        desk = _on_new_page(desk)
    page = selection.page_of(desk.document, desk.at)
    after = desk.key if desk.at.startswith("questions.") else ""
    made = questions.add_question(desk.document, kind, page=page, after=after, used_keys=desk.used_keys)
    at = f"questions.{made.key}"
    return Done(made.document, at, f"add {at}", _("A question was added."), focus="first")


def _on_new_page(desk: Desk) -> Desk:
    made = pages.add_page(desk.document)
    return Desk(made.document, f"pages.{made.key}", desk.post, desk.used_keys, desk.language)


def _add_page(desk: Desk) -> Done:
    after = selection.page_of(desk.document, desk.at)
    made = pages.add_page(desk.document, after=after)
    at = f"pages.{made.key}"
    return Done(made.document, at, f"add {at}", _("A page was added."), focus="first")


def _copy(desk: Desk) -> Done:
    made = questions.copy_question(desk.document, desk.key, used_keys=desk.used_keys)
    at = f"questions.{made.key}"
    return Done(made.document, at, f"copy {desk.at}", _("The question was copied."), focus="first")


def _remove(desk: Desk, with_rules: str = "") -> Done:
    removed = pages.remove_page if desk.at.startswith("pages.") else questions.remove_question
    document = removed(desk.document, desk.key, with_rules=bool(with_rules))
    said = _("Removed: “%(name)s”. Undo brings it back.") % {"name": desk.name(desk.at)}
    return Done(document, selection.after_removal(desk.document, desk.at), f"remove {desk.at}", said, "panel")


def _move(desk: Desk, address: str, direction: str) -> Done:
    """One step up or down; from the edge of a page to the neighbouring one."""
    step = 1 if direction == "down" else -1
    kind, _dot, key = address.partition(".")
    if kind == "pages":
        index = next(n for n, page in enumerate(desk.document["pages"]) if page["key"] == key)
        return _moved(desk, address, pages.move_page(desk.document, key, index=index + step))
    found = places.question(desk.document, key)
    index = found.index + step
    page = found.page["key"]
    if not 0 <= index < len(found.page["questions"]):
        keys = [each["key"] for each in desk.document["pages"]]
        number = keys.index(page) + step
        if not 0 <= number < len(keys):
            raise EditError(say("it cannot go further"), where=address)
        page = keys[number]
        index = 0 if step > 0 else len(desk.document["pages"][number]["questions"])
    return _moved(desk, address, questions.move_question(desk.document, key, page=page, index=index))


def _place(desk: Desk, address: str, page: str, index: str) -> Done:
    """To a place found by dragging; a page's own place is its number."""
    key = address.partition(".")[2]
    if address.startswith("pages."):
        return _moved(desk, address, pages.move_page(desk.document, key, index=int(index)))
    return _moved(desk, address, questions.move_question(desk.document, key, page=page, index=int(index)))


def _moved(desk: Desk, address: str, document: Part) -> Done:
    names: dict[str, Any] = {"name": desk.name(address)}
    if address.startswith("pages."):
        keys = [page["key"] for page in document["pages"]]
        names |= {"place": keys.index(address.partition(".")[2]) + 1, "of": len(keys)}
        said = _("“%(name)s” is page %(place)s of %(of)s now.") % names
    else:
        found = places.question(document, address.partition(".")[2])
        number = [page["key"] for page in document["pages"]].index(found.page["key"]) + 1
        names |= {"place": found.index + 1, "of": len(found.page["questions"]), "page": number}
        said = _("“%(name)s” is question %(place)s of %(of)s on page %(page)s now.") % names
    return Done(document, desk.at, f"move {address}", said)


def _add_option(desk: Desk) -> Done:
    made = options.add_option(desk.document, desk.key, used_keys=desk.used_keys)
    group = options.group_of(places.question(made.document, desk.key).question)
    address = f"questions.{desk.key}.{group}.{made.key}"
    said = _("A row was added.") if group == "rows" else _("An option was added.")
    return Done(made.document, desk.at, f"add {address}", said, focus=f"{address}.text")


def _remove_option(desk: Desk, key: str, with_rules: str = "") -> Done:
    document = options.remove_option(desk.document, desk.key, key, with_rules=bool(with_rules))
    said = _("Removed. Undo brings it back.")
    return Done(document, desk.at, f"remove {desk.at}.{key}", said, "add_option")


def _move_option(desk: Desk, key: str, direction: str) -> Done:
    question = places.question(desk.document, desk.key).question
    keys = [part["key"] for part in question[options.group_of(question)]]
    index = keys.index(key) + (1 if direction == "down" else -1)
    document = options.move_option(desk.document, desk.key, key, index=max(0, index))
    place = max(0, min(index, len(keys) - 1)) + 1
    said = _("It is number %(place)s of %(of)s now.") % {"place": place, "of": len(keys)}
    return Done(document, desk.at, f"move {desk.at}.{key}", said)


def _paste_options(desk: Desk) -> Done:
    lines = desk.post.get("paste", "").splitlines()
    language = desk.document["languages"][0]
    here = places.question(desk.document, desk.key).question
    kept = [part["text"].get(language, "") for part in here[options.group_of(here)]]
    document = options.set_options(
        desk.document, desk.key, [*kept, *lines], language=language, used_keys=desk.used_keys
    )
    return Done(document, desk.at, f"options {desk.at}", _("The options were added."), "add_option")


def _sides(desk: Desk) -> Done:
    """Importance is asked of the sides of our work that this survey measures: these become the options."""
    found: dict[str, Mapping[str, str]] = {}
    for question in places.questions(desk.document):
        for part in (question, *question.get("rows", ())):
            attribute = part.get("measures", {}).get("attribute")
            if attribute:
                found[attribute] = part["text"]
    if not found:
        raise EditError(say("no question measures a side of our work yet"), where=f"{desk.at}.options")
    document = places.copied(desk.document)
    sides = [{"key": key, "text": dict(words)} for key, words in found.items()]
    places.question(document, desk.key).question["options"] = sides
    return Done(document, desk.at, f"options {desk.at}", _("The options are the sides asked about."))


def _add_thanks(desk: Desk) -> Done:
    made: Made = pages.add_thanks(desk.document)
    said = _("A thank-you text was added.")
    return Done(made.document, selection.THANKS, f"add thanks.{made.key}", said, f"thanks.{made.key}.text")


def _remove_thanks(desk: Desk, number: str) -> Done:
    document = pages.remove_thanks(desk.document, int(number))
    said = _("Removed. Undo brings it back.")
    return Done(document, selection.THANKS, f"remove thanks.{number}", said, "panel")


def _move_thanks(desk: Desk, number: str, direction: str) -> Done:
    index = int(number) + (1 if direction == "down" else -1)
    document = pages.move_thanks(desk.document, int(number), index=max(0, index))
    said = _("It is number %(place)s now.") % {"place": max(0, index) + 1}
    return Done(document, selection.THANKS, f"move thanks.{number}", said)


def _add_language(desk: Desk) -> Done:
    tag = desk.post.get("other_language", "").strip() or desk.post.get("new_language", "")
    document = texts.add_language(desk.document, tag)
    return Done(document, selection.SURVEY, f"language {tag}", _("The language was added."), "panel")


def _remove_language(desk: Desk, tag: str) -> Done:
    document = texts.remove_language(desk.document, tag)
    said = _("The language and its texts were removed. Undo brings them back.")
    return Done(document, selection.SURVEY, f"language {tag}", said, "panel")


def _rule(act: Callable[..., Any]) -> Act:
    def perform_on_rule(desk: Desk, address: str, path: str = "") -> Done:
        document, said, focus = act(desk.document, address, path)
        return Done(document, desk.at, f"field {address}.show_if", said, focus)

    return perform_on_rule


ACTS: Mapping[str, Act] = {
    "add_question": _add_question,
    "add_page": _add_page,
    "copy": _copy,
    "remove": _remove,
    "move": _move,
    "place": _place,
    "add_option": _add_option,
    "remove_option": _remove_option,
    "move_option": _move_option,
    "paste_options": _paste_options,
    "sides": _sides,
    "add_thanks": _add_thanks,
    "remove_thanks": _remove_thanks,
    "move_thanks": _move_thanks,
    "add_language": _add_language,
    "remove_language": _remove_language,
    "add_condition": _rule(logic.add_condition),
    "add_group": _rule(logic.add_group),
    "remove_condition": _rule(logic.remove_condition),
}
