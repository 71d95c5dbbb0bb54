"""Changes our own words on clients' pages and mails, or adds them in another language."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.definition import piping
from surveys.errors import DomainError
from surveys.models import Wording
from surveys.rendering import phrasebook
from surveys.rendering.phrasebook import Phrase

LONGEST = 2000


class UnknownLanguage(DomainError):
    """The tag names no language: dates and plurals could not be written in it."""

    code = "unknown_language"


class WrongWording(DomainError):
    """Some phrases cannot be shown; `mistakes` says by dotted name why. Nothing was stored."""

    code = "wrong_wording"

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        self.mistakes = dict(mistakes)
        super().__init__("; ".join(f"{name}: {words}" for name, words in self.mistakes.items()))


class WordingConflict(DomainError):
    """Somebody has stored other words of this language since; nothing was stored."""

    code = "wording_conflict"


@transaction.atomic
def begin(*, language: str, by: User | None, now: datetime) -> Wording:
    """A language that has no words yet; one that has some stays as it is. Raises UnknownLanguage."""
    if not phrasebook.is_known(language):
        raise UnknownLanguage(
            _("“%(tag)s” is no language.") % {"tag": language},
            mend=_("Use a tag such as de, pt-BR or zh-Hant."),
        )
    fields = {"phrases": {}, "changed_at": now, "changed_by": by}
    return Wording.objects.get_or_create(language=language, defaults=fields)[0]


@transaction.atomic
def save(
    *,
    language: str,
    phrases: Mapping[str, Any],
    seen_at: datetime | None,
    by: User | None,
    now: datetime,
) -> Wording:
    """Store what staff wrote, by dotted name: a text, or texts by grammatical number.

    What is left empty or equals our own words is not stored: an improved phrase of the next release then
    arrives. `seen_at` is the row's `changed_at` as the person saw it, None where there was no row. Raises
    UnknownLanguage, WordingConflict, and WrongWording naming every phrase.
    """
    row = Wording.objects.select_for_update().filter(language=language).first()
    if (row.changed_at if row else None) != seen_at:
        raise WordingConflict(_("Somebody has changed these words since."), mend=_("Reload the page."))
    row = row or begin(language=language, by=by, now=now)
    known = {phrase.name: phrase for phrase in phrasebook.phrases(language)}
    written = {name: _tidied(words, known[name].english) for name, words in phrases.items() if name in known}
    mistakes = {
        name: why for name, words in written.items() if words for why in _mistakes(known[name], words)
    }
    if mistakes:
        raise WrongWording(mistakes)
    row.phrases = _nested({name: w for name, w in written.items() if w and w != known[name].shipped})
    row.changed_at, row.changed_by = now, by
    row.save()
    return row


def _tidied(words: Any, english: Any) -> Any:
    """Without stray spaces; those around the English phrase, as in " and ", belong to it."""
    if isinstance(words, Mapping):
        forms = {form: _tidied(text, "") for form, text in words.items()}
        return {form: text for form, text in forms.items() if text}
    text = str(words).replace("\x00", "").replace("\r\n", "\n").strip()
    around = str(english)
    before = around[: len(around) - len(around.lstrip())]
    after = around[len(around.rstrip()) :]
    return f"{before}{text}{after}" if text else ""


def _mistakes(phrase: Phrase, words: Any) -> Iterator[str]:
    texts = list(words.values()) if isinstance(words, Mapping) else [words]
    if phrase.is_counted and (not isinstance(words, Mapping) or "other" not in words):
        yield _("The form for all other numbers is missing.")
    if max(map(len, texts)) > LONGEST:
        yield _("Keep to %(most)s characters.") % {"most": LONGEST}
    english = phrase.english.values() if phrase.is_counted else [phrase.english]
    known = {name for text in english for name in piping.names_in(text)}
    unknown = sorted({name for text in texts for name in piping.names_in(text)} - known)
    if unknown:
        said = ", ".join(f"{{{name}}}" for name in unknown)
        may = ", ".join(f"{{{name}}}" for name in sorted(known)) or _("nothing")
        names = {"names": said, "known": may}
        yield _("%(names)s cannot be filled in here; what can: %(known)s.") % names


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"form.page_of": ...}` as the books are written: `{"form": {"page_of": ...}}`."""
    found: dict[str, Any] = {}
    for name, words in flat.items():
        *groups, last = name.split(".")
        place = found
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = words
    return found
