"""What stands on the sheet with the code: who asks what, how long it takes, who reads the answers."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import mark_safe

from surveys.definition import piping
from surveys.models import Brand, Collector
from surveys.rendering import frame, published
from surveys.rendering.phrasebook import book, direction
from surveys.rendering.visitor import Look, Standing, Visitor

A_MOMENT = timedelta(seconds=1)  # what closes at midnight is open on the day before
STYLES = Path(__file__).resolve().parents[2] / "static" / "editor" / "sheet.css"


def of(collector: Collector, wanted_language: str, address: str, *, is_file: bool) -> dict[str, Any]:
    """The template's context in one of the survey's languages; a file brings its style along."""
    version = collector.survey.versions.order_by("-number")[0]
    questionnaire = published.questionnaire(version.pk)
    known = questionnaire.languages
    language = wanted_language if wanted_language in known else known[0]
    words = book(language)
    standing = Standing.ANONYMOUS if questionnaire.anonymous else Standing.UNNAMED
    visitor = _visitor(collector, standing)
    facts = visitor.spoken(language)
    closes_at = collector.closes_at
    until = words.day((closes_at - A_MOMENT).astimezone(ZoneInfo(settings.TIME_ZONE))) if closes_at else ""
    return {
        "language": language,
        "direction": direction(language),
        "languages": known,
        "survey": collector.survey,
        "collector": collector,
        "mark": frame.mark(visitor.look, facts["supplier"]),
        "supplier": facts["supplier"],
        "title": piping.fill(questionnaire.title[language], facts),
        "lines": visitor.lines(words, questionnaire.minutes, len(questionnaire.pages)),
        "scan": words("doors.sheet_scan"),
        "type": words("doors.sheet_type"),
        "address": address.partition("://")[2],
        "until": words("doors.sheet_until", date=until) if until else "",
        "style": mark_safe(f"<style>{STYLES.read_text(encoding='utf-8')}</style>") if is_file else "",
        "is_file": is_file,
    }


def _visitor(collector: Collector, standing: Standing) -> Visitor:
    brand = Brand.objects.select_related("logo").defer("logo__content").filter(id=1).first() or Brand()
    look = Look(
        brand.name,
        brand.accent,
        brand.sender_name,
        brand.reply_to_address,
        brand.logo.sha256 if brand.logo else "",
    )
    return Visitor(
        look=look,
        facts=collector.facts,
        sender_name=brand.sender_name or brand.name,
        sender_title=brand.sender_title,
        path="",
        unsubscribe_path="",
        kept_until_on=collector.created_at.date(),
        standing=standing,
    )
