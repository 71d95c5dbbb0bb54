"""What publishing proves: every language complete, every question reachable, nobody stranded."""

from datetime import date

from surveys.definition.problems import Problem
from surveys.definition.proofs import limits, names, reach, texts
from surveys.definition.questionnaire import Questionnaire


def problems(questionnaire: Questionnaire, *, today: date | None = None) -> list[Problem]:
    """Why the questionnaire must not be published; empty where it may.

    Without `today` a date's limits are judged as if that day could be any.
    """
    return [
        *texts.problems(questionnaire),
        *names.problems(questionnaire),
        *limits.problems(questionnaire, today),
        *reach.problems(questionnaire, today),
    ]
