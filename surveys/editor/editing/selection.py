"""Which part of the survey is open in the middle of the edit page, and where a problem belongs."""

from collections.abc import Mapping
from typing import Any

from surveys.definition.editing import places
from surveys.definition.editing.places import EditError

SURVEY, MAIL, THANKS = "survey", "mail", "thanks"
WHOLE = (SURVEY, MAIL, THANKS)


def known(document: Mapping[str, Any], wanted: str) -> str:
    """The wanted part where it is there, else the first question, else the survey itself."""
    if wanted in WHOLE or _is_there(document, wanted):
        return wanted
    first = next(places.questions(document), None)
    return f"questions.{first['key']}" if first and not wanted else SURVEY


def _is_there(document: Mapping[str, Any], wanted: str) -> bool:
    kind, _, key = wanted.partition(".")
    try:
        if kind == "questions":
            places.question(document, key)
        elif kind == "pages":
            places.page(document, key)
        else:
            return False
    except EditError:
        return False
    return True


def page_of(document: Mapping[str, Any], at: str) -> str:
    """The key of the page that is open, or on which the open question stands; the last one otherwise."""
    kind, _, key = at.partition(".")
    pages = document.get("pages", ())
    for page in pages:
        if kind == "pages" and page["key"] == key:
            return key
        if kind == "questions" and any(one["key"] == key for one in page["questions"]):
            return str(page["key"])
    return str(pages[-1]["key"]) if pages else ""


def of_address(document: Mapping[str, Any], address: str) -> str:
    """The part in whose panel an address is edited; a scale's with the first question that uses it."""
    kind, _, rest = address.partition(".")
    name = rest.partition(".")[0]
    if kind in ("questions", "pages") and name:
        return f"{kind}.{name}"
    if kind == "scales":
        users = (q for q in places.questions(document) if name in (q.get("scale"), q.get("importance")))
        user = next(users, None)
        return f"questions.{user['key']}" if user else SURVEY
    return kind if kind in (MAIL, THANKS) else SURVEY


def after_removal(document: Mapping[str, Any], at: str) -> str:
    """Where to go when the open part is removed: the one before it, else its page, else the survey."""
    kind, _, key = at.partition(".")
    order: list[str] = []
    for page in document.get("pages", ()):
        order.append(f"pages.{page['key']}")
        if kind == "questions":
            order += [f"questions.{one['key']}" for one in page["questions"]]
    number = order.index(f"{kind}.{key}") if f"{kind}.{key}" in order else 0
    return order[number - 1] if number > 0 else SURVEY
