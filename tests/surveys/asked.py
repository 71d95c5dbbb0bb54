"""Somebody who was asked: a published survey, an invitation with its links, what a form posts."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from surveys import tokens
from surveys.actions import library, links
from surveys.models import Batch, Brand, Collector, Invitation, Survey, SurveyVersion, TokenPurpose

FACTS = {
    "supplier": "Meridian Supply",
    "company": "Alfa",
    "contact_name": "Elena Ivanova",
    "contact_role": "Buyer",
    "manager": "Pavel Sokolov",
    "order": "SO-1001",
    "order_on": "2026-11-03",
    "goods": "Bearings, 200 pieces",
}
OVERALL = {"overall": "8"}
SIX = dict.fromkeys(
    ("quality", "delivery_dates", "completeness", "competence", "reply_speed", "problem_handling"), "7"
)
AHEAD = {"trend": "4", "intention": "cannot_judge", "change_first": "Tell us earlier when a delivery slips"}


def published(key: str, *, now: datetime) -> SurveyVersion:
    """The library's survey as loaded by its own command's action."""
    library.load(now=now)
    return SurveyVersion.objects.get(survey__key=key)


def brand() -> Brand:
    fields = {
        "name": "Meridian Supply",
        "accent": "#1d6b64",
        "sender_name": "Irina Belova",
        "sender_address": "irina.belova@meridian.example",
        "reply_to_address": "irina.belova@meridian.example",
    }
    return Brand.objects.update_or_create(id=1, defaults=fields)[0]


def invitation(version: SurveyVersion, *, now: datetime, language: str = "en", **facts: Any) -> Invitation:
    """An invitation that is open for two weeks, with its links."""
    brand()
    batch = Batch.objects.create(
        name="November",
        sender_name="Irina Belova",
        sender_title="head of customer service",
        sender_address="irina.belova@meridian.example",
        reply_to_address="irina.belova@meridian.example",
        created_at=now,
    )
    made = Invitation.objects.create(
        batch=batch,
        version=version,
        address="elena@alfa.example",
        language=language,
        kind=version.survey.kind,
        facts=FACTS | facts,
        zone="Europe/Berlin",
        not_before_at=now - timedelta(days=1),
        expires_at=now + timedelta(days=13),
        created_at=now - timedelta(days=1),
    )
    purposes = (TokenPurpose.ANSWER, TokenPurpose.UNSUBSCRIBE)
    links.issue(invitation=made, purposes=purposes, expires_at=made.expires_at)
    return made


def path(made: Invitation) -> str:
    return f"/s/{tokens.text(TokenPurpose.ANSWER, made.uuid)}"


def hidden(html: str) -> dict[str, str]:
    """The form's hidden fields, as a browser would send them."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))


def post(client: Client, address: str, given: dict[str, Any], *, page: int | None = None) -> Any:
    """Fetch a page of the form, fill it in, send it."""
    query = f"?page={page}" if page else ""
    html = client.get(f"{address}{query}").content.decode()
    return client.post(address, hidden(html) | given)


def nameless(*, now: datetime) -> SurveyVersion:
    """An anonymous survey of one page, its results by department."""
    scale = {"from": 1, "to": 5, "low": {"en": "bad", "ru": "плохо"}, "high": {"en": "good", "ru": "хорошо"}}
    questions = [
        {"key": "mood", "type": "scale", "scale": "five", "text": {"en": "Mood?", "ru": "Как настроение?"}},
        {"key": "words", "type": "long_text", "required": False, "text": {"en": "Why?", "ru": "Почему?"}},
    ]
    more = [{"key": "change", "type": "long_text", "required": False, "text": {"en": "What?", "ru": "Что?"}}]
    document = {
        "format": 1,
        "key": "mood",
        "kind": "internal",
        "name": {"en": "Mood", "ru": "Настроение"},
        "title": {"en": "How is it here?", "ru": "Как у нас?"},
        "minutes": 1,
        "languages": ["en", "ru"],
        "anonymous": {"group": "department"},
        "scales": {"five": scale},
        "pages": [{"key": "one", "questions": questions}, {"key": "two", "questions": more}],
    }
    survey = Survey.objects.create(key="mood", title="Mood", kind="internal")
    return SurveyVersion.objects.create(
        survey=survey, number=1, document=document, languages=["en", "ru"], published_at=now
    )


def collector(version: SurveyVersion, *, now: datetime, **different: Any) -> Collector:
    """A shared link to the survey, open to everybody who has it."""
    brand()
    fields = {"kind": "link", "name": "Reception desk", "slug": "k7Qm2xV9pLd4", "created_at": now}
    return Collector.objects.create(survey=version.survey, **(fields | different))
