"""What our staff call a survey, in the reader's language."""

from django import template
from django.utils.translation import get_language

from surveys.models import Survey

register = template.Library()


@register.filter
def survey_name(survey: Survey) -> str:
    """The draft's name in the reader's language; the survey's title where it has none."""
    names = (survey.draft or {}).get("name")
    found = names.get(get_language() or "") if isinstance(names, dict) else None
    return found if isinstance(found, str) and found else survey.title
