"""The register of changes with what each did, and one change with its clients and its picture."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from csat.customers.models import Account
from csat.findings import queries
from csat.findings.methods import effects
from csat.findings.methods.effects import EffectFound, Level
from csat.findings.models import Question, RegisteredChange
from csat.findings.queries import Answer
from csat.insight.explaining.differences import Differences
from csat.insight.verdict import Missing
from csat.programs.models import Program, ProgramKind
from csat.reports.insight.standing import Standing, missing_in, standing
from csat.reports.satisfaction import MIN_ANSWERS
from surveys.definition.questionnaire import MeasureKind
from surveys.models import SurveyVersion
from surveys.rendering import published

SHOWN = 50
PREFIX = "attribute:"


@dataclass(frozen=True)
class Client:
    uuid: UUID
    name: str


@dataclass(frozen=True)
class Report:
    """One change. `verdict` "": never computed; `found` None where there is too little. The mean of a level
    is None below 5 readings.

    `clients`: those reached whom the reader may see, `reached` counts all of them.
    """

    uuid: UUID
    name: str
    description: str
    department: str
    measure: str
    began_on: date
    standing: Standing
    verdict: str
    found: Differences | None
    missing: tuple[Missing, ...]
    reached_before: Level | None
    reached_after: Level | None
    others_before: Level | None
    others_after: Level | None
    first_on: date | None
    until_on: date | None
    reached: int
    clients: tuple[Client, ...]

    @property
    def is_ahead(self) -> bool:
        """It had not begun yet when it was last looked at."""
        return self.until_on is not None and self.until_on <= self.began_on


@dataclass(frozen=True)
class Register:
    """All changes, the latest first; `found` of them have a result. `standing` is that of all together."""

    standing: Standing
    changes: tuple[Report, ...]
    found: int

    @property
    def better(self) -> int:
        return sum(one.verdict == "better" for one in self.changes)


def register(accounts: QuerySet[Account], *, today: date) -> Register:
    """Every change with its result; a constant number of queries."""
    answers = queries.answers_on_changes(effects.METHOD, today=today)
    reached = dict(
        RegisteredChange.objects.order_by().annotate(reached=Count("accounts")).values_list("pk", "reached")
    )
    changes = tuple(_report(change, answer, reached.get(change.pk, 0), ()) for change, answer in answers)
    return Register(
        standing=Standing(
            question=Question.EFFECT.value,
            is_being_computed=any(one.standing.is_being_computed for one in changes),
            done_share=0.0,
            problem=next((one.standing.problem for one in changes if one.standing.problem), ""),
            provenance=None,
        ),
        changes=changes,
        found=sum(one.found is not None for one in changes),
    )


def build(accounts: QuerySet[Account], change: RegisteredChange, *, today: date) -> Report:
    """One change with its result and its clients; a constant number of queries."""
    answer = queries.answer(Question.EFFECT, effects.METHOD, today=today, change=change)
    mine = change.accounts.filter(pk__in=accounts.values("pk")).order_by("name")
    clients = tuple(Client(uuid, name) for uuid, name in mine.values_list("uuid", "name")[:SHOWN])
    return _report(change, answer, change.accounts.count(), clients)


def measures() -> tuple[str, ...]:
    """What a change may be meant to move: the score, overall, and what regular surveys ask for."""
    surveys = Program.objects.filter(kind=ProgramKind.PERIODIC).values("survey")
    versions = SurveyVersion.objects.filter(survey__in=surveys, published_at__isnull=False)
    asked = {
        question.measure.attribute
        for version in versions.values_list("pk", flat=True)
        for question in published.questionnaire(version).measured(MeasureKind.ATTRIBUTE)
        if question.measure is not None
    }
    return ("csi", "overall", *(PREFIX + name for name in sorted(asked)))


def _report(
    change: RegisteredChange, answer: Answer[EffectFound], reached: int, clients: tuple[Client, ...]
) -> Report:
    result = answer.result
    found = result.found if result and isinstance(result.found, Differences) else None
    return Report(
        uuid=change.uuid,
        name=change.name,
        description=change.description,
        department=change.department,
        measure=change.measure,
        began_on=change.began_on,
        standing=standing(answer),
        verdict=result.verdict if result else "",
        found=found,
        missing=missing_in(result.found) if result else (),
        reached_before=_level(result.reached_before) if result else None,
        reached_after=_level(result.reached_after) if result else None,
        others_before=_level(result.others_before) if result else None,
        others_after=_level(result.others_after) if result else None,
        first_on=result.first_on if result else None,
        until_on=result.until_on if result else None,
        reached=reached,
        clients=clients,
    )


def _level(seen: Level) -> Level:
    """Small groups are hidden: one could tell who said what."""
    return seen if seen.readings >= MIN_ANSWERS else replace(seen, mean=None)
