"""Changes the code book; every change has the themes asked of the data again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from csat.findings.actions.scheduling import ask_again
from csat.findings.codebook import LANGUAGES
from csat.findings.models import Question, Study, Theme
from csat.insight.comments.codebook import MOST_WORDS, default_codebook
from surveys.errors import DomainError

KEY = re.compile(r"[^a-z0-9]+")
MOST_TERMS, LONGEST_TERM = 300, 80


class ThemeRefused(DomainError):
    code = "theme_refused"


@dataclass(frozen=True)
class Draft:
    """What a person wrote for a theme; names and terms by language."""

    names: Mapping[str, str]
    terms: Mapping[str, Sequence[str]]
    exclusions: Mapping[str, Sequence[str]]
    department: str = ""
    is_on: bool = True


@transaction.atomic
def change(*, key: str, draft: Draft, now: datetime) -> Theme:
    """Write a theme's names and terms; the first change makes the product's code book the company's own.

    Raises ThemeRefused for an unknown key, and for a draft without names or terms.
    """
    _own(now)
    theme = Theme.objects.select_for_update().filter(key=key).first()
    if theme is None:
        raise ThemeRefused(_("There is no theme {key}.").format(key=key))
    return _keep(theme, draft, now)


@transaction.atomic
def add(*, draft: Draft, now: datetime) -> Theme:
    """Add a theme at the end. Raises ThemeRefused for a draft without names or terms, or a name in use."""
    _own(now)
    key = KEY.sub("_", draft.names.get("en", "").lower()).strip("_")[:60]
    if not key:
        raise ThemeRefused(_("A theme needs an English name with letters in it."), where="name_en")
    if Theme.objects.filter(key=key).exists():
        raise ThemeRefused(
            _("A theme named so exists already."),
            where="name_en",
            mend=_("Change that one, or find another name."),
        )
    return _keep(Theme(key=key, position=Theme.objects.count()), draft, now)


@transaction.atomic
def drop(*, key: str, now: datetime) -> None:
    """Take a theme out of the code book. Raises ThemeRefused for an unknown key, and for the last theme."""
    _own(now)
    if Theme.objects.count() == 1:
        raise ThemeRefused(_("The last theme stays: without any, the product’s code book would come back."))
    gone, _by_table = Theme.objects.filter(key=key).delete()
    if not gone:
        raise ThemeRefused(_("There is no theme {key}.").format(key=key))
    _ask(now)


def _own(now: datetime) -> None:
    """Rows for the product's themes, once."""
    if Theme.objects.exists():
        return
    Theme.objects.bulk_create(
        [
            Theme(
                key=theme.key,
                names=dict(theme.names),
                terms={language: list(terms) for language, terms in theme.terms.items()},
                exclusions={language: list(terms) for language, terms in theme.exclusions.items()},
                position=position,
                changed_at=now,
            )
            for position, theme in enumerate(default_codebook().themes)
        ],
        ignore_conflicts=True,
    )


def _keep(theme: Theme, draft: Draft, now: datetime) -> Theme:
    names = {language: draft.names.get(language, "").strip() for language in LANGUAGES}
    nameless = next((language for language, name in names.items() if not name), None)
    if nameless:
        raise ThemeRefused(_("A theme needs a name in every language."), where=f"name_{nameless}")
    terms = {language: _checked(draft.terms.get(language, ()), f"terms_{language}") for language in LANGUAGES}
    if not any(terms.values()):
        raise ThemeRefused(_("A theme needs at least one word."), where=f"terms_{LANGUAGES[0]}")
    theme.names, theme.terms = names, terms
    theme.exclusions = {
        language: _checked(draft.exclusions.get(language, ()), f"exclusions_{language}")
        for language in LANGUAGES
    }
    theme.department, theme.is_on, theme.changed_at = draft.department.strip()[:120], draft.is_on, now
    theme.save()
    _ask(now)
    return theme


def _checked(terms: Sequence[str], where: str) -> list[str]:
    """Words and phrases, each once, in the order written."""
    found = list(dict.fromkeys(" ".join(term.lower().split()) for term in terms if term.strip()))
    long = next((term for term in found if len(term) > LONGEST_TERM or len(term.split()) > MOST_WORDS), None)
    if long:
        raise ThemeRefused(
            _("“{term}” is too long: a word, or a phrase of up to {n} words.").format(
                term=long[:LONGEST_TERM], n=MOST_WORDS
            ),
            where=where,
        )
    if len(found) > MOST_TERMS:
        raise ThemeRefused(_("At most {n} terms a language.").format(n=MOST_TERMS), where=where)
    return found


def _ask(now: datetime) -> None:
    for study in Study.objects.filter(question=Question.THEMES):
        ask_again(study=study, now=now)
