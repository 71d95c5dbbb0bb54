"""Throws away results that were computed from people's words, and has them computed from what is left."""

from datetime import datetime

from django.db import transaction

from csat.findings.actions.scheduling import ask_again
from csat.findings.models import Finding, FindingInputs, Question, Study


@transaction.atomic
def forget_words(*, now: datetime) -> None:
    """Delete stored themes with the comments kept beside them; the question is asked again at once.

    Raises nothing.
    """
    Finding.objects.filter(question=Question.THEMES).delete()
    FindingInputs.objects.exclude(pk__in=Finding.objects.values("inputs")).delete()
    for study in Study.objects.filter(question=Question.THEMES):
        ask_again(study=study, now=now)
