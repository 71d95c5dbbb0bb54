"""Pages, and the texts after the last one: added, moved, removed."""

from collections.abc import Collection

from surveys.definition.editing import keys, places, rules
from surveys.definition.editing.places import Document, EditError, Made, Part
from surveys.definition.problems import say

MOST = 30


def add_page(document: Document, *, after: str = "", used_keys: Collection[str] = ()) -> Made:
    """An empty page after another one, at the end where none is named.

    Raises EditError for a page that is not there, and where there are thirty pages.
    """
    new = places.copied(document)
    pages = new.setdefault("pages", [])
    if len(pages) >= MOST:
        raise EditError(
            say("there are %(most)s pages already", most=MOST), where="pages", mend=say("Remove one first.")
        )
    index = pages.index(places.page(new, after)) + 1 if after else len(pages)
    key = keys.free("page", {page["key"] for page in pages} | set(used_keys))
    pages.insert(index, {"key": key, "questions": []})
    return Made(new, key)


def remove_page(document: Document, key: str, *, with_rules: bool = False) -> Part:
    """Without the page and its questions. Other pages' rules that ask for one of them go `with_rules`.

    Raises EditError for a page that is not there, for the last one, and naming the rules that would hang.
    """
    new = places.copied(document)
    page = places.page(new, key)
    if len(new["pages"]) == 1:
        raise EditError(
            say("a survey has at least one page"), where=f"pages.{key}", mend=say("Add another first.")
        )
    new["pages"].remove(page)
    gone = {name for question in page["questions"] for name in places.keys_of(question)}
    return rules.released(new, gone, with_rules=with_rules, where=f"pages.{key}")


def move_page(document: Document, key: str, *, index: int) -> Part:
    """The page at another place, counted from 0.

    Raises EditError for a page that is not there, and where a rule would then ask for a later answer.
    """
    new = places.copied(document)
    page = places.page(new, key)
    new["pages"].remove(page)
    new["pages"].insert(max(0, min(index, len(new["pages"]))), page)
    rules.refuse_new_forward_looks(document, new, where=f"pages.{key}")
    return new


def add_thanks(document: Document) -> Made:
    """One more text after submitting, shown to everybody until it has a rule; the key is its number."""
    new = places.copied(document)
    ends = new.setdefault("thanks", [])
    ends.append({"text": {}})
    return Made(new, str(len(ends) - 1))


def remove_thanks(document: Document, number: int) -> Part:
    """Without one of the texts after submitting. Raises EditError where there is none."""
    new = places.copied(document)
    places.thanks(new, str(number))
    del new["thanks"][number]
    if not new["thanks"]:
        del new["thanks"]
    return new


def move_thanks(document: Document, number: int, *, index: int) -> Part:
    """A text after submitting at another place: the first whose rule holds is shown.

    Raises EditError where there is none.
    """
    new = places.copied(document)
    end = places.thanks(new, str(number))
    del new["thanks"][number]
    new["thanks"].insert(max(0, min(index, len(new["thanks"]))), end)
    return new
