"""Which answers of a group are not in its score, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from csat.customers import queries as customers
from csat.customers.models import Account, Capacity, TeamMembership
from csat.programs.models import ProgramKind, Touchpoint, TouchpointPerson
from csat.reports.period import Period, shift
from csat.reports.scores import wish
from csat.reports.scores.grouping import touchpoints_of
from csat.reports.scores.measures import Measure, asks
from csat.scores.columns import calendar
from csat.scores.models import Score
from surveys.models import Verdict
from surveys.rendering import published

RESPONSE = "invitation__response"
PERIODS = {wish.MONTH: 1, wish.QUARTER: 3}


@dataclass(frozen=True)
class LeftOut:
    """Numbers of submitted answers. `not_judged`: asked, but not answered or too little of it; `not_asked`:
    by a survey that does not ask for the measure; `other_surveys`: it does, but is no regular survey.
    """

    doubtful: int
    excluded: int
    other_surveys: int
    not_judged: int
    not_asked: int

    @property
    def any(self) -> bool:
        return any((self.doubtful, self.excluded, self.other_surveys, self.not_judged, self.not_asked))


def span(asked: wish.Wish, period: Period) -> tuple[date, date]:
    """The days [first, until) of a group's answers: its month or quarter, else the whole period."""
    if asked.by not in PERIODS or not asked.key:
        return period.first, period.until
    first = date.fromisoformat(asked.key)
    return max(first, period.first), min(shift(first, PERIODS[asked.by]), period.until)


def occasions(accounts: QuerySet[Account], asked: wish.Wish) -> QuerySet[Touchpoint]:
    """The occasions that belong to a group, whenever they were; `asked.key` is a group that exists."""
    found = Touchpoint.objects.filter(account__in=accounts.values("id"))
    if not asked.key or asked.by in PERIODS:
        return found
    if asked.by == wish.ACCOUNT:
        return found.filter(account__uuid=asked.key)
    if asked.by == wish.TREE:
        tree = customers.accounts_under(*accounts.filter(uuid=asked.key))
        return found.filter(account__in=tree.values("id"))
    if asked.by == wish.TEAM:
        return found.filter(Exists(_of_team(asked.key)))
    return found.filter(**touchpoints_of(asked.by, asked.key))


def _of_team(team: str) -> QuerySet[TouchpointPerson]:
    """Whoever was account manager, and in the team when the month of the answer began."""
    member: Any = TeamMembership.objects.filter(
        team__uuid=team, employee=OuterRef("employee"), during__contains=OuterRef("month")
    )
    answered_in = TruncMonth(
        f"touchpoint__{RESPONSE}__submitted_at", output_field=DateField(), tzinfo=calendar.zone()
    )
    return TouchpointPerson.objects.annotate(month=answered_in).filter(
        Exists(member), touchpoint=OuterRef("pk"), capacity=Capacity.MANAGER
    )


def left_out(occasions: QuerySet[Touchpoint], measure: Measure, first: date, until: date) -> LeftOut:
    """Answers submitted on days of [first, until), in the company's zone; three queries."""
    zone = calendar.zone()
    submitted = occasions.filter(
        **{f"{RESPONSE}__submitted_at__gte": calendar.start_of(first, zone)},
        **{f"{RESPONSE}__submitted_at__lt": calendar.start_of(until, zone)},
    ).order_by()
    scored = Exists(Score.objects.filter(touchpoint=OuterRef("pk"), measure=measure.key))
    elsewhere = submitted.none()
    if measure.is_headline:
        elsewhere = submitted.exclude(program__kind=ProgramKind.PERIODIC).filter(scored)
        submitted = submitted.filter(program__kind=ProgramKind.PERIODIC)
    verdicts = submitted.aggregate(
        doubtful=Count("id", filter=Q(**{f"{RESPONSE}__verdict": Verdict.DOUBTFUL})),
        excluded=Count("id", filter=Q(**{f"{RESPONSE}__verdict": Verdict.EXCLUDED})),
    )
    gaps = submitted.filter(~scored, **{f"{RESPONSE}__verdict": Verdict.COUNTS})
    by_version = dict(gaps.values_list(f"{RESPONSE}__version_id").annotate(Count("id")))
    asked = {version: asks(published.questionnaire(version), measure) for version in by_version}
    return LeftOut(
        **verdicts,
        other_surveys=elsewhere.count(),
        not_judged=sum(n for version, n in by_version.items() if asked[version]),
        not_asked=sum(n for version, n in by_version.items() if not asked[version]),
    )
