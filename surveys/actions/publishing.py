"""Publishing: freezes a survey's draft as its next version, which never changes again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from surveys.actions.drafting import saving
from surveys.definition import comparing, document, proofs
from surveys.definition.comparing import questions
from surveys.definition.comparing.changes import Change
from surveys.definition.problems import DocumentError, Problem, say
from surveys.definition.questionnaire import Question, Questionnaire
from surveys.errors import DomainError
from surveys.models import Survey, SurveyVersion
from surveys.rendering import phrasebook

NAMED = 5
NO_DRAFT = Problem("", say("there is no draft"), say("Edit the survey first."))


class CannotPublish(DomainError):
    """The draft must not be frozen as it is; `problems` say where and how to mend it."""

    code = "cannot_publish"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.told(gettext) for problem in self.problems))


@dataclass(frozen=True)
class Review:
    """What publishing would do now: refuse with `problems`, or make version `next_number`.

    `changes` are against the version before; none for the first one, and none while the draft cannot be read.
    """

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    languages: tuple[str, ...]
    next_number: int


@transaction.atomic
def publish(
    *, survey: Survey, by: User | None, now: datetime, base_revision: int | None = None
) -> SurveyVersion:
    """Freeze the survey's draft as its next version; `base_revision` is the draft that the person read.

    Raises DraftConflict where another edit came since, and CannotPublish naming every problem: a wrong
    document, a missing translation, a question that nobody can reach or answer, a key that stood for another
    question in any version before.
    """
    # The lock gives two publishers two numbers.
    survey = Survey.objects.select_for_update().get(id=survey.id)
    if base_revision not in (None, survey.draft_revision):
        raise saving.conflict(survey)
    found = review(survey, today=now.date())
    if found.problems:
        raise CannotPublish(found.problems)
    return SurveyVersion.objects.create(
        survey=survey,
        number=found.next_number,
        document=survey.draft,
        languages=list(found.languages),
        published_at=now,
        published_by=by,
    )


def review(survey: Survey, *, today: date | None = None) -> Review:
    """Everything that the person who publishes should know before; changes nothing."""
    versions = list(survey.versions.order_by("number"))
    next_number = versions[-1].number + 1 if versions else 1
    if survey.draft is None:
        return Review((NO_DRAFT,), (), (), next_number)
    try:
        questionnaire = document.parse(survey.draft)
    except DocumentError as error:
        return Review(error.problems, (), (), next_number)
    earlier = [(version.number, document.parse(version.document)) for version in versions]
    problems = (
        *proofs.problems(questionnaire, today=today),
        *_wordless(questionnaire.languages),
        *_reused_keys(earlier, questionnaire),
    )
    changes = comparing.compare(earlier[-1][1], questionnaire) if earlier else ()
    return Review(problems, changes, questionnaire.languages, next_number)


def _wordless(languages: Sequence[str]) -> list[Problem]:
    """Languages in which buttons, mistakes or mails would speak English."""
    phrasebook.look_up()
    lacking = {language: phrasebook.missing(language) for language in languages}
    return [
        Problem(
            f"languages[{number}]",
            say(
                "our own words are not complete in “%(language)s”: %(count)s phrases are missing, "
                "such as %(names)s",
                language=language,
                count=len(lacking[language]),
                names=lacking[language][:NAMED],
            ),
            say("Write them under “Our wording”, or take the language out."),
        )
        for number, language in enumerate(languages)
        if lacking[language]
    ]


def _reused_keys(earlier: Iterable[tuple[int, Questionnaire]], draft: Questionnaire) -> list[Problem]:
    """Keys whose question changed its nature: trends would join what does not belong together."""
    before = {
        question.key: (number, question) for number, version in earlier for question in version.questions
    }
    return [
        _reused(question, before[question.key][0])
        for question in draft.questions
        if question.key in before and questions.nature(before[question.key][1]) != questions.nature(question)
    ]


def _reused(question: Question, number: int) -> Problem:
    return Problem(
        f"{question.path}.key",
        say("“%(key)s” was another kind of question in version %(number)s", key=question.key, number=number),
        say("Give the new question a new key."),
        key=question.item_key,
    )
