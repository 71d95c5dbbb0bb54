"""An answer without words and contact details: for logins without personal data."""

from typing import Any

from surveys.definition.questionnaire import QuestionType
from surveys.models import Response
from surveys.rendering import published

TELLING = {QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.CONTACT_WISH}


def answers(response: Response) -> dict[str, Any]:
    """Numbers and ticked options by question key."""
    questions = published.questionnaire(response.version_id).by_key
    return {
        key: value
        for key, value in response.answers.items()
        if key in questions and questions[key].type not in TELLING and not _has_words(value)
    }


def _has_words(value: Any) -> bool:
    """Somebody's own words under 'other'."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(part, dict) for part in values)
