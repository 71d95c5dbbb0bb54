"""The answers that a score is made of, one by one, newest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from csat.programs.models import Touchpoint
from csat.reports.scores import wish
from csat.scores import grouped
from csat.scores.models import Score

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One answer. Without people `contact` is empty, and the answer has no page."""

    response: UUID
    account: str
    account_uuid: UUID
    contact: str
    role: str
    occurred_on: date
    points: float
    given: int | None


def page(
    occasions: QuerySet[Touchpoint], asked: wish.Wish, first: date, until: date, *, with_people: bool
) -> tuple[tuple[Line, ...], str]:
    """A page of the answers of days [first, until), and the key of the next one; one query."""
    wanted = grouped.Wanted(asked.measure.key, first, until, headline=asked.measure.is_headline)
    rows: Any = grouped.scored(wanted).filter(_after(asked.after), touchpoint__in=occasions.values("id"))
    named = rows.select_related("account", "contact").annotate(response_uuid=F("response__uuid"))
    found = list(named.order_by("-occurred_on", "-id")[: PAGE + 1])
    shown = tuple(_line(score, score.response_uuid, with_people=with_people) for score in found[:PAGE])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return shown, f"{last.occurred_on.isoformat()}~{last.pk}" if last else ""


def _after(mark: str) -> Q:
    """What comes after a row; a broken mark is the start."""
    day, _, pk = mark.partition("~")
    try:
        last_on, last_id = date.fromisoformat(day), int(pk)
    except ValueError:
        return Q()
    return Q(occurred_on__lt=last_on) | Q(occurred_on=last_on, id__lt=last_id)


def _line(score: Score, response: UUID, *, with_people: bool) -> Line:
    return Line(
        response=response,
        account=score.account.name,
        account_uuid=score.account.uuid,
        contact=score.contact.name if with_people else "",
        role=score.role,
        occurred_on=score.occurred_on,
        points=score.value_milli / 1000,
        given=score.given,
    )
