"""How a survey's collectors do: answers, what was turned away, and the last days one by one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from surveys.actions.collecting.counting import Kind
from surveys.models import Collector, CollectorDay, CollectorKind, Response, Survey

DAYS = 30
HEIGHT = 60  # of the picture of the last days, in its own units


@dataclass(frozen=True)
class Door:
    """A collector with its figures. `state`: open, paused, ended or full."""

    collector: Collector
    state: str
    answers: int
    unfinished: int
    doubtful: int
    turned_away: int
    last_at: datetime | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it takes answers."""
        closes_at = self.collector.closes_at
        return timezone.localtime(closes_at - timedelta(seconds=1)).date() if closes_at else None

    @property
    def is_widget(self) -> bool:
        return self.collector.kind == CollectorKind.WIDGET


@dataclass(frozen=True)
class Day:
    """Answers of one day, and its bar: place and height in the picture's units."""

    day: date
    answers: int
    x: int
    y: int
    height: int


def doors(survey: Survey, now: datetime) -> list[Door]:
    """A row a collector, open ones first, then by name; three statements however many there are."""
    found = [_door(*row, now) for row in _counted(survey.collectors.all())]
    return sorted(found, key=lambda door: (door.state != "open", door.collector.name.casefold()))


def door(collector: Collector, now: datetime) -> Door:
    """One collector's row."""
    [row] = _counted(Collector.objects.filter(pk=collector.pk))
    return _door(*row, now)


def turned_away(collector: Collector) -> dict[str, int]:
    """How many were turned away, by reason; reasons that never came up are left out."""
    days = CollectorDay.objects.filter(collector=collector).exclude(kind=Kind.ANONYMOUS)
    counted: Counter[str] = Counter()
    for kind, hits in days.values_list("kind", "hits"):
        counted[kind] += hits
    return dict(counted)


def days(collector: Collector, today: date) -> list[Day]:
    """The last thirty days in order, days without answers too; with and without names together."""
    first = today - timedelta(days=DAYS - 1)
    named = (
        Response.objects.filter(collector=collector, submitted_at__date__gte=first)
        .annotate(day=TruncDate("submitted_at"))
        .values_list("day")
        .annotate(n=Count("id"))
        .order_by()
    )
    nameless = CollectorDay.objects.filter(collector=collector, kind=Kind.ANONYMOUS, day__gte=first)
    counted = Counter(dict(named))
    counted.update(dict(nameless.values_list("day", "hits")))
    all_days = [first + timedelta(days=number) for number in range(DAYS)]
    most = max((counted[day] for day in all_days), default=0) or 1
    heights = [-(-counted[day] * HEIGHT // most) for day in all_days]
    return [
        Day(day, counted[day], x=10 * number, y=HEIGHT - height, height=height)
        for number, (day, height) in enumerate(zip(all_days, heights, strict=True))
    ]


Counts = tuple[Collector, Counter[str], datetime | None]


def _counted(collectors: QuerySet[Collector]) -> list[Counts]:
    rows = list(
        collectors.select_related("survey").annotate(
            answered=Count("responses", filter=Q(responses__submitted_at__isnull=False)),
            unfinished=Count("responses", filter=Q(responses__submitted_at__isnull=True)),
            doubtful=Count("responses", filter=Q(responses__verdict="doubtful")),
            last_at=Max("responses__submitted_at"),
        )
    )
    counted: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    for pk, kind, hits in CollectorDay.objects.filter(collector__in=rows).values_list(
        "collector_id", "kind", "hits"
    ):
        counted[pk][kind] += hits
    for row in rows:
        counted[row.pk].update(answered=row.answered, unfinished=row.unfinished, doubtful=row.doubtful)
    return [(row, counted[row.pk], row.last_at) for row in rows]


def _door(collector: Collector, counted: Counter[str], last_at: datetime | None, now: datetime) -> Door:
    answers = counted["answered"] + counted[Kind.ANONYMOUS]
    return Door(
        collector=collector,
        state=_state(collector, answers, now),
        answers=answers,
        unfinished=counted["unfinished"],
        doubtful=counted["doubtful"],
        turned_away=sum(counted[kind] for kind in Kind if kind != Kind.ANONYMOUS),
        last_at=last_at,
    )


def _state(collector: Collector, answers: int, now: datetime) -> str:
    if collector.closes_at and collector.closes_at <= now:
        return "ended"
    if not collector.is_open or collector.survey.archived_at:
        return "paused"
    return "full" if collector.most_answers is not None and answers >= collector.most_answers else "open"
