"""Published questionnaires, read and parsed once a process: a version never changes."""

from functools import lru_cache

from surveys.definition import document
from surveys.definition.questionnaire import Questionnaire
from surveys.models import SurveyVersion


@lru_cache(maxsize=500)
def questionnaire(version_id: int) -> Questionnaire:
    """The questionnaire of a version, by its key in the database."""
    stored = SurveyVersion.objects.values_list("document", flat=True).get(id=version_id)
    return document.parse(stored)
