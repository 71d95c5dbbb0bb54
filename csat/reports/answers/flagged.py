"""What was noticed about answers in a year: by reason with its rule, and by account manager."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from csat.customers.models import Capacity, Employee
from csat.insight.intervals.interval import Interval
from csat.insight.intervals.proportion import proportion
from csat.programs.models import TouchpointPerson
from csat.reports.answers import found
from csat.reports.answers.found import Scope
from csat.scores.flags.reasons import Reason
from csat.scores.flags.rules import left_out
from csat.scores.models import AnswerFlag
from surveys.models import Response, Source, Verdict

YEAR = timedelta(days=365)
LEAST_ANSWERS = 5


@dataclass(frozen=True)
class ReasonRow:
    """A reason: how many answers of the year have it, how many of them wait or are out, and its rule."""

    code: str
    answers: int
    waiting: int
    excluded: int
    leaves_out: bool


@dataclass(frozen=True)
class ManagerRow:
    """Answers of the clients that somebody held at the time, and the share of them that were flagged."""

    uuid: UUID
    name: str
    answers: int
    flagged: int
    share: Interval


@dataclass(frozen=True)
class Flagged:
    """`few`: account managers with under 5 answers, who are not compared."""

    answers: int
    flagged: int
    waiting: int
    reasons: tuple[ReasonRow, ...]
    managers: tuple[ManagerRow, ...]
    few: int


def build(scope: Scope, *, now: datetime) -> Flagged:
    """The answers to invitations of the last year; a constant number of queries."""
    answers = found.responses(scope).filter(
        submitted_at__gt=now - YEAR, invitation__isnull=False, source=Source.FORM
    )
    flags = AnswerFlag.objects.filter(response__in=answers.order_by().values("id"))
    flagged = answers.filter(id__in=flags.values("response_id"))
    managers = _managers(answers, flagged)
    return Flagged(
        answers=answers.count(),
        flagged=flagged.count(),
        waiting=flagged.filter(verdict=Verdict.DOUBTFUL).count(),
        reasons=_reasons(flags),
        managers=tuple(row for row in managers if row.answers >= LEAST_ANSWERS),
        few=sum(row.answers < LEAST_ANSWERS for row in managers),
    )


def _reasons(flags: Any) -> tuple[ReasonRow, ...]:
    rules = left_out()
    counted = (
        flags.order_by()
        .values("reason")
        .annotate(
            answers=Count("id"),
            waiting=Count("id", filter=Q(response__verdict=Verdict.DOUBTFUL)),
            excluded=Count("id", filter=Q(response__verdict=Verdict.EXCLUDED)),
        )
    )
    known: Mapping[str, Mapping[str, int]] = {row["reason"]: row for row in counted}
    nothing = {"answers": 0, "waiting": 0, "excluded": 0}
    rows = []
    for reason in Reason:
        row = known.get(reason, nothing)
        rows.append(
            ReasonRow(
                code=reason,
                answers=row["answers"],
                waiting=row["waiting"],
                excluded=row["excluded"],
                leaves_out=reason in rules,
            )
        )
    return tuple(rows)


def _managers(answers: Any, flagged: Any) -> list[ManagerRow]:
    """By share, the largest first."""
    held = TouchpointPerson.objects.filter(capacity=Capacity.MANAGER)
    came = dict(_by_manager(held, answers))
    odd = dict(_by_manager(held, flagged))
    people = Employee.objects.in_bulk(list(came))
    rows = [
        ManagerRow(
            uuid=people[pk].uuid,
            name=people[pk].name,
            answers=n,
            flagged=odd.get(pk, 0),
            share=proportion(successes=odd.get(pk, 0), n=n),
        )
        for pk, n in came.items()
    ]
    return sorted(rows, key=lambda row: (-(row.share.estimate or 0), row.name))


def _by_manager(held: Any, answers: Any) -> Any:
    of_answers = held.filter(touchpoint__invitation__in=answers.order_by().values("invitation_id"))
    return of_answers.order_by().values_list("employee_id").annotate(Count("touchpoint", distinct=True))


@dataclass(frozen=True)
class Flag:
    """A reason with what its sentence says; `others` are answers from the same device."""

    code: str
    facts: Mapping[str, Any]
    others: tuple[UUID, ...]


def flags_of(response: Response) -> tuple[Flag, ...]:
    """What was noticed about one answer."""
    rows = list(AnswerFlag.objects.filter(response=response).order_by("reason"))
    named = [pk for row in rows for pk in row.facts.get("others", ())]
    others = dict(Response.objects.filter(id__in=named).values_list("id", "uuid"))
    return tuple(
        Flag(row.reason, row.facts, tuple(others[pk] for pk in row.facts.get("others", ()) if pk in others))
        for row in rows
    )
