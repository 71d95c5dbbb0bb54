"""Publishing: freezes a survey's draft as its next version, which never changes again."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from surveys.definition import document, proofs
from surveys.definition.problems import DocumentError, Problem
from surveys.definition.questionnaire import Questionnaire
from surveys.errors import DomainError
from surveys.models import Survey, SurveyVersion


class CannotPublish(DomainError):
    """The draft must not be frozen as it is; `problems` say where and how to mend it."""

    code = "cannot_publish"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@transaction.atomic
def publish(*, survey: Survey, by: User | None, now: datetime) -> SurveyVersion:
    """Freeze the survey's draft as its next version.

    Raises CannotPublish naming every problem: a wrong document, a missing translation, a question that
    nobody can reach, a key that stood for another question before.
    """
    # The lock gives two publishers two numbers.
    survey = Survey.objects.select_for_update().get(id=survey.id)
    if survey.draft is None:
        raise CannotPublish([Problem("", "there is no draft", "Edit the survey first.")])
    try:
        questionnaire = document.parse(survey.draft)
    except DocumentError as error:
        raise CannotPublish(error.problems) from error
    last = survey.versions.order_by("-number").first()
    problems = proofs.problems(questionnaire)
    if last:
        problems += _reused_keys(document.parse(last.document), questionnaire)
    if problems:
        raise CannotPublish(problems)
    return SurveyVersion.objects.create(
        survey=survey,
        number=last.number + 1 if last else 1,
        document=survey.draft,
        languages=list(questionnaire.languages),
        published_at=now,
        published_by=by,
    )


def _reused_keys(last: Questionnaire, next_one: Questionnaire) -> list[Problem]:
    """Keys whose question changed its nature: trends would join what does not belong together."""
    problems = []
    for question in next_one.questions:
        before = last.by_key.get(question.key)
        if before and (before.type, before.measure) != (question.type, question.measure):
            problems.append(
                Problem(
                    f"{question.path}.key",
                    f"{question.key!r} was another kind of question in the version before",
                    "Give the new question a new key.",
                )
            )
    return problems
