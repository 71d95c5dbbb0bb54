"""Scales of a document: ready ones with their words in English and Russian, and changes of their own."""

from typing import Any

from surveys.definition.document.contradictions import RANGES
from surveys.definition.editing import keys, places
from surveys.definition.editing.places import Document, EditError, Made, Part
from surveys.definition.problems import say

READY: dict[str, dict[str, Any]] = {
    "satisfaction": {
        "from": 1,
        "to": 10,
        "low": {"en": "not at all satisfied", "ru": "совершенно не удовлетворены"},
        "high": {"en": "completely satisfied", "ru": "полностью удовлетворены"},
    },
    "csat": {
        "from": 1,
        "to": 5,
        "low": {"en": "not at all satisfied", "ru": "совершенно не удовлетворены"},
        "high": {"en": "completely satisfied", "ru": "полностью удовлетворены"},
    },
    "recommendation": {
        "from": 0,
        "to": 10,
        "low": {"en": "not at all likely", "ru": "совсем не готовы"},
        "high": {"en": "extremely likely", "ru": "обязательно порекомендую"},
    },
    "effort": {
        "from": 1,
        "to": 7,
        "low": {"en": "very difficult", "ru": "очень трудно"},
        "high": {"en": "very easy", "ru": "очень легко"},
    },
    "agreement": {
        "from": 1,
        "to": 7,
        "low": {"en": "do not agree at all", "ru": "совершенно не согласны"},
        "high": {"en": "agree completely", "ru": "полностью согласны"},
    },
    "importance": {
        "from": 1,
        "to": 5,
        "low": {"en": "not important", "ru": "неважно"},
        "high": {"en": "very important", "ru": "очень важно"},
    },
}


def add_scale(document: Document, ready: str) -> Made:
    """One of the ready scales, with its words in the document's languages where we have them.

    The same scale is not added twice. Raises EditError for a name that is not among READY.
    """
    if ready not in READY:
        raise EditError(
            say("there is no ready scale “%(name)s”", name=ready),
            where="scales",
            mend=say("Use one of: %(names)s.", names=tuple(READY)),
        )
    new = places.copied(document)
    scales = new.setdefault("scales", {})
    made = dict(READY[ready])
    for end in ("low", "high"):
        made[end] = {tag: words for tag, words in made[end].items() if tag in new.get("languages", ())}
    same = (name for name, scale in scales.items() if name.startswith(ready) and _is_alike(scale, made))
    key = next(same, None) or keys.free(ready, scales)
    scales.setdefault(key, made)
    return Made(new, key)


def _is_alike(one: Part, other: Part) -> bool:
    return all(one.get(name) == other[name] for name in other)


def fill_words(scale: Part, language: str) -> None:
    """Gives the ends of a scale our words in a language where its other words are ours as well."""
    for ready in READY.values():
        for end in ("low", "high"):
            theirs = scale.get(end, {})
            if (
                language in ready[end]
                and theirs
                and all(ready[end].get(tag) == theirs[tag] for tag in theirs)
            ):
                theirs[language] = ready[end][language]


def set_scale(document: Document, name: str, *, lowest: int, highest: int, is_labelled: bool = False) -> Part:
    """Another range for a scale; words at its ends or, where labelled, a label for every number.

    Words that fit stay. Raises EditError for a scale that is not there and a range that is not among RANGES.
    """
    if (lowest, highest) not in RANGES:
        raise EditError(
            say("a scale from %(lowest)s to %(highest)s", lowest=lowest, highest=highest),
            where=f"scales.{name}",
            mend=say("Use 1-5, 1-7, 1-10 or 0-10."),
        )
    new = places.copied(document)
    old = scale(new, name)
    made: Part = {"from": lowest, "to": highest}
    low, high = (old.get(end) or _end_of(old, end) for end in ("low", "high"))
    if is_labelled:
        points = highest - lowest + 1
        labels = list(old.get("labels") or [low, *({} for _ in range(points - 2)), high])
        made["labels"] = (labels + [{} for _ in range(points)])[:points]
    else:
        made |= {"low": low, "high": high}
    new["scales"][name] = made
    return new


def _end_of(old: Part, end: str) -> Part:
    labels = old.get("labels") or [{}]
    return dict(labels[0 if end == "low" else -1])


def remove_scale(document: Document, name: str) -> Part:
    """Without a scale that nothing uses. Raises EditError naming the questions that use it."""
    new = places.copied(document)
    scale(new, name)
    users = [one["key"] for one in places.questions(new) if name in (one.get("scale"), one.get("importance"))]
    if users:
        raise EditError(
            say("%(names)s use it", names=users),
            where=f"scales.{name}",
            mend=say("Give them another scale first."),
        )
    del new["scales"][name]
    if not new["scales"]:
        del new["scales"]
    return new


def scale(document: Document, name: str) -> Part:
    """The scale of this name. Raises EditError where there is none."""
    found: Part | None = document.get("scales", {}).get(name)
    if found is None:
        raise EditError(
            say("there is no scale “%(name)s”", name=name),
            where=f"scales.{name}",
            mend=say("Reload the editor."),
        )
    return found
