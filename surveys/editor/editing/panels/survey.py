"""Panels of what stands around the questions: the survey itself, a page, its mails, its thank-you texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveys.definition import facts
from surveys.definition.editing import places
from surveys.editor.editing import labels, timing
from surveys.editor.editing.faults import Fault
from surveys.editor.editing.panels import fields, rule
from surveys.editor.editing.panels.fields import Number, Select, Sheet, Texts, Toggle
from surveys.editor.editing.panels.rule import Rule

OFFERED = ("en", "ru", "de", "fr", "es", "it", "pl", "uk", "kk", "tr", "zh-Hans", "ar")


@dataclass(frozen=True)
class Language:
    tag: str
    name: str
    may_go: bool


@dataclass(frozen=True)
class SurveyPanel:
    """`suggested_minutes`: out of the questions; `fits` where the given number is near it."""

    name: Texts
    title: Texts
    minutes: Number
    suggested_minutes: int
    fits: bool
    languages: tuple[Language, ...]
    offered: tuple[tuple[str, str], ...]
    anonymous: Toggle
    group: Select
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class PagePanel:
    at: str
    key: str
    number: int
    title: Texts
    intro: Texts
    questions: int
    is_only: bool
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class MailPanel:
    texts: tuple[Texts, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class End:
    """One thank-you text; the first whose rule holds is shown."""

    number: int
    title: Texts
    text: Texts
    rule: Rule
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ThanksPanel:
    ends: tuple[End, ...]
    faults: tuple[Fault, ...]


def survey(sheet: Sheet) -> SurveyPanel:
    document = sheet.document
    tags = sheet.languages
    suggested = timing.minutes(document)
    given = document.get("minutes")
    offered = [(tag, labels.of_language(tag)) for tag in OFFERED if tag not in tags]
    return SurveyPanel(
        name=fields.texts(
            sheet,
            "name",
            document.get("name"),
            _("Name"),
            is_needed=True,
            hint=_("For your colleagues; clients do not see it."),
        ),
        title=fields.texts(
            sheet,
            "title",
            document.get("title"),
            _("Title"),
            is_needed=True,
            hint=_("The heading of the first page, and the subject of the mail."),
        ),
        minutes=fields.number(sheet, "minutes", given, _("Minutes")),
        suggested_minutes=suggested,
        fits=isinstance(given, int) and abs(given - suggested) <= 1,
        languages=tuple(Language(tag, labels.of_language(tag), len(tags) > 1) for tag in tags),
        offered=tuple(sorted(offered, key=lambda pair: pair[1])),
        anonymous=Toggle("set:anonymous", _("Anonymous"), "anonymous" in document, rebuilds=True),
        group=_group(document),
        faults=_others(sheet, ("languages", "anonymous", "minutes", "pages", "scales", "kind", "")),
    )


def _group(document: Mapping[str, Any]) -> Select:
    """The fact by which anonymous results are grouped: never one that names a person or an order."""
    naming = {"contact_name", "contact_role", "order", "order_on", "order_amount", "goods", "supplier"}
    pairs = [("", _("by nothing"))]
    pairs += [(name, labels.of_fact(name)) for name in facts.KNOWN if name not in naming]
    chosen = document.get("anonymous", {}).get("group", "")
    return Select("group", _("Results are grouped by"), fields.choices(pairs, chosen))


def page(sheet: Sheet, key: str) -> PagePanel:
    found = places.page(sheet.document, key)
    at = f"pages.{key}"
    keys = [each["key"] for each in sheet.document["pages"]]
    return PagePanel(
        at=at,
        key=key,
        number=keys.index(key) + 1,
        title=fields.texts(
            sheet,
            f"{at}.title",
            found.get("title"),
            _("Title of the page"),
            is_needed=False,
            hint=_("Empty: the survey's title."),
        ),
        intro=fields.texts(
            sheet, f"{at}.intro", found.get("intro"), _("Introduction"), is_needed=False, rows=3
        ),
        questions=len(found["questions"]),
        is_only=len(keys) == 1,
        faults=_others(sheet, (at, f"{at}.questions")),
    )


def mail(sheet: Sheet) -> MailPanel:
    given = sheet.document.get("mail", {})
    wanted = (
        ("subject", _("Subject of the invitation"), _("Empty: the survey's title."), 1),
        ("lead", _("First lines of the invitation"), _("Empty: our own words."), 4),
        ("reminder_subject", _("Subject of the reminder"), _("Empty: our own words."), 1),
        ("reminder_lead", _("First lines of the reminder"), _("Empty: our own words."), 4),
    )
    return MailPanel(
        texts=tuple(
            fields.texts(sheet, f"mail.{name}", given.get(name), label, is_needed=False, hint=hint, rows=rows)
            for name, label, hint, rows in wanted
        ),
        faults=_others(sheet, ("mail",)),
    )


def thanks(sheet: Sheet) -> ThanksPanel:
    given = sheet.document.get("thanks", ())
    return ThanksPanel(
        ends=tuple(_end(sheet, number, end, len(given)) for number, end in enumerate(given)),
        faults=_others(sheet, ("thanks",)),
    )


def _end(sheet: Sheet, number: int, end: Mapping[str, Any], count: int) -> End:
    at = f"thanks.{number}"
    return End(
        number=number,
        title=fields.texts(sheet, f"{at}.title", end.get("title"), _("Heading"), is_needed=False),
        text=fields.texts(sheet, f"{at}.text", end.get("text"), _("Text"), is_needed=True, rows=3),
        rule=rule.build(sheet, at, end.get("show_if")),
        is_first=number == 0,
        is_last=number == count - 1,
    )


def _others(sheet: Sheet, addresses: tuple[str, ...]) -> tuple[Fault, ...]:
    """Faults that no single field of the panel shows."""
    return sheet.faults.at_any(*addresses)
