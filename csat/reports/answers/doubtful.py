"""Doubtful answers to be looked over, oldest first, those with the same reasons together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from csat.customers import queries as customers
from csat.reports.answers import feed
from csat.reports.answers.feed import AnswerRow
from csat.reports.answers.found import Scope
from csat.reports.answers.one import Doubt, doubts
from csat.scores.flags.reasons import Reason
from surveys.models import DiscardedHits
from surveys.rendering import published

MOST = 50
HITS_DAYS = 30


@dataclass(frozen=True)
class Doubted:
    row: AnswerRow
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Group:
    """Answers doubted for the same reasons: they are judged together."""

    codes: tuple[str, ...]
    answers: tuple[Doubted, ...]

    @property
    def is_of_people(self) -> bool:
        """A rule left them out: a person answered, the question is which one."""
        return bool(set(self.codes) & set(Reason))


@dataclass(frozen=True)
class Hits:
    """How often programs knocked at a survey's links and left nothing."""

    survey: Mapping[str, str]
    count: int


@dataclass(frozen=True)
class Doubtful:
    """`count` answers wait, of which the oldest are shown."""

    groups: tuple[Group, ...]
    count: int
    hits: tuple[Hits, ...]
    hits_days: int
    now: datetime

    @property
    def unshown(self) -> int:
        return self.count - sum(len(group.answers) for group in self.groups)


def build(scope: Scope, *, now: datetime) -> Doubtful:
    """What waits for a person, and what needed none: hits that left no answer in the last days."""
    waiting = feed.doubtful(scope)
    oldest = list(feed.with_door(waiting).order_by("submitted_at", "id")[:MOST])
    groups: dict[tuple[str, ...], list[Doubted]] = {}
    for response, row in zip(oldest, feed.rows(oldest, seen_at=None), strict=True):
        groups.setdefault(tuple(sorted(response.doubts)), []).append(Doubted(row, doubts(response)))
    return Doubtful(
        groups=tuple(Group(codes, tuple(answers)) for codes, answers in groups.items()),
        count=waiting.count(),
        hits=_hits(now) if scope.is_whole else (),
        hits_days=HITS_DAYS,
        now=now,
    )


def _hits(now: datetime) -> tuple[Hits, ...]:
    since = customers.local_day(now) - timedelta(days=HITS_DAYS)
    rows = (
        DiscardedHits.objects.filter(day__gt=since)
        .values_list("survey__versions__id", "survey_id")
        .order_by("survey_id", "-survey__versions__number")
        .annotate(hits=Sum("hits"))
    )
    latest: dict[int, Hits] = {}
    for version_id, survey_id, hits in rows:
        if version_id:
            latest.setdefault(survey_id, Hits(published.questionnaire(version_id).name, hits))
    return tuple(sorted(latest.values(), key=lambda one: -one.count))
