"""A survey with every type of question, in English, Russian and Arabic; and Arabic words of ours."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from surveys.models import Invitation, Survey, SurveyVersion, Wording
from surveys.rendering import phrasebook
from tests.surveys import asked

DOCUMENT: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
WORDS = {
    "en": {"order": "", "goods": ""},
    "ru": {
        "order": "",
        "goods": "",
        "supplier": "Меридиан Снабжение",
        "company": "ООО «Альфа»",
        "contact_name": "Иванова Елена Сергеевна",
        "contact_role": "специалист по закупкам",
        "manager": "Павел Соколов",
    },
    "ar": {
        "order": "",
        "goods": "",
        "supplier": "ميريديان للتوريد",
        "company": "شركة ألفا",
        "contact_name": "ليلى حداد",
        "contact_role": "مسؤولة المشتريات",
        "manager": "سامي منصور",
    },
}


def version(now: datetime) -> SurveyVersion:
    survey = Survey.objects.get_or_create(key="every-type", defaults={"kind": "periodic", "title": "Types"})[
        0
    ]
    made = {"document": DOCUMENT, "languages": DOCUMENT["languages"], "published_at": now}
    return survey.versions.get_or_create(number=1, defaults=made)[0]


def invitation(now: datetime, language: str = "en") -> Invitation:
    return asked.invitation(version(now), now=now, language=language, **WORDS[language])


def wording(now: datetime, language: str = "ar") -> Wording:
    """Every phrase, in letters of that language: not translated, but none of them English."""
    english = json.loads((phrasebook.FOLDER / "en.json").read_text(encoding="utf-8"))
    defaults = {"phrases": _said(english), "changed_at": now}
    return Wording.objects.update_or_create(language=language, defaults=defaults)[0]


def _said(phrases: Any) -> Any:
    if isinstance(phrases, Mapping):
        return {name: _said(phrase) for name, phrase in phrases.items()}
    return f"نص {phrases}"
