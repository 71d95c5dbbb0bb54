"""The ready surveys of the library as they are offered: what each is for, how long it takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.actions import library
from surveys.definition.editing import places

# In the order in which a company would begin with them.
PURPOSES = {
    "post-sale": _("A few days after delivery: was the order right, on time, well advised?"),
    "periodic-csi": _("Twice a year: six sides of the work, overall satisfaction, and what comes next."),
    "pulse": _("Between two rounds: one question, so that a decline is seen early."),
    "nps": _("Once a year: would they recommend us, and what would have to change."),
    "support": _("When a request is closed: how easy was it, and is it really solved?"),
    "handover": _("A month after a client passed to support: were the promises kept?"),
    "lost": _("After a lost order or client: the reasons, and when they began."),
    "internal": _("Month by month between departments: who holds up whose work."),
    "forecast": _("For account managers before a round: what will the client answer?"),
}


@dataclass(frozen=True)
class Ready:
    """A ready survey to begin from."""

    key: str
    name: str
    purpose: Any
    minutes: int
    questions: int
    languages: tuple[str, ...]


def offered(language: str) -> list[Ready]:
    """The library in the order of PURPOSES; what is not named there comes last, with its title."""
    order = list(PURPOSES)
    found = list(_all(language))
    return sorted(found, key=lambda one: order.index(one.key) if one.key in order else len(order))


def _all(language: str) -> Iterator[Ready]:
    for document in library.documents():
        yield Ready(
            key=document["key"],
            name=document["name"].get(language) or document["name"]["en"],
            purpose=PURPOSES.get(document["key"], document["title"].get(language, "")),
            minutes=document["minutes"],
            questions=len(places.question_keys(document)),
            languages=tuple(document["languages"]),
        )
