"""Plain words for what a document calls by short names: types, measures, facts, verbs of rules, languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as words

SHORT = 60
_MAY_VANISH = re.compile(r"\[[^\[\]]*\{[^\[\]]*\]")


@dataclass(frozen=True)
class Kind:
    """A kind of question that can be added: its name in the document, and in words."""

    name: str
    label: Any
    hint: Any


KINDS = (
    Kind("scale", _("Satisfaction scale"), _("1 to 10 or 1 to 5, words at both ends")),
    Kind("nps", _("Recommendation (NPS)"), _("0 to 10: would they recommend us")),
    Kind("csat", _("CSAT"), _("1 to 5: how satisfied with this one thing")),
    Kind("effort", _("Effort (CES)"), _("1 to 7: how easy it was")),
    Kind("grid", _("Grid"), _("several rows on one scale, with importance if you like")),
    Kind("choice", _("One choice"), _("one option of a list")),
    Kind("choices", _("Several choices"), _("tick as many as you allow")),
    Kind("ranking", _("Ranking"), _("put options in order")),
    Kind("yes_no", _("Yes or no"), _("the shortest question")),
    Kind("text", _("Short text"), _("one line")),
    Kind("long_text", _("Long text"), _("in their own words")),
    Kind("number", _("Number"), _("with limits if you like")),
    Kind("date", _("Date"), _("a day")),
    Kind("file", _("File"), _("a photo or a document")),
    Kind("statement", _("Statement"), _("words that ask nothing")),
    Kind("contact_wish", _("May we contact you"), _("yes with phone and time, no, another person")),
)
TYPES: Mapping[str, Any] = {kind.name: kind.label for kind in KINDS} | {"scale": _("Scale")}
MEASURES: Mapping[str, Any] = {
    "": _("nothing that is scored"),
    "overall": _("overall satisfaction"),
    "attribute": _("satisfaction with one side of our work"),
    "nps": _("whether they would recommend us (NPS)"),
    "csat": _("satisfaction with this one thing (CSAT)"),
    "effort": _("how easy it was (CES)"),
    "trend": _("better or worse than before"),
    "intention": _("whether they will buy more or less"),
    "importance": _("which sides matter most"),
    "comment": _("a comment in their own words"),
    "contact_wish": _("whether we may contact them"),
    "pressure": _("whether somebody pressed for a score"),
}
MEASURES_OF = {
    "scale": ("overall", "attribute", "nps", "csat", "effort", "trend", "intention", "pressure"),
    "choice": ("trend", "intention", "importance"),
    "choices": ("importance",),
    "ranking": ("importance",),
    "yes_no": ("pressure",),
    "text": ("comment",),
    "long_text": ("comment",),
    "contact_wish": ("contact_wish",),
}
MODES: Mapping[str, Any] = {
    "": words("show this question", "always"),
    "all": words("show if ... of these hold", "all of these hold"),
    "any": words("show if ... of these hold", "any of these holds"),
    "none": words("show if ... of these hold", "none of these holds"),
    "not_all": words("show if ... of these hold", "not all of these hold"),
}
VERBS: Mapping[str, Any] = {
    "at_most": words("a rule's verb", "is at most"),
    "at_least": words("a rule's verb", "is at least"),
    "is": words("a rule's verb", "is"),
    "is_not": words("a rule's verb", "is not"),
    "one_of": words("a rule's verb", "is one of"),
    "none_of": words("a rule's verb", "is none of"),
    "includes": words("a rule's verb", "includes"),
    "leaves_out": words("a rule's verb", "does not include"),
    "given": words("a rule's verb", "is known"),
    "not_given": words("a rule's verb", "is not known"),
    "cannot_judge": words("a rule's verb", "is “cannot judge”"),
    "can_judge": words("a rule's verb", "is not “cannot judge”"),
    "above": words("a rule's verb", "is not at most"),
    "below": words("a rule's verb", "is not at least"),
}
ANSWERED: Mapping[str, Any] = {
    "given": words("a rule's verb", "was answered"),
    "not_given": words("a rule's verb", "was not answered"),
}
FACTS: Mapping[str, Any] = {
    "supplier": _("our company's name"),
    "company": _("the client's name"),
    "contact_name": _("the contact's name"),
    "contact_role": _("the contact's title"),
    "manager": _("the account manager"),
    "order": _("the order's number"),
    "order_on": _("the order's day"),
    "goods": _("the order's goods"),
    "department": _("the department asked about"),
    "role": _("the contact's role"),
    "segment": _("the client's segment"),
    "language": _("the language of the invitation"),
    "country": _("the client's country (DE, RU)"),
    "is_key": _("key account"),
    "order_amount": _("the order's amount"),
    "order_currency": _("the order's currency"),
    "occasion": _("the occasion"),
    "importance": _("what matters to them, as of this year"),
}
FACT_VALUES: Mapping[str, Any] = {
    "yes": _("yes"),
    "no": _("no"),
    "decision_maker": _("decision maker"),
    "buyer": _("buyer"),
    "user": _("user"),
    "finance": _("finance"),
    "logistics": _("logistics"),
    "technical": _("technical"),
    "known": _("known"),
}
PARTS: Mapping[str, Any] = {
    "survey": _("Name, title, languages"),
    "mail": _("Mail"),
    "thanks": _("Thank-you texts"),
}


def of_fact(name: str) -> str:
    return str(FACTS.get(name, name.replace("_", " ")))


def of_fact_value(value: str) -> str:
    return str(FACT_VALUES.get(value, value))


def of_text(texts: Any, language: str) -> str:
    """The words in a language, else in the first one that has any; one line, without what may vanish."""
    if not isinstance(texts, Mapping) or not texts:
        return ""
    found = _MAY_VANISH.sub("", str(texts.get(language) or next(iter(texts.values()))))
    return Truncator(" ".join(found.split())).chars(SHORT)


def of_language(tag: str) -> str:
    """The language's name in the reader's own: Russian, русский; the tag itself where babel knows none."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(get_language() or "en")
    except (ValueError, UnknownLocaleError):
        return tag
    return (name[:1].upper() + name[1:]) if name else tag


def untitled() -> str:
    return pgettext("a question without text", "No text yet")
