"""How a survey's answers come in: asked, answered, doubtful, how long it takes, where people stop."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Max, Q

from surveys.definition import answers
from surveys.definition.questionnaire import Questionnaire
from surveys.models import (
    AnonymousAnswer,
    Message,
    MessageState,
    Response,
    Source,
    Survey,
    SurveyVersion,
    UnsealedAnswer,
    Verdict,
)
from surveys.rendering import published

REACHED = (MessageState.ACCEPTED, MessageState.DELIVERED)
STILL_AT_IT = timedelta(hours=1)
MOST_UNFINISHED = 2000


class Median(Aggregate):
    """The median of a duration."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Numbers:
    """Over all versions. Answered ones are submitted and not excluded; nameless ones carry no name at all.

    `asked`: invitations that a mail server took and did not give back; the share is of those.
    """

    asked: int
    answered_of_asked: int
    through_doors: int
    nameless: int
    doubtful: int
    excluded: int
    median: timedelta | None
    last_answer_at: datetime | None

    @property
    def answered(self) -> int:
        return self.answered_of_asked + self.through_doors + self.nameless

    @property
    def share(self) -> float | None:
        return self.answered_of_asked / self.asked if self.asked else None


@dataclass(frozen=True)
class Step:
    """A page of the version asked now: how many came to it, and how many of them went no further."""

    number: int
    page_key: str
    title: str
    reached: int
    stopped: int

    @property
    def share(self) -> float | None:
        return self.stopped / self.reached if self.reached else None


def numbers(survey: Survey) -> Numbers:
    """Counts of one survey."""
    responses = Response.objects.filter(version__survey=survey, submitted_at__isnull=False)
    is_kept = ~Q(verdict=Verdict.EXCLUDED)
    is_timed = Q(verdict=Verdict.COUNTS, source=Source.FORM)
    took = F("submitted_at") - F("started_at")
    counted: dict[str, Any] = responses.annotate(took=took).aggregate(
        answered_of_asked=Count("id", filter=is_kept & Q(invitation__isnull=False)),
        through_doors=Count("id", filter=is_kept & Q(collector__isnull=False)),
        doubtful=Count("id", filter=Q(verdict=Verdict.DOUBTFUL)),
        excluded=Count("id", filter=~is_kept),
        median=Median("took", filter=is_timed),
        last_answer_at=Max("submitted_at", filter=is_kept),
    )
    mails = Message.objects.filter(number=0, state__in=REACHED, invitation__version__survey=survey)
    nameless = sum(
        model.objects.filter(version__survey=survey).count() for model in (AnonymousAnswer, UnsealedAnswer)
    )
    return Numbers(asked=mails.count(), nameless=nameless, **counted)


def steps(version: SurveyVersion, *, language: str, now: datetime) -> list[Step]:
    """Page by page of one version how far people come; empty where nobody has begun.

    Left out: who saved something within the last hour and may still be at it. Of more than two thousand
    unfinished answers the newest are looked at.
    """
    questionnaire = published.questionnaire(version.pk)
    submitted = version.responses.filter(submitted_at__isnull=False).count()
    unfinished = (
        version.responses.filter(submitted_at__isnull=True, saved_at__lt=now - STILL_AT_IT)
        .order_by("-saved_at")
        .values_list("answers", "invitation__facts", "collector__facts")[:MOST_UNFINISHED]
    )
    stopped = Counter(
        answers.first_unanswered_page(questionnaire, given, invited or collected or {})
        for given, invited, collected in unfinished
    )
    left = submitted + sum(stopped.values())
    return _steps(questionnaire, stopped, left, language) if left else []


def _steps(questionnaire: Questionnaire, stopped: Counter[int], left: int, language: str) -> list[Step]:
    found = []
    for number, page in enumerate(questionnaire.pages):
        words = page.title or page.questions[0].text
        title = words.get(language) or next(iter(words.values()), "")
        found.append(Step(number + 1, page.key, title, left, stopped[number]))
        left -= stopped[number]
    return found
