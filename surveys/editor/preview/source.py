"""Which questionnaire is looked at: the draft as it stands, or a published version."""

from dataclasses import dataclass

from django.http import Http404

from surveys.actions.drafting import saving
from surveys.definition import document
from surveys.definition.questionnaire import Questionnaire
from surveys.editor.preview import unfinished
from surveys.models import Survey, SurveyVersion

DRAFT = 0
ALL, BY_FACTS = "all", "facts"  # every question, or those that these facts bring


@dataclass(frozen=True)
class Source:
    """`questionnaire` is None where the draft cannot be shown at all."""

    survey: Survey
    number: int
    questionnaire: Questionnaire | None

    @property
    def is_draft(self) -> bool:
        return self.number == DRAFT


def find(survey: Survey, number: int, *, with_rules: bool) -> Source:
    """Raises Http404 for a version that there is none of."""
    if number == DRAFT:
        draft = saving.open_draft(survey).document
        return Source(survey, DRAFT, unfinished.questionnaire(draft, with_rules=with_rules))
    version = SurveyVersion.objects.filter(survey=survey, number=number).first()
    if version is None:
        raise Http404
    if with_rules:
        return Source(survey, number, document.parse(version.document))
    return Source(survey, number, unfinished.questionnaire(version.document, with_rules=False))


def number_in(given: str) -> int:
    """The version that an address names; the draft where it names none."""
    return int(given) if given.isdecimal() and len(given) < 6 else DRAFT


def language_in(given: str, questionnaire: Questionnaire) -> str:
    return given if given in questionnaire.languages else questionnaire.languages[0]


def page_in(given: str, questionnaire: Questionnaire) -> int:
    """The index of the page that an address names, within the questionnaire."""
    wanted = int(given) - 1 if given.isdecimal() and len(given) < 4 else 0
    return max(0, min(wanted, len(questionnaire.pages) - 1))
